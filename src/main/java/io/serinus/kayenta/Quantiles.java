package io.serinus.kayenta;

/** Sample quantiles by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996), R's default. */
final class Quantiles {
    private Quantiles() {}

    /**
     * A quantile.
     *
     * @param sorted ascending, at least one value
     * @param probability 0..1
     */
    static double of(double[] sorted, double probability) {
        double position = (sorted.length - 1) * probability;
        int below = (int) position;
        if (below + 1 >= sorted.length) {
            return sorted[sorted.length - 1];
        }
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
