package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.Uncertainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How certain the counts were, for people; nothing follows from it. A proxy that is only too young to rule out a restart is
 * no news: every canary begins so.
 *
 * @param ticks how many brought counts
 * @param uncertain how many of them may not be exact
 * @param worst of each version over all of them
 */
record CountsWatch(long ticks, long uncertain, Compared<Uncertainty> worst) {
    static final CountsWatch START = new CountsWatch(0, 0, new Compared<>(Uncertainty.NONE, Uncertainty.NONE));

    CountsWatch plus(Compared<Uncertainty> tick) {
        Compared<Uncertainty> news = tick.map(each -> each.without(Uncertainty.Kind.YOUNG));
        boolean isCertain = news.baseline().isNone() && news.canary().isNone();
        return new CountsWatch(
                ticks + 1,
                uncertain + (isCertain ? 0 : 1),
                isCertain
                        ? worst
                        : new Compared<>(
                                worst.baseline().then(news.baseline()),
                                worst.canary().then(news.canary())));
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
