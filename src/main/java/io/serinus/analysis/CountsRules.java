package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.stats.NuisanceGrid;
import io.serinus.stats.RatioHypothesis;
import io.serinus.template.Metric;
import io.serinus.template.Risk;
import java.util.List;

/**
 * What a {@link CountsJudge} goes by.
 *
 * @param harm beyond this the canary fails
 * @param safety within this it passes
 * @param noise the kinds of noise that count as an excuse
 * @param risk the two error probabilities that the user accepts
 * @param starts from which intervals on evidence against the canary is collected
 * @param confidenceAlpha one minus the confidence of the interval of the ratio, in (0, 1); no verdict depends on it
 */
public record CountsRules(
        Boundary harm, Boundary safety, NuisanceGrid noise, Risk risk, Starts starts, double confidenceAlpha) {
    /** As everywhere in Serinus: intervals of 95 %. */
    public static final double USUAL_ALPHA = 0.05;

    public CountsRules {
        requireNonNull(harm, "harm is null");
        requireNonNull(safety, "safety is null");
        requireNonNull(noise, "noise is null");
        requireNonNull(risk, "risk is null");
        requireNonNull(starts, "starts is null");
        if (!(confidenceAlpha > 0 && confidenceAlpha < 1)) {
            throw new IllegalArgumentException(
                    "confidenceAlpha is " + confidenceAlpha + ", expected a number above 0 and below 1");
        }
    }

    /**
     * A canary's bad fraction of {@code ratio} times the baseline's plus {@code difference}.
     *
     * @param ratio positive
     * @param difference in [0, 1)
     */
    public record Boundary(double ratio, double difference) {
        public Boundary {
            if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("ratio is " + ratio + ", expected a positive number");
            }
            if (!(difference >= 0 && difference < 1)) {
                throw new IllegalArgumentException(
                        "difference is " + difference + ", expected a number from 0 to below 1");
            }
        }
    }

    /** From which intervals on evidence against the canary is collected; the e-value is the mean over them, by weight. */
    public sealed interface Starts {
        /** As for a release: from the first interval, and afresh every ten. */
        record Periodic() implements Starts {}

        /**
         * From these only. Before its interval a start counts as 1. What the weights lack of 1 counts as nothing, which
         * only lowers the evidence.
         *
         * @param starts at least one, their intervals ascending, their weights 1 in total or less
         */
        record Planned(List<Start> starts) implements Starts {
            /** Sums of decimal fractions such as 0.8 + 0.1 + 0.1 may exceed 1 by so much. */
            private static final double ROUNDING = 1e-9;

            public Planned {
                starts = List.copyOf(starts);
                if (starts.isEmpty()) {
                    throw new IllegalArgumentException("starts is empty, expected at least one");
                }
                for (int i = 1; i < starts.size(); i++) {
                    if (starts.get(i).interval() <= starts.get(i - 1).interval()) {
                        throw new IllegalArgumentException("the start at interval "
                                + starts.get(i).interval() + " follows the one at "
                                + starts.get(i - 1).interval() + ", expected ascending intervals");
                    }
                }
                double sum = starts.stream().mapToDouble(Start::weight).sum();
                if (sum > 1 + ROUNDING) {
                    throw new IllegalArgumentException("the weights sum to " + sum + ", expected at most 1");
                }
            }
        }

        /**
         * One moment from which evidence is collected.
         *
         * @param interval index of the first interval that it sees, from 0
         * @param weight in (0, 1]
         */
        record Start(long interval, double weight) {
            public Start {
                if (interval < 0) {
                    throw new IllegalArgumentException("interval is " + interval + ", expected 0 or more");
                }
                if (!(weight > 0 && weight <= 1)) {
                    throw new IllegalArgumentException(
                            "weight is " + weight + ", expected a number above 0, at most 1");
                }
            }
        }
    }

    /**
     * The rules of a template's metric for the step to a weight.
     *
     * @param nextPercent the weight that must be shown to be safe, 1..100
     */
    public static CountsRules of(Metric.ErrorRate metric, Risk risk, int nextPercent) {
        if (nextPercent < 1 || nextPercent > 100) {
            throw new IllegalArgumentException("nextPercent is " + nextPercent + ", expected 1 to 100");
        }
        return new CountsRules(
                new Boundary(
                        1 + metric.tolerance().relative(), metric.tolerance().absolute()),
                new Boundary(
                        1 + metric.margin().relative(),
                        Stream.Safety.increase(metric.margin().impact(), nextPercent)),
                NuisanceGrid.standard(),
                risk,
                new Starts.Periodic(),
                USUAL_ALPHA);
    }

    /** Natural logarithm of the e-value against the canary that fails it. */
    public double failAtLogE() {
        return -Math.log(risk.falseAbort());
    }

    /** As {@link #failAtLogE}, for the e-value without its largest interval. */
    public double failAtLogELeaveOneOut() {
        return failAtLogE() / 2;
    }

    /** Natural logarithm of the e-value for the canary that passes it. */
    public double passAtLogE() {
        return -Math.log(risk.falsePromotion());
    }

    RatioHypothesis worse() {
        return RatioHypothesis.exceeds(harm.ratio(), harm.difference()).with(noise);
    }

    RatioHypothesis safe() {
        return RatioHypothesis.below(safety.ratio(), safety.difference()).with(noise);
    }
}
