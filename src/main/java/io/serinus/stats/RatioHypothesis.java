package io.serinus.stats;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.stream.DoubleStream;

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

    /** Terms of a sum so much smaller than the largest, in logarithms, are left out: less than 1e-14 in all. */
    private static final double NEGLIGIBLE = -40;

    private enum Direction {
        EXCEEDS,
        BELOW,
        DIFFERS
    }

    private final Direction direction;
    private final double ratio;
    private final double difference;
    private final double[] alternatives;
    private final double[] nulls;
    /** Per alternative: log prior probability. */
    private final double[] logDensity;

    private final NuisanceGrid grid;
    private final RatioLikelihood likelihood;
    /** Per kind of noise: log weight in the mixture of alternatives, and what a null point loses by needing it. */
    private final double[] logWeights;

    private final double[] penalties;
    private final Cells none;

    private RatioHypothesis(
            Direction direction,
            double ratio,
            double difference,
            NuisanceGrid grid,
            double[] logWeights,
            double[] penalties) {
        this.direction = direction;
        this.ratio = ratio;
        this.difference = difference;
        this.grid = grid;
        this.logWeights = logWeights;
        this.penalties = penalties;
        double boundary = Math.log(ratio);
        this.alternatives = alternatives(direction, boundary);
        this.nulls = nulls(direction, boundary);
        this.logDensity = logDensity(direction);
        double[] deltas = DoubleStream.concat(Arrays.stream(alternatives), Arrays.stream(nulls))
                .toArray();
        this.likelihood = new RatioLikelihood(deltas, grid, direction == Direction.DIFFERS ? 0 : boundary);
        this.none = Cells.zero(likelihood.size());
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

    /**
     * {@code p2 / p1} lies outside {@code 1 / tolerance} to {@code tolerance}, with {@link NuisanceGrid#share()}. Made for the
     * traffic split: with the weights of two samples as exposures and all their requests as events, it says that another
     * share arrives than was configured.
     *
     * @param tolerance at least 1
     */
    public static RatioHypothesis differs(double tolerance) {
        if (!(tolerance >= 1 && tolerance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", expected a number from 1");
        }
        return under(Direction.DIFFERS, tolerance, 0, NuisanceGrid.share());
    }

    /** The same statement under other assumptions about noise, none of them calibrated. */
    public RatioHypothesis with(NuisanceGrid other) {
        return under(direction, ratio, difference, requireNonNull(other, "other is null"));
    }

    /**
     * The same statement, believing in each kind of noise as far as a history without any effect supports it. What the
     * history makes implausible hardly serves as an alternative, and as an excuse only at a discount; noise beyond the grid that
     * the history shows is allowed for. The ratio stays: see {@link NoiseProfile#widened} for that.
     */
    public RatioHypothesis with(NoiseProfile profile) {
        NuisanceGrid shown = profile.grid();
        double[] support = profile.support();
        double[] posterior = shown.logWeights();
        Arrays.setAll(posterior, point -> posterior[point] + support[point]);
        double sum = LogSumExp.of(posterior);
        double[] discounted = penalties(direction, shown);
        for (int point = 0; point < posterior.length; point++) {
            posterior[point] -= sum;
            discounted[point] += NoiseProfile.discount(support[point]);
        }
        return new RatioHypothesis(direction, ratio, difference, shown, posterior, discounted);
    }

    /** Whether the interval can say anything about a ratio at all. */
    boolean isInformative(Counts counts) {
        return counts.n1() > 0 && counts.n2() > 0 && firstEvents(counts) + counts.x2() > 0;
    }

    /** The log likelihood in each cell before any interval: alternatives, then nulls, each with every kind of noise. */
    Cells none() {
        return none;
    }

    /** With an informative interval's log likelihood added to each cell, up to a constant common to all. */
    Cells plus(Cells sums, Counts counts) {
        double[] next = sums.toArray();
        likelihood.addTo(next, counts.n1(), firstEvents(counts), counts.n2(), counts.x2());
        return new Cells(next);
    }

    /** Events of the second sample beyond the number expected at the boundary; on either side of equality if two-sided. */
    double excess(Counts counts) {
        double expected = direction == Direction.DIFFERS ? 1 : ratio;
        double share = counts.n2() * expected / (counts.n1() + counts.n2() * expected);
        double excess = counts.x2() - share * (firstEvents(counts) + counts.x2());
        return direction == Direction.DIFFERS ? Math.abs(excess) : excess;
    }

    /** Log e-value of what has been added since a start. */
    double logE(Cells sums, Cells start) {
        return mixture(sums, start) - best(sums, start);
    }

    private double mixture(Cells sums, Cells start) {
        int points = logWeights.length;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logDensity.length; i++) {
            for (int point = 0; point < points; point++) {
                int cell = i * points + point;
                max = Math.max(max, logDensity[i] + logWeights[point] + (sums.get(cell) - start.get(cell)));
            }
        }
        double sum = 0;
        for (int i = 0; i < logDensity.length; i++) {
            double below = logDensity[i] - max;
            for (int point = 0; point < points; point++) {
                int cell = i * points + point;
                double log = below + logWeights[point] + (sums.get(cell) - start.get(cell));
                // Most cells of a long run: their terms would be lost in rounding.
                sum += log < NEGLIGIBLE ? 0 : Math.exp(log);
            }
        }
        return max + Math.log(sum);
    }

    private double best(Cells sums, Cells start) {
        int points = penalties.length;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = alternatives.length; i < alternatives.length + nulls.length; i++) {
            for (int point = 0; point < points; point++) {
                int cell = i * points + point;
                max = Math.max(max, penalties[point] + (sums.get(cell) - start.get(cell)));
            }
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
        return under(direction, ratio, difference, NuisanceGrid.standard());
    }

    private static RatioHypothesis under(Direction direction, double ratio, double difference, NuisanceGrid grid) {
        return new RatioHypothesis(direction, ratio, difference, grid, grid.logWeights(), penalties(direction, grid));
    }

    private static double[] alternatives(Direction direction, double boundary) {
        DoubleStream distances = Arrays.stream(ALTERNATIVES);
        return switch (direction) {
            case EXCEEDS -> distances.map(distance -> boundary + distance).toArray();
            case BELOW -> distances.map(distance -> boundary - distance).toArray();
            case DIFFERS ->
                DoubleStream.of(1, -1)
                        .flatMap(sign -> Arrays.stream(ALTERNATIVES).map(distance -> sign * (boundary + distance)))
                        .toArray();
        };
    }

    private static double[] nulls(Direction direction, double boundary) {
        return switch (direction) {
            case EXCEEDS ->
                Arrays.stream(NULLS).map(distance -> boundary - distance).toArray();
            case BELOW ->
                Arrays.stream(NULLS).map(distance -> boundary + distance).toArray();
            case DIFFERS -> new double[] {-boundary, -boundary / 2, 0, boundary / 2, boundary};
        };
    }

    /** Exponential density of the alternatives' distance, trapezoid weights; each side of a two-sided statement gets half. */
    private static double[] logDensity(Direction direction) {
        int sides = direction == Direction.DIFFERS ? 2 : 1;
        int count = ALTERNATIVES.length;
        double[] density = new double[sides * count];
        for (int i = 0; i < density.length; i++) {
            int at = i % count;
            double left = at == 0 ? 0 : ALTERNATIVES[at - 1];
            double right = at == count - 1 ? ALTERNATIVES[at] + LAST_GAP : ALTERNATIVES[at + 1];
            density[i] = (right - left) / 2 * Math.exp(-ALTERNATIVES[at]);
        }
        double sum = Arrays.stream(density).sum();
        return Arrays.stream(density).map(value -> Math.log(value / sum)).toArray();
    }

    private static double[] penalties(Direction direction, NuisanceGrid grid) {
        return switch (direction) {
            case EXCEEDS, DIFFERS -> new double[grid.size()];
            case BELOW ->
                Arrays.stream(grid.logWeights())
                        .map(log -> log - Math.log(grid.largestWeight()))
                        .toArray();
        };
    }
}
