package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.Uncertainty;
import io.serinus.template.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How certain and complete the counts were, for people; nothing follows from it. A proxy that is only too young to rule out a restart is
 * no news: every canary begins so.
 *
 * @param ticks how many brought counts
 * @param uncertain how many of them may not be exact
 * @param worst of each version over all of them
 * @param homeless requests to the release's hosts that failed and belong to neither version
 */
record CountsWatch(long ticks, long uncertain, Compared<Uncertainty> worst, long homeless) {
    static final CountsWatch START = new CountsWatch(0, 0, new Compared<>(Uncertainty.NONE, Uncertainty.NONE), 0);

    CountsWatch plus(Compared<Uncertainty> tick, RequestCounts unattributed) {
        Compared<Uncertainty> news = tick.map(each -> each.without(Uncertainty.Kind.YOUNG));
        boolean isCertain = news.baseline().isNone() && news.canary().isNone();
        return new CountsWatch(
                ticks + 1,
                uncertain + (isCertain ? 0 : 1),
                isCertain
                        ? worst
                        : new Compared<>(
                                worst.baseline().then(news.baseline()),
                                worst.canary().then(news.canary())),
                homeless + unattributed.count(Failures.DEFAULT::includes));
    }

    /** Failures that no version can be blamed for; empty if there are none. */
    Optional<String> homelessSentence() {
        return homeless == 0
                ? Optional.empty()
                : Optional.of(Wording.count(homeless) + (homeless == 1 ? " request" : " requests")
                        + " to the release's hosts failed and carry neither version: no pod could be reached, or it was one of"
                        + " another version");
    }

    /** What people should know; empty while all counts are exact. */
    Optional<String> sentence() {
        if (uncertain == 0) {
            return Optional.empty();
        }
        var whose = new ArrayList<String>();
        add(whose, "baseline", worst.baseline());
        add(whose, "canary", worst.canary());
        return Optional.of("the counts of " + Wording.count(uncertain) + " of " + Wording.count(ticks)
                + " ticks may not be exact: " + String.join("; ", whose));
    }

    private static void add(List<String> whose, String version, Uncertainty uncertainty) {
        if (!uncertainty.isNone()) {
            whose.add(version + ": at most " + String.join(", at most ", uncertainty.clauses()));
        }
    }
}
