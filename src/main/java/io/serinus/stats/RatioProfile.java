package io.serinus.stats;

/**
 * Log likelihood of all strata as a function of the log rate ratio, for each kind of noise. Up to a constant, which is the
 * same for every ratio and noise of one profile. Counts what it is asked for; not to be shared between threads.
 */
final class RatioProfile {
    /** Beyond this log ratio a reference far from every point in use would only cost digits. */
    private static final double FARTHEST_REFERENCE = 7;

    private final Strata strata;
    private final NuisanceGrid grid;
    private final double reference;
    private int evaluations;
    private int singleEvaluations;

    RatioProfile(Strata strata, NuisanceGrid grid) {
        this.strata = strata;
        this.grid = grid;
        this.reference = Math.clamp(crudeLogRatio(strata.total()), -FARTHEST_REFERENCE, FARTHEST_REFERENCE);
    }

    NuisanceGrid grid() {
        return grid;
    }

    /** The log ratio of the pooled rates: finite, or infinite where one sample has no events. */
    double crudeLogRatio() {
        return crudeLogRatio(strata.total());
    }

    /** At a log ratio, one number for each kind of noise. */
    double[] at(double delta) {
        evaluations++;
        return sum(new RatioLikelihood(new double[] {delta}, grid, reference));
    }

    /** One number for each log ratio, with one kind of noise only; much cheaper. */
    double[] at(int noise, double... deltas) {
        singleEvaluations += deltas.length;
        return sum(new RatioLikelihood(deltas, point(noise), reference));
    }

    /** How many log ratios were evaluated with every kind of noise. */
    int evaluations() {
        return evaluations;
    }

    /** How many log ratios were evaluated with one kind of noise. */
    int singleEvaluations() {
        return singleEvaluations;
    }

    private double[] sum(RatioLikelihood likelihood) {
        double[] sums = new double[likelihood.size()];
        for (int i = 0; i < strata.size(); i++) {
            Counts counts = strata.get(i);
            double[] cells = likelihood.evaluate(counts.n1(), counts.x1(), counts.n2(), counts.x2());
            for (int cell = 0; cell < sums.length; cell++) {
                sums[cell] += cells[cell];
            }
        }
        return sums;
    }

    private NuisanceGrid point(int noise) {
        int epsilon = noise % grid.epsilonCount();
        int tau = noise / grid.epsilonCount() % grid.tauCount();
        int phi = noise / grid.epsilonCount() / grid.tauCount();
        return NuisanceGrid.of(
                new double[] {grid.phi(phi)}, new double[] {grid.tau(tau)}, new double[] {grid.epsilon(epsilon)});
    }

    private static double crudeLogRatio(Counts total) {
        return Math.log(total.x2() / total.n2()) - Math.log(total.x1() / total.n1());
    }
}
