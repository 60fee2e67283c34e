package io.serinus.stats;

import static java.util.Objects.requireNonNull;

/**
 * Between which values a quantile of bucketed values lies, in their unit.
 *
 * @param guaranteedLow a bucket's bound that the quantile exceeds, 0 if there is none
 * @param low lower limit under the assumption that values spread evenly within a bucket, not below the former
 * @param estimate as {@link Buckets#quantile}; NaN without values
 * @param high upper limit under the same assumption, infinite if there is none
 * @param guaranteedHigh a bucket's bound that the quantile does not exceed, infinite if there is none
 */
public record QuantileInterval(double guaranteedLow, double low, double estimate, double high, double guaranteedHigh) {

    /**
     * The interval that holds at every moment at once, from time-uniform intervals of the fraction below each bound (see
     * {@link ProportionInterval#timeUniform}). Only the bucket that holds the quantile matters, so looking at all of them
     * costs nothing. The guaranteed limits assume nothing about values within a bucket; the others do, and are for people.
     *
     * @param buckets of values that are not negative, or the limits below the first bound mean little
     * @param q in (0, 1)
     * @param alpha in (0, 1)
     * @param designEffect by which bursts inflate the variance of counts; 1 for independent values, never less
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static QuantileInterval timeUniform(Buckets buckets, double q, double alpha, double designEffect) {
        requireNonNull(buckets, "buckets is null");
        if (!(designEffect >= 1 && designEffect < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "designEffect is " + designEffect + ", expected a finite number, 1 or more");
        }
        double estimate = buckets.quantile(q);
        double guaranteedLow = 0;
        double low = Double.NaN;
        double below = 0;
        double above = 0;
        for (int k = 0; k < buckets.size(); k++) {
            var band = ProportionInterval.timeUniform(
                    buckets.cumulative(k) / designEffect, buckets.total() / designEffect, alpha);
            if (Double.isNaN(low) && band.high() >= q) {
                low = buckets.interpolate(k, above, band.high(), q);
                guaranteedLow = k == 0 ? 0 : buckets.bound(k - 1);
            }
            if (band.low() >= q) {
                return new QuantileInterval(
                        guaranteedLow, low, estimate, buckets.interpolate(k, below, band.low(), q), buckets.bound(k));
            }
            below = band.low();
            above = band.high();
        }
        double last = buckets.bound(buckets.size() - 1);
        return Double.isNaN(low)
                ? new QuantileInterval(last, last, estimate, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new QuantileInterval(
                        guaranteedLow, low, estimate, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
}
