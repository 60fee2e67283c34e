package io.serinus.prometheus;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.LatencyCounts;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The buckets of a native histogram, read as cumulative ones. Backends leave out empty buckets, so what is known is where
 * observations are not: a bound within a bucket that was hit has no count.
 */
final class NativeBuckets {
    /** Istio's own, which a native histogram made of classic buckets has. */
    private static final Set<Double> ISTIO = Set.of(
            0.5,
            1.0,
            5.0,
            10.0,
            25.0,
            50.0,
            100.0,
            250.0,
            500.0,
            1_000.0,
            2_500.0,
            5_000.0,
            10_000.0,
            30_000.0,
            60_000.0,
            300_000.0,
            600_000.0,
            1_800_000.0,
            3_600_000.0);

    /** Powers of two are bounds of every exponential histogram, unless its buckets are coarser than these. */
    private static final int POWERS = 22;

    /** In milliseconds; below is the bucket around zero. */
    private static final double SMALLEST = 1e-30;

    private final List<Bucket> buckets;
    private final long total;

    private NativeBuckets(List<Bucket> buckets, long total) {
        this.buckets = buckets;
        this.total = total;
    }

    private record Bucket(double left, double right, long count) {}

    /**
     * Reads one.
     *
     * @throws UnreadableRowException if it contradicts itself or is none of durations
     */
    static NativeBuckets of(Map<String, String> labels, NativeHistogram histogram) throws UnreadableRowException {
        long total = Labels.count(labels, histogram.count());
        var buckets = new ArrayList<Bucket>();
        double reached = Double.NEGATIVE_INFINITY;
        long sum = 0;
        for (NativeHistogram.Bucket each : histogram.buckets()) {
            Bucket bucket = bucket(labels, each);
            if (bucket.left < reached || bucket.right < bucket.left) {
                throw unreadable(labels, "has buckets that overlap");
            }
            reached = bucket.right;
            sum = Math.min(Long.MAX_VALUE / 2, sum + bucket.count);
            buckets.add(bucket);
        }
        if (sum != total) {
            throw unreadable(labels, "counts " + total + ", but its buckets " + sum);
        }
        return new NativeBuckets(buckets, total);
    }

    private static Bucket bucket(Map<String, String> labels, NativeHistogram.Bucket bucket)
            throws UnreadableRowException {
        boolean fromBelow = bucket.left().startsWith("-");
        OptionalDouble left = fromBelow ? OptionalDouble.of(Double.NEGATIVE_INFINITY) : Labels.bound(bucket.left());
        OptionalDouble right = Labels.bound(bucket.right());
        boolean closedRight = bucket.rule() == 0 || bucket.rule() == 3;
        if (left.isEmpty() || right.isEmpty() || !closedRight) {
            throw unreadable(
                    labels,
                    "has the bucket " + Shown.text(bucket.toString())
                            + ", which is not one of durations up to and with its right bound");
        }
        return new Bucket(left.getAsDouble(), right.getAsDouble(), Labels.count(labels, bucket.count()));
    }

    private static UnreadableRowException unreadable(Map<String, String> labels, String problem) {
        return new UnreadableRowException("the native histogram " + Shown.series(labels) + " " + problem
                + "; see whether recording or relabelling rules replace Istio's histograms");
    }

    /**
     * Cumulative counts. Certain bounds are absent where they are within a bucket. Of all bounds those are taken that stay
     * the same while more buckets fill: Istio's own, or powers of two; else the ones that have been hit.
     */
    LatencyCounts counts(BucketBounds wanted) {
        return switch (wanted) {
            case BucketBounds.None _ -> LatencyCounts.NONE;
            case BucketBounds.Exactly(Set<Double> millis) -> at(millis);
            case BucketBounds.All _ -> atAll();
        };
    }

    private LatencyCounts atAll() {
        var own = new TreeSet<Double>();
        for (Bucket bucket : buckets) {
            own.add(bucket.left);
            own.add(bucket.right);
        }
        own.removeIf(bound -> bound < SMALLEST || Double.isInfinite(bound));
        if (ISTIO.containsAll(own)) {
            return at(ISTIO);
        }
        var powers = new TreeSet<Double>();
        for (int exponent = 0; exponent <= POWERS; exponent++) {
            powers.add(Math.scalb(1.0, exponent));
        }
        LatencyCounts atPowers = at(powers);
        return atPowers.atMost().size() == powers.size() ? atPowers : at(own);
    }

    private LatencyCounts at(Collection<Double> bounds) {
        var counts = new TreeMap<Double, Long>();
        for (double bound : bounds) {
            OptionalLong atMost = atMost(bound);
            if (atMost.isPresent()) {
                counts.put(bound, atMost.getAsLong());
            }
        }
        return new LatencyCounts(counts, total);
    }

    private OptionalLong atMost(double bound) {
        long atMost = 0;
        for (Bucket bucket : buckets) {
            if (bucket.right <= bound) {
                atMost += bucket.count;
            } else if (bucket.left < bound && bucket.count > 0) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(atMost);
    }
}
