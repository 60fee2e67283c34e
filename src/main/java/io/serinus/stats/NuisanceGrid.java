package io.serinus.stats;

import java.util.Arrays;

/**
 * The kinds of noise that a hypothesis allows for, as a grid over three parameters:
 *
 * <ul>
 *   <li>phi, at least 1: burst factor, by which events that come in bursts inflate the variance (the design effect);
 *   <li>tau, at least 0: standard deviation of the log rate ratio from interval to interval;
 *   <li>epsilon, in [0, 1): probability that an interval is contaminated, one big burst of either sample.
 * </ul>
 *
 * <p>The prior weight of a point falls by a factor of three per step along each axis and sums to 1.
 */
public final class NuisanceGrid {
    private static final double STEP_FACTOR = 3;
    private static final NuisanceGrid STANDARD =
            of(new double[] {1, 2, 4}, new double[] {0, 0.1, 0.2, 0.4}, new double[] {0, 0.1});
    private static final NuisanceGrid WITHOUT_CONTAMINATION =
            of(new double[] {1, 2, 4}, new double[] {0, 0.1, 0.2, 0.4}, new double[] {0});
    private static final NuisanceGrid WIDE =
            of(new double[] {1, 2, 4, 8, 16, 32}, new double[] {0, 0.1, 0.2, 0.4, 0.8, 1.6}, new double[] {0, 0.1});
    private static final NuisanceGrid SHARE =
            of(new double[] {1, 2, 4, 8}, new double[] {0, 0.05, 0.1, 0.2}, new double[] {0});
    private static final NuisanceGrid NONE = of(new double[] {1}, new double[] {0}, new double[] {0});

    private final double[] phi;
    private final double[] tau;
    private final double[] epsilon;
    private final double[] weights;
    private final boolean contamination;

    private NuisanceGrid(double[] phi, double[] tau, double[] epsilon) {
        this.phi = phi;
        this.tau = tau;
        this.epsilon = epsilon;
        this.contamination = Arrays.stream(epsilon).anyMatch(value -> value > 0);
        this.weights = new double[phi.length * tau.length * epsilon.length];
        double[] ofPhi = axisWeights(phi.length);
        double[] ofTau = axisWeights(tau.length);
        double[] ofEpsilon = axisWeights(epsilon.length);
        int point = 0;
        for (double byPhi : ofPhi) {
            for (double byTau : ofTau) {
                for (double byEpsilon : ofEpsilon) {
                    weights[point++] = byPhi * byTau * byEpsilon;
                }
            }
        }
    }

    /** Bursts, noise between intervals and contaminated intervals: 24 points. */
    public static NuisanceGrid standard() {
        return STANDARD;
    }

    /** As {@link #standard()}, but no interval may be dismissed as contaminated: 12 points. Faster on gross differences. */
    public static NuisanceGrid withoutContamination() {
        return WITHOUT_CONTAMINATION;
    }

    /** As {@link #standard()}, with larger bursts and more noise among the excuses: 72 points, and three times the work. */
    public static NuisanceGrid wide() {
        return WIDE;
    }

    /** For the split of all requests: larger bursts, as clients retry, but steadier ratios than of failures; 16 points. */
    public static NuisanceGrid share() {
        return SHARE;
    }

    /** Independent events only: a single point. */
    public static NuisanceGrid none() {
        return NONE;
    }

    /**
     * A grid of one's own, each axis from its likeliest value on.
     *
     * @throws IllegalArgumentException if an axis is empty or holds a value out of its range
     */
    public static NuisanceGrid of(double[] phi, double[] tau, double[] epsilon) {
        requireAxis("phi", phi, 1, Double.MAX_VALUE);
        requireAxis("tau", tau, 0, Double.MAX_VALUE);
        requireAxis("epsilon", epsilon, 0, Math.nextDown(1.0));
        return new NuisanceGrid(phi.clone(), tau.clone(), epsilon.clone());
    }

    /** The same points and weights with every tau divided by a positive number. */
    NuisanceGrid withTauDividedBy(double divisor) {
        return new NuisanceGrid(
                phi, Arrays.stream(tau).map(value -> value / divisor).toArray(), epsilon);
    }

    /** Number of points; they are ordered by phi, then tau, then epsilon. */
    int size() {
        return weights.length;
    }

    int phiCount() {
        return phi.length;
    }

    int tauCount() {
        return tau.length;
    }

    int epsilonCount() {
        return epsilon.length;
    }

    double phi(int index) {
        return phi[index];
    }

    double tau(int index) {
        return tau[index];
    }

    double epsilon(int index) {
        return epsilon[index];
    }

    /** Prior weight of a point. */
    double weight(int point) {
        return weights[point];
    }

    /** The natural logarithms of all weights. */
    double[] logWeights() {
        return Arrays.stream(weights).map(Math::log).toArray();
    }

    double largestWeight() {
        return weights[0];
    }

    boolean hasContamination() {
        return contamination;
    }

    private static double[] axisWeights(int length) {
        double[] weights = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            weights[i] = Math.pow(STEP_FACTOR, -i);
            sum += weights[i];
        }
        for (int i = 0; i < length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static void requireAxis(String name, double[] values, double least, double most) {
        if (values.length == 0) {
            throw new IllegalArgumentException(name + " is empty, expected at least one value");
        }
        for (double value : values) {
            if (!(value >= least && value <= most)) {
                throw new IllegalArgumentException(
                        name + " is " + value + ", expected a number from " + least + " to " + most);
            }
        }
    }
}
