package io.serinus.metric;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which bounds of a duration histogram are wanted, besides its total. */
public sealed interface BucketBounds {
    /** No histogram at all. */
    record None() implements BucketBounds {}

    /**
     * These; a histogram that lacks one of them is of no use.
     *
     * @param millis bounds in milliseconds, at least one
     */
    record Exactly(Set<Double> millis) implements BucketBounds {
        public Exactly {
            millis = Set.copyOf(millis);
            if (millis.isEmpty()) {
                throw new IllegalArgumentException("bounds are empty, expected at least one");
            }
        }

        @Override
        public String toString() {
            return "Exactly" + new TreeSet<>(millis);
        }
    }

    /** Every bound that a histogram has; those of different proxies may differ. */
    record All() implements BucketBounds {}

    /** No histogram at all. */
    static BucketBounds none() {
        return new None();
    }

    /** Every bound that a histogram has. */
    static BucketBounds all() {
        return new All();
    }

    /** These bounds, in milliseconds; none wants no histogram. */
    static BucketBounds exactly(Collection<Double> millis) {
        return millis.isEmpty() ? none() : new Exactly(Set.copyOf(millis));
    }

    /** What serves both. */
    default BucketBounds or(BucketBounds other) {
        return switch (this) {
            case None _ -> other;
            case All _ -> this;
            case Exactly(Set<Double> mine) ->
                switch (other) {
                    case None _ -> this;
                    case All _ -> other;
                    case Exactly(Set<Double> others) -> {
                        var union = new HashSet<>(mine);
                        union.addAll(others);
                        yield new Exactly(union);
                    }
                };
        };
    }

    /** Whether the histogram has what is wanted, if anything is; of all bounds it must have one at least. */
    default boolean isIn(LatencyCounts histogram) {
        Map<Double, Long> buckets = histogram.atMost();
        return switch (this) {
            case None _ -> false;
            case All _ -> !buckets.isEmpty();
            case Exactly(Set<Double> millis) -> buckets.keySet().containsAll(millis);
        };
    }

    /** The histogram with only what is wanted of it. */
    default LatencyCounts of(LatencyCounts histogram) {
        return switch (this) {
            case None _ -> LatencyCounts.NONE;
            case All _ -> histogram;
            case Exactly(Set<Double> millis) -> histogram.at(millis);
        };
    }
}
