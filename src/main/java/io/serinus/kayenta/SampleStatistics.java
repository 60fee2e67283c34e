package io.serinus.kayenta;

/**
 * One side of a metric in numbers, after points without a value and outliers have been dealt with. All are 0 if no point is
 * left.
 *
 * @param count how many points were compared
 * @param mean the arithmetic mean
 * @param standardDeviation of the sample, with n - 1 degrees of freedom; 0 for a single point
 */
public record SampleStatistics(int count, double min, double max, double mean, double standardDeviation) {
    private static final SampleStatistics NONE = new SampleStatistics(0, 0, 0, 0, 0);

    static SampleStatistics of(double[] sorted) {
        if (sorted.length == 0) {
            return NONE;
        }
        double mean = mean(sorted);
        double squares = 0;
        for (double value : sorted) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = sorted.length == 1 ? 0 : Math.sqrt(squares / (sorted.length - 1));
        return new SampleStatistics(sorted.length, sorted[0], sorted[sorted.length - 1], mean, deviation);
    }

    /** The mean, corrected for what rounding lost in the sum. */
    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double rest = 0;
        for (double value : values) {
            rest += value - mean;
        }
        return mean + rest / values.length;
    }
}
