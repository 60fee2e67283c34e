package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.stats.Counts;
import io.serinus.stats.NoiseProfile;
import io.serinus.stats.RatioHypothesis;
import java.util.Optional;

/**
 * One comparison of bad requests that is tested on its own.
 *
 * @param metric index of the template's metric it belongs to
 * @param share its part of the metric's weight; those of a metric sum to 1
 * @param subject which requests are bad, and what they are compared with
 * @param harm what would be worse than tolerated
 * @param widenedTo the relative tolerance, as a ratio, where the baseline's own pods differ by more than the template
 *     tolerates; else 0
 * @param safety what a step must show; empty where the stream says nothing about that
 */
record Stream(
        int metric, double share, Subject subject, RatioHypothesis harm, double widenedTo, Optional<Safety> safety) {

    /** Which requests are bad, and what they are compared with. */
    sealed interface Subject {
        /** Those that failed, per interval, after the warm-up. */
        record Errors() implements Subject {}

        /** Those that failed, at every tick, from the first request on. */
        record Outage() implements Subject {}

        /** Those slower than a bound, per interval, after the warm-up. */
        record SlowerThan(double boundMillis) implements Subject {}

        /** The canary's that failed, against a fixed fraction of all. */
        record FailedBeyond(double fraction) implements Subject {}

        /** The canary's that were slower than a bound, against a fixed fraction of all. */
        record SlowerBeyond(double boundMillis, double fraction) implements Subject {}

        /** The histogram bound it needs, in ms; empty where it needs none. */
        default Optional<Double> bound() {
            return switch (this) {
                case SlowerThan(double bound) -> Optional.of(bound);
                case SlowerBeyond(double bound, double _) -> Optional.of(bound);
                case Errors _, Outage _, FailedBeyond _ -> Optional.empty();
            };
        }

        /** The fraction that the canary is held against instead of the baseline; empty where it is the baseline's. */
        default Optional<Double> limit() {
            return switch (this) {
                case FailedBeyond(double fraction) -> Optional.of(fraction);
                case SlowerBeyond(double _, double fraction) -> Optional.of(fraction);
                case Errors _, Outage _, SlowerThan _ -> Optional.empty();
            };
        }
    }

    /**
     * What a step must show: {@code p2 < ratio * p1 + impact / w} at its weight w.
     *
     * @param noise how noisy the stream is known to be; empty if nobody knows
     */
    record Safety(double ratio, double impact, Optional<NoiseProfile> noise) {
        /**
         * An increase that no step accepts, however small its weight. The impact divided by a weight of 1 % may exceed 1,
         * and then a canary without a single good request would pass.
         */
        private static final double LARGEST_INCREASE = 0.5;

        /** What must be shown before the canary gets a weight of so many percent. */
        RatioHypothesis at(int percent) {
            return Streams.known(RatioHypothesis.below(ratio, increase(impact, percent)), noise);
        }

        /** The absolute increase that is excluded before a weight of so many percent, as a fraction. */
        static double increase(double impact, int percent) {
            return Math.min(LARGEST_INCREASE, impact * 100 / percent);
        }
    }

    /** A baseline that is known exactly is one with so many times the canary's requests. */
    private static final double CERTAINTY = 1000;

    /** What is compared. */
    Counts counts(Tally tally) {
        return subject.limit()
                .map(limit -> {
                    double trials = CERTAINTY * tally.canary().total();
                    return new Counts(
                            trials,
                            trials * limit,
                            tally.canary().total(),
                            tally.canary().bad());
                })
                .orElseGet(tally::counts);
    }

    /** The durations as this stream sees them; empty if a bucket is missing. */
    Optional<Tally> slow(Compared<LatencyCounts> latency) {
        double bound = subject.bound().orElseThrow();
        return Tally.isMeasured(bound, latency) ? Optional.of(Tally.slowerThan(bound, latency)) : Optional.empty();
    }
}
