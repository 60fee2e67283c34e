package io.serinus;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.release.Action;
import io.serinus.release.Journal;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.State;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells in the terminal what happens to the releases of the demo. */
final class DemoConsole implements Journal {
    private final PrintStream out;
    private final Map<ReleaseId, String> shown = new HashMap<>();
    private InstantSource clock = InstantSource.system();
    private Instant start = Instant.EPOCH;

    DemoConsole(PrintStream out) {
        this.out = out;
    }

    /** From here on, times are counted by this clock. */
    synchronized void begin(InstantSource worldClock) {
        clock = worldClock;
        start = worldClock.instant();
    }

    @Override
    public synchronized void record(Release release, Action.Announce announcement) {
        line(release, announcement.reason() + ": " + announcement.message());
    }

    /** One line on where the release stands, unless the last one said the same. */
    synchronized void progress(Release release) {
        if (!(release.state() instanceof State.Progressing state)
                || release.judgement().isEmpty()) {
            return;
        }
        Judgement judgement = release.judgement().get();
        String evidence = isJudging(judgement)
                ? "evidence against the canary " + evidence(judgement.evidence().againstLog10()) + " of "
                        + evidence(judgement.evidence().abortAtLog10()) + metrics(judgement)
                : judgement.reason();
        String text = String.format(
                Locale.ROOT,
                "step %d/%d, weight %d %%, %s; %s",
                state.step() + 1,
                state.plan().steps(),
                state.weightInForce(),
                judgement.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                evidence);
        if (!text.equals(shown.put(release.id(), text))) {
            line(release, text);
        }
    }

    synchronized void say(String text) {
        out.println(text);
    }

    private void line(Release release, String text) {
        Duration passed = Duration.between(start, clock.instant());
        out.printf(
                Locale.ROOT,
                "+%02d:%02d  %-14s  %s%n",
                passed.toMinutes(),
                passed.toSecondsPart(),
                release.id().namespace() + "/" + release.request().virtualService(),
                text);
    }

    /** Whether anything has been counted that is judged; before, the reason says what is waited for. */
    private static boolean isJudging(Judgement judgement) {
        return judgement.evidence().metrics().stream()
                .anyMatch(metric -> metric.canary().total() > 0);
    }

    private static String metrics(Judgement judgement) {
        var text = new StringBuilder();
        for (MetricEvidence metric : judgement.evidence().metrics()) {
            text.append("; ")
                    .append(metric.name())
                    .append(' ')
                    .append(ratio(metric.canary()))
                    .append(" against ")
                    .append(ratio(metric.baseline()));
        }
        return text.toString();
    }

    private static String ratio(BadOfTotal counts) {
        return counts.total() == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * counts.ratio());
    }

    private static String evidence(double log10) {
        return log10 <= 0 ? "none" : String.format(Locale.ROOT, "%,.0f", Math.pow(10, Math.min(log10, 15)));
    }
}
