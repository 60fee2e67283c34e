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

    private final double[] deltas;
    private final NuisanceGrid grid;
    private final double reference;
    private final double[] logClean;
    private final double[] logContaminated;

    /**
     * @param deltas log rate ratios to evaluate
     * @param grid noise to evaluate each of them with
     * @param reference log rate ratio whose binomial likelihood is divided out of every cell. It is common to all, so it
     *     cancels in every ratio of cells, and keeps sums over long runs small and precise
     */
    RatioLikelihood(double[] deltas, NuisanceGrid grid, double reference) {
        this.deltas = deltas;
        this.grid = grid;
        this.reference = reference;
        this.logClean = new double[grid.epsilonCount()];
        this.logContaminated = new double[grid.epsilonCount()];
        for (int i = 0; i < grid.epsilonCount(); i++) {
            logClean[i] = Math.log1p(-grid.epsilon(i));
            logContaminated[i] = Math.log(grid.epsilon(i));
        }
    }

    /** Cells in all: for each delta, in order, each point of the grid. */
    int size() {
        return deltas.length * grid.size();
    }

    /**
     * Log likelihood of the interval in every cell.
     *
     * @param n1 exposure of the first sample, above 0
     * @param y1 events of the first sample
     * @param n2 exposure of the second sample, above 0
     * @param y2 events of the second sample; y1 + y2 above 0
     */
    double[] evaluate(double n1, double y1, double n2, double y2) {
        double logExposureRatio = Math.log(n2) - Math.log(n1);
        double referenceOdds = reference + logExposureRatio;
        double referenceLogQ = -softPlus(-referenceOdds);
        double referenceLogP = -softPlus(referenceOdds);
        double[] cells = new double[size()];
        for (int i = 0; i < deltas.length; i++) {
            double odds = deltas[i] + logExposureRatio;
            double logQ = -softPlus(-odds);
            double logP = -softPlus(odds);
            double binomial = y2 * (logQ - referenceLogQ) + y1 * (logP - referenceLogP);
            evaluateDelta(cells, i * grid.size(), binomial, y1, y2, Math.exp(logQ), Math.exp(logP));
        }
        return cells;
    }

    private void evaluateDelta(double[] cells, int from, double binomial, double y1, double y2, double q, double p) {
        double events = y1 + y2;
        if (events <= 1) {
            // A single event has no companions to be correlated with.
            Arrays.fill(cells, from, from + grid.size(), binomial);
            return;
        }
        double contaminated = grid.hasContamination() ? binomial + dispersion(y1, y2, q, p, LARGEST_CORRELATION) : 0;
        double companions = events > 2 ? events - 1 : 1;
        int cell = from;
        for (int i = 0; i < grid.phiCount(); i++) {
            for (int j = 0; j < grid.tauCount(); j++) {
                double noise = q * p * grid.tau(j) * grid.tau(j);
                double icc = Math.min(LARGEST_CORRELATION, noise + (grid.phi(i) - 1) / companions);
                double clean = icc * (events - 1) < NEGLIGIBLE ? binomial : binomial + dispersion(y1, y2, q, p, icc);
                for (int k = 0; k < grid.epsilonCount(); k++) {
                    cells[cell++] = grid.epsilon(k) == 0
                            ? clean
                            : LogSumExp.of(logClean[k] + clean, logContaminated[k] + contaminated);
                }
            }
        }
    }

    /** Log of the beta-binomial likelihood over the binomial one. */
    private static double dispersion(double y1, double y2, double q, double p, double icc) {
        double concentration = (1 - icc) / icc;
        return GammaRatio.logExcess(concentration * q, y2)
                + GammaRatio.logExcess(concentration * p, y1)
                - GammaRatio.logExcess(concentration, y1 + y2);
    }

    /** {@code log(1 + e^x)} */
    private static double softPlus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
