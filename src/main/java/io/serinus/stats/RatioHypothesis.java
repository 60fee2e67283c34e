package io.serinus.stats;

import static java.util.Objects.requireNonNull;

/**
 * A statement about the event rates p1 and p2 of two samples for which an {@link EProcess} collects evidence, against the
 * null hypothesis that the contrary holds in every interval. The rates themselves may change from interval to interval.
 *
 * <p>The evidence is a likelihood ratio: a mixture over alternatives and noise, over the best-fitting null (universal
 * inference; Wasserman, Ramdas, Balakrishnan 2020). The tolerated difference enters as {@code n1 * difference / ratio}
 * pseudo-events of the first sample per interval, which is conservative for independent events; together with bursts
 * the bound is an approximation that simulations support.
 */
public final class RatioHypothesis {
    /** Distances of the alternatives from the boundary, in log rate ratio: 3 % to 400-fold. */
    private static final double[] ALTERNATIVES = {
        0.03, 0.07, 0.12, 0.18, 0.26, 0.36, 0.48, 0.62, 0.8, 1.0, 1.25, 1.55, 1.9, 2.3, 2.8, 3.4, 4.1, 5.0, 6.0
    };

    private static final double LAST_GAP = 0.7;

    /** Distances of the null points; the boundary itself is the one that matters whenever there is evidence. */
    private static final double[] NULLS = {0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0};

    /** Which of the two rates the statement says is too large. */
    private enum Direction {
        EXCEEDS(1),
        BELOW(-1);

        private final int sign;

        Direction(int sign) {
            this.sign = sign;
        }
    }

    private final Direction direction;
    private final double ratio;
    private final double difference;
    private final RatioLikelihood likelihood;
    private final double[] logPrior;
    private final double[] logPenalty;

    private RatioHypothesis(Direction direction, double ratio, double difference, NuisanceGrid grid) {
        this.direction = direction;
        this.ratio = ratio;
        this.difference = difference;
        this.likelihood = new RatioLikelihood(deltas(direction, Math.log(ratio)), grid, Math.log(ratio));
        this.logPrior = logPrior(grid);
        this.logPenalty = logPenalty(direction, grid);
    }

    /**
     * {@code p2 > ratio * p1 + difference}, with {@link NuisanceGrid#standard()}: every kind of noise counts as an excuse.
     *
     * @param ratio positive
     * @param difference in [0, 1)
     */
    public static RatioHypothesis exceeds(double ratio, double difference) {
        return checked(Direction.EXCEEDS, ratio, difference);
    }

    /**
     * {@code p2 < ratio * p1 + difference}, with {@link NuisanceGrid#standard()}. An excuse by noise is discounted by its
     * prior weight relative to the largest: otherwise good news would take two to four times as long. The price is that
     * where that noise is real, alpha is to be divided by the discount.
     *
     * @param ratio positive
     * @param difference in [0, 1)
     */
    public static RatioHypothesis below(double ratio, double difference) {
        return checked(Direction.BELOW, ratio, difference);
    }

    /** The same statement under other assumptions about noise. */
    public RatioHypothesis with(NuisanceGrid other) {
        return new RatioHypothesis(direction, ratio, difference, requireNonNull(other, "other is null"));
    }

    /** Whether the interval can say anything about a ratio at all. */
    boolean isInformative(Counts counts) {
        return counts.n1() > 0 && counts.n2() > 0 && firstEvents(counts) + counts.x2() > 0;
    }

    /** Number of cells: alternatives, then nulls, each with every kind of noise. */
    int cells() {
        return likelihood.size();
    }

    /** What an informative interval adds to each cell's log likelihood, up to a constant common to all. */
    Cells increments(Counts counts) {
        return new Cells(likelihood.evaluate(counts.n1(), firstEvents(counts), counts.n2(), counts.x2()));
    }

    /** Events of the second sample beyond the number expected at the boundary. */
    double excess(Counts counts) {
        double share = counts.n2() * ratio / (counts.n1() + counts.n2() * ratio);
        return counts.x2() - share * (firstEvents(counts) + counts.x2());
    }

    /** Log e-value of summed increments. */
    double logE(Cells sums) {
        return mixture(sums) - best(sums);
    }

    private double mixture(Cells sums) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logPrior.length; i++) {
            max = Math.max(max, logPrior[i] + sums.get(i));
        }
        double sum = 0;
        for (int i = 0; i < logPrior.length; i++) {
            sum += Math.exp(logPrior[i] + sums.get(i) - max);
        }
        return max + Math.log(sum);
    }

    private double best(Cells sums) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logPenalty.length; i++) {
            max = Math.max(max, logPenalty[i] + sums.get(logPrior.length + i));
        }
        return max;
    }

    private double firstEvents(Counts counts) {
        return counts.x1() + counts.n1() * difference / ratio;
    }

    private static RatioHypothesis checked(Direction direction, double ratio, double difference) {
        if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ratio is " + ratio + ", expected a positive number");
        }
        if (!(difference >= 0 && difference < 1)) {
            throw new IllegalArgumentException("difference is " + difference + ", expected a number from 0 to below 1");
        }
        return new RatioHypothesis(direction, ratio, difference, NuisanceGrid.standard());
    }

    private static double[] deltas(Direction direction, double boundary) {
        double[] deltas = new double[ALTERNATIVES.length + NULLS.length];
        for (int i = 0; i < ALTERNATIVES.length; i++) {
            deltas[i] = boundary + direction.sign * ALTERNATIVES[i];
        }
        for (int i = 0; i < NULLS.length; i++) {
            deltas[ALTERNATIVES.length + i] = boundary - direction.sign * NULLS[i];
        }
        return deltas;
    }

    /** Exponential density of the alternatives' distance, trapezoid weights, times the weight of the noise. */
    private static double[] logPrior(NuisanceGrid grid) {
        int count = ALTERNATIVES.length;
        double[] ofDelta = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double left = i == 0 ? 0 : ALTERNATIVES[i - 1];
            double right = i == count - 1 ? ALTERNATIVES[i] + LAST_GAP : ALTERNATIVES[i + 1];
            ofDelta[i] = (right - left) / 2 * Math.exp(-ALTERNATIVES[i]);
            sum += ofDelta[i];
        }
        double[] logPrior = new double[count * grid.size()];
        for (int i = 0; i < count; i++) {
            for (int point = 0; point < grid.size(); point++) {
                logPrior[i * grid.size() + point] = Math.log(ofDelta[i] / sum * grid.weight(point));
            }
        }
        return logPrior;
    }

    private static double[] logPenalty(Direction direction, NuisanceGrid grid) {
        double[] logPenalty = new double[NULLS.length * grid.size()];
        if (direction == Direction.BELOW) {
            for (int i = 0; i < logPenalty.length; i++) {
                logPenalty[i] = Math.log(grid.weight(i % grid.size()) / grid.largestWeight());
            }
        }
        return logPenalty;
    }
}
