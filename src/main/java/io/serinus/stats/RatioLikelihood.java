package io.serinus.stats;

import java.util.Arrays;

/**
 * The likelihood of how the events of one interval split between two samples, given their number: binomial where events
 * are independent, beta-binomial where they come in bursts or the ratio is noisy, mixed with an almost arbitrary split where
 * the interval may be contaminated. Conditioning on the number removes the common rate, whatever it was.
 *
 * <p>With y1 and y2 events, E their sum, and delta the log rate ratio of the second sample to the first, the second sample's
 * share is {@code q = n2 e^delta / (n1 + n2 e^delta)}. The beta-binomial has the mean of the binomial and {@code 1 + icc (E -
 * 1)} times its variance, with the intra-class correlation {@code icc = q (1 - q) tau^2 + (phi - 1) / (E - 1)}.
 */
final class RatioLikelihood {
    /** Stands for contamination, and bounds every other correlation: a split that says next to nothing about q. */
    private static final double LARGEST_CORRELATION = 0.9;

    /** Excess variance too small to tell from the binomial, where the beta's parameters would overflow. */
    private static final double NEGLIGIBLE = 1e-9;

    /** Exposures do not differ by more than e to this, lest a share become 0. Far beyond every real ratio. */
    private static final double LARGEST_LOG_ODDS = 200;

    /** A term so much smaller, in logarithms, is lost in rounding. */
    private static final double LOST = 38;

    private final NuisanceGrid grid;
    private final double reference;
    /** Log rate ratios beyond the reference. */
    private final double[] steps;

    /** The ratios that they mean, and by how much they exceed 1. */
    private final double[] factors;

    private final double[] growths;

    /**
     * @param deltas log rate ratios to evaluate
     * @param grid noise to evaluate each of them with
     * @param reference log rate ratio whose binomial likelihood is divided out of every cell. It is common to all, so it
     *     cancels in every ratio of cells, and keeps sums over long runs small and precise
     */
    RatioLikelihood(double[] deltas, NuisanceGrid grid, double reference) {
        this.grid = grid;
        this.reference = reference;
        this.steps = Arrays.stream(deltas).map(delta -> delta - reference).toArray();
        this.factors = Arrays.stream(steps).map(Math::exp).toArray();
        this.growths = Arrays.stream(steps).map(Math::expm1).toArray();
    }

    /** Cells in all: for each delta, in order, each point of the grid. */
    int size() {
        return steps.length * grid.size();
    }

    /**
     * Log likelihood of the interval in every cell. Held against 50 digits, with rates up to threefold: absolute error
     * below 1e-9 for counts up to 1e6, 1e-6 up to 1e9, 1e-4 up to 1e12, where the differences between cells are of 1e9.
     *
     * @param n1 exposure of the first sample, above 0
     * @param y1 events of the first sample
     * @param n2 exposure of the second sample, above 0
     * @param y2 events of the second sample; y1 + y2 above 0
     */
    double[] evaluate(double n1, double y1, double n2, double y2) {
        double[] cells = new double[size()];
        addTo(cells, n1, y1, n2, y2);
        return cells;
    }

    /** As {@link #evaluate}, added to what the cells hold. */
    void addTo(double[] cells, double n1, double y1, double n2, double y2) {
        double odds = reference + Math.log(n2 / n1);
        double bounded = Math.clamp(odds, -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS);
        double referenceQ = 1 / (1 + Math.exp(-bounded));
        double referenceP = 1 / (1 + Math.exp(bounded));
        double events = y1 + y2;
        // A single event has no companions to be correlated with.
        BetaBinomial correlated = events <= 1 ? null : BetaBinomial.of(y1, y2);
        for (int i = 0; i < steps.length; i++) {
            double sum = referenceP + referenceQ * factors[i];
            double binomial = y2 * steps[i] - events * GammaRatio.logRatio(referenceQ * growths[i], 1, sum);
            int from = i * grid.size();
            if (correlated == null) {
                addBinomial(cells, from, binomial);
            } else {
                double q = referenceQ * factors[i] / sum;
                double p = referenceP / sum;
                addDelta(cells, from, binomial, correlated, events, q, p);
            }
        }
    }

    private void addBinomial(double[] cells, int from, double binomial) {
        for (int cell = from; cell < from + grid.size(); cell++) {
            cells[cell] += binomial;
        }
    }

    private void addDelta(
            double[] cells, int from, double binomial, BetaBinomial correlated, double events, double q, double p) {
        double contaminated = grid.hasContamination() ? correlated.logOverBinomial(q, p, LARGEST_CORRELATION) : 0;
        double companions = events > 2 ? events - 1 : 1;
        int cell = from;
        for (int i = 0; i < grid.phiCount(); i++) {
            for (int j = 0; j < grid.tauCount(); j++) {
                double noise = q * p * grid.tau(j) * grid.tau(j);
                double icc = Math.min(LARGEST_CORRELATION, noise + (grid.phi(i) - 1) / companions);
                double clean = icc * (events - 1) < NEGLIGIBLE ? 0 : correlated.logOverBinomial(q, p, icc);
                for (int k = 0; k < grid.epsilonCount(); k++) {
                    cells[cell++] += binomial + mixture(clean, contaminated, grid.epsilon(k));
                }
            }
        }
    }

    private static double mixture(double clean, double contaminated, double epsilon) {
        if (epsilon == 0) {
            return clean;
        }
        double more = contaminated - clean;
        if (more < -LOST) {
            return clean + Math.log(1 - epsilon);
        }
        return more > LOST
                ? contaminated + Math.log(epsilon + (1 - epsilon) * Math.exp(-more))
                : clean + Math.log(1 - epsilon + epsilon * Math.exp(more));
    }
}
