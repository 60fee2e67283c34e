package io.serinus.calibration;

/** A distribution of request durations. */
@FunctionalInterface
interface Latency {
    double MEDIAN_MILLIS = 60;
    double SIGMA = 0.6;
    /** The 95th percentile of {@link #BODY}, in ms. */
    double P95_MILLIS = MEDIAN_MILLIS * StrictMath.exp(SIGMA * Normal.P95);

    /** Lognormal. */
    Latency BODY = millis -> Normal.survival(StrictMath.log(millis / MEDIAN_MILLIS) / SIGMA);

    /** The fraction of requests that take longer than so many milliseconds, 0..1. */
    double slowerThan(double millis);

    /** Every request takes so many times as long. */
    default Latency times(double factor) {
        return millis -> slowerThan(millis / factor);
    }

    /** Every request that took longer than the bound takes so many times as long. */
    default Latency beyond(double boundMillis, double factor) {
        return millis -> {
            if (millis <= boundMillis) {
                return slowerThan(millis);
            }
            return slowerThan(Math.max(boundMillis, millis / factor));
        };
    }

    /** A fraction of all requests takes exactly so many milliseconds instead. */
    default Latency except(double fraction, double slowMillis) {
        return millis -> (1 - fraction) * slowerThan(millis) + (millis < slowMillis ? fraction : 0);
    }
}
