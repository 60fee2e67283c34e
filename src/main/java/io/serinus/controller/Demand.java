package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Target;
import io.serinus.metric.TargetMemory;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Bounds;
import io.serinus.template.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one release needs of the metrics backend.
 *
 * @param releaseKey its name, unique among the demands
 * @param target its two versions; where they change under the same key, the release begins anew
 * @param tick how often its requests are read, on a grid aligned to the epoch
 * @param interval how often its latency is read, on a grid aligned to the epoch
 * @param warmup the age from which on a pod's own requests are settled, where the metrics tell pods apart; zero for any
 * @param bounds what is wanted of latency histograms
 * @param levels its custom metrics, read where an interval ends
 */
public record Demand(
        String releaseKey,
        Target target,
        Duration tick,
        Duration interval,
        Duration warmup,
        BucketBounds bounds,
        LevelDemand levels) {
    /** Without warm-up and custom metrics. */
    public Demand(String releaseKey, Target target, Duration tick, Duration interval, BucketBounds bounds) {
        this(releaseKey, target, tick, interval, Duration.ZERO, bounds, LevelDemand.NONE);
    }

    public Demand {
        requireNonNull(releaseKey, "releaseKey is null");
        requireNonNull(target, "target is null");
        requirePositive("tick", tick);
        requirePositive("interval", interval);
        requireNonNull(warmup, "warmup is null");
        requireNonNull(bounds, "bounds is null");
        requireNonNull(levels, "levels is null");
    }

    /** What a release needs that has begun. */
    static Demand of(Release release) {
        Plan plan = release.plan().orElseThrow(() -> new IllegalStateException(release.id() + " has no plan"));
        AnalysisTemplate template = plan.template();
        return new Demand(
                release.id().toString(),
                plan.compared(),
                template.tick(),
                template.interval(),
                template.warmup(),
                bounds(template.metrics()),
                LevelDemand.of(release.id(), plan));
    }

    static BucketBounds bounds(List<Metric> metrics) {
        BucketBounds bounds = BucketBounds.none();
        for (Metric metric : metrics) {
            if (metric instanceof Metric.Latency latency) {
                bounds = bounds.or(bounds(latency));
            }
        }
        return bounds;
    }

    /** A limit is judged at the first bound that is not below it, which nobody knows before the histogram is read. */
    private static BucketBounds bounds(Metric.Latency latency) {
        return switch (latency.bounds()) {
            case Bounds.Fixed(List<Double> millis) ->
                latency.slo().isEmpty() ? BucketBounds.exactly(millis) : BucketBounds.all();
            case Bounds.Range _ -> BucketBounds.all();
        };
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException(name + " is " + duration + "; it must be at least 1 ms");
        }
    }

    Set<String> hosts() {
        return new TreeSet<>(List.of(target.baseline().host(), target.canary().host()));
    }

    boolean isDescribedBy(TargetMemory memory) {
        return memory.target().equals(target) && memory.bounds().equals(bounds);
    }
}
