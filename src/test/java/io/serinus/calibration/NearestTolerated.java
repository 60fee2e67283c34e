package io.serinus.calibration;

import java.util.function.DoubleUnaryOperator;

/**
 * Of all pairs of distributions that a set of tolerances accepts, the one that is hardest to tell from a given pair.
 *
 * <p>Requests fall into classes, by their durations from the fastest to the slowest. The j-th tolerance accepts a canary of
 * which at most {@code ratio[j] * S1 + difference[j]} requests fall into the classes above j, where S1 is the fraction of
 * the baseline's. The divergence is {@code weight * KL(baseline) + KL(canary)}, in nats per request of the canary.
 *
 * <p>It is minimized through its Lagrangian dual, coordinate by coordinate. The pair that results is then moved as far as
 * it takes to be accepted for certain; so the divergence returned is that of an accepted pair, never less than the least.
 */
final class NearestTolerated {
    private static final int MAX_SWEEPS = 40;
    private static final int HALVINGS = 60;
    /** Relative change of all multipliers in a sweep from which on there is nothing left to gain. */
    private static final double SETTLED = 1e-9;

    private final double weight;
    private final double[] baseline;
    private final double[] canary;
    private final double[] ratio;
    private final double[] difference;
    private final double[] multipliers;

    private NearestTolerated(double weight, double[] baseline, double[] canary, double[] ratio, double[] difference) {
        this.weight = weight;
        this.baseline = baseline;
        this.canary = canary;
        this.ratio = ratio;
        this.difference = difference;
        this.multipliers = new double[ratio.length];
    }

    /**
     * The divergence of the pair from the nearest accepted one; 0 if it is accepted itself.
     *
     * @param weight requests of the baseline per request of the canary
     * @param baseline probability of each class, all positive
     * @param canary probability of each class, all positive
     * @param ratio one per class but the last
     * @param difference one per class but the last
     */
    static double divergence(double weight, double[] baseline, double[] canary, double[] ratio, double[] difference) {
        var search = new NearestTolerated(weight, baseline, canary, ratio, difference);
        return search.accepts(baseline, canary) ? 0 : search.minimize();
    }

    /** Kullback-Leibler divergence, in nats. */
    static double divergence(double[] p, double[] from) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += p[k] == 0 ? 0 : p[k] * StrictMath.log(p[k] / from[k]);
        }
        return sum;
    }

    private double minimize() {
        boolean isSettled = false;
        for (int sweep = 0; sweep < MAX_SWEEPS && !isSettled; sweep++) {
            isSettled = true;
            for (int j = 0; j < multipliers.length; j++) {
                double before = multipliers[j];
                adjust(j);
                isSettled &= Math.abs(multipliers[j] - before) <= SETTLED * before;
            }
        }
        double[] first = nearestBaseline();
        double[] second = accepted(first, nearestCanary());
        return weight * divergence(baseline, first) + divergence(canary, second);
    }

    /** Sets one multiplier so that its tolerance is just met, or to 0 if it is met anyway. */
    private void adjust(int j) {
        multipliers[j] = 0;
        if (violation(j) <= 0) {
            return;
        }
        double high = 1e-3;
        multipliers[j] = high;
        while (violation(j) > 0 && high < 1e9) {
            high *= 2;
            multipliers[j] = high;
        }
        multipliers[j] = root(0, high, value -> {
            multipliers[j] = value;
            return violation(j);
        });
    }

    private double violation(int j) {
        return excess(j, nearestBaseline(), nearestCanary());
    }

    private double excess(int j, double[] first, double[] second) {
        return above(j, second) - ratio[j] * above(j, first) - difference[j];
    }

    private boolean accepts(double[] first, double[] second) {
        for (int j = 0; j < ratio.length; j++) {
            if (excess(j, first, second) > 0) {
                return false;
            }
        }
        return true;
    }

    /** The canary moved towards the baseline until it is accepted beside it. */
    private double[] accepted(double[] first, double[] second) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS && !accepts(first, mixed(low, first, second)); i++) {
            double middle = (low + high) / 2;
            if (accepts(first, mixed(middle, first, second))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return mixed(accepts(first, mixed(low, first, second)) ? low : high, first, second);
    }

    private static double[] mixed(double share, double[] first, double[] second) {
        double[] mixed = new double[first.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = share * first[k] + (1 - share) * second[k];
        }
        return mixed;
    }

    /** {@code weight * p / (level - cost)}, the costs being what the slow classes earn. */
    private double[] nearestBaseline() {
        double[] gains = new double[baseline.length];
        for (int k = 1; k < gains.length; k++) {
            gains[k] = gains[k - 1] + multipliers[k - 1] * ratio[k - 1];
        }
        double[] gaps = new double[gains.length];
        for (int k = 0; k < gaps.length; k++) {
            gaps[k] = gains[gains.length - 1] - gains[k];
        }
        return normalized(weight, baseline, gaps);
    }

    private double[] nearestCanary() {
        double[] costs = new double[canary.length];
        for (int k = 1; k < costs.length; k++) {
            costs[k] = costs[k - 1] + multipliers[k - 1];
        }
        return normalized(1, canary, costs);
    }

    /** {@code scale * p / (level + cost)} with the level at which it sums to 1; the least cost is 0. */
    private static double[] normalized(double scale, double[] p, double[] costs) {
        double level = root(0, scale, candidate -> sum(scale, p, costs, candidate) - 1);
        double[] result = new double[p.length];
        for (int k = 0; k < p.length; k++) {
            result[k] = scale * p[k] / (level + costs[k]);
        }
        return result;
    }

    private static double sum(double scale, double[] p, double[] costs, double level) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            sum += scale * p[k] / (level + costs[k]);
        }
        return sum;
    }

    /** Of a falling function, positive at the low end; the end of the bracket where it is not positive. */
    private static double root(double low, double high, DoubleUnaryOperator falling) {
        double from = low;
        double to = high;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (from + to) / 2;
            if (middle == from || middle == to) {
                break;
            }
            if (falling.applyAsDouble(middle) > 0) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return to;
    }

    private static double above(int j, double[] p) {
        double sum = 0;
        for (int k = j + 1; k < p.length; k++) {
            sum += p[k];
        }
        return sum;
    }
}
