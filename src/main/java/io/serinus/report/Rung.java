package io.serinus.report;

import io.serinus.release.State.Phase;
import io.serinus.report.ReleaseDocument.ForecastDocument;
import io.serinus.report.ReleaseDocument.HistoryDocument;
import io.serinus.report.ReleaseDocument.PlanDocument;
import io.serinus.report.ReleaseDocument.StepDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rung of the ladder to 100 %.
 *
 * @param name "Step 1", or "Promotion" for the last
 * @param weight the canary's share, in percent
 * @param standing where the release stands to it, in words
 * @param tone the stylesheet's class for the standing
 * @param isCurrent whether the release is on it now
 * @param needs what it takes to leave it besides the evidence; may be empty
 * @param ahead how much longer it is going to take, and what for; may be empty
 */
record Rung(String name, int weight, String standing, String tone, boolean isCurrent, String needs, String ahead) {

    /** The rungs of a release in their order; empty while it has no plan. */
    static List<Rung> ladder(ReleaseDocument release) {
        PlanDocument plan = release.plan();
        if (plan == null) {
            return List.of();
        }
        int entered =
                release.history().stream().mapToInt(HistoryDocument::step).max().orElse(0);
        var ladder = new ArrayList<Rung>();
        for (StepDocument step : plan.steps()) {
            ladder.add(step(step, entered, release.phase(), ahead(step, release.forecast())));
        }
        ladder.add(promotion(release.phase()));
        return ladder;
    }

    private static Rung step(StepDocument step, int entered, Phase phase, String ahead) {
        String name = "Step " + step.step() + besides(step);
        if (step.step() > entered) {
            return new Rung(name, step.weight(), "not reached", "calm", false, needs(step), ahead);
        }
        boolean isLast = step.step() == entered;
        return switch (phase) {
            case PENDING, PROMOTING, PROMOTED -> passed(name, step);
            case PROGRESSING ->
                isLast ? new Rung(name, step.weight(), "now", "busy", true, needs(step), ahead) : passed(name, step);
            case ABORTING, ABORTED, CANCELLED, SUPERSEDED ->
                isLast
                        ? new Rung(name, step.weight(), "ended here", Tone.of(phase), false, "", "")
                        : passed(name, step);
        };
    }

    /** How requests reach the canary besides the weight. */
    private static String besides(StepDocument step) {
        var ways = new ArrayList<String>();
        if (step.mirrorPercent() != null) {
            ways.add("mirror " + Wording.number(step.mirrorPercent()) + " %");
        }
        if (step.match() != null) {
            ways.add("match");
        }
        if (step.gate() != null) {
            ways.add(
                    step.gate().approval() == null
                            ? "pause"
                            : "approval " + step.gate().approval());
        }
        return ways.isEmpty() ? "" : " (" + String.join(", ", ways) + ")";
    }

    private static Rung passed(String name, StepDocument step) {
        return new Rung(name, step.weight(), "passed", "good", false, "", "");
    }

    private static Rung promotion(Phase phase) {
        return switch (phase) {
            case PROMOTING -> new Rung("Promotion", 100, "now", "busy", true, "", "");
            case PROMOTED -> new Rung("Promotion", 100, "done", "good", false, "", "");
            case PENDING, PROGRESSING, ABORTING, ABORTED, CANCELLED, SUPERSEDED ->
                new Rung("Promotion", 100, "not reached", "calm", false, "", "");
        };
    }

    private static String ahead(StepDocument step, @Nullable ForecastDocument forecast) {
        return forecast == null
                ? ""
                : forecast.steps().stream()
                        .filter(ahead -> ahead.step() == step.step())
                        .map(ForecastWording::of)
                        .findFirst()
                        .orElse("");
    }

    private static String needs(StepDocument step) {
        var needs = new ArrayList<String>();
        if (step.minDurationSeconds() > 0) {
            needs.add("at least " + Wording.duration(Duration.ofSeconds(step.minDurationSeconds())));
        }
        if (step.minRequests() > 0) {
            needs.add("at least " + Wording.count(step.minRequests()) + " canary requests");
        }
        return String.join(", ", needs);
    }
}
