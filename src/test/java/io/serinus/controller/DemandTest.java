package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.BucketBounds;
import io.serinus.template.Bounds;
import io.serinus.template.LatencyLimit;
import io.serinus.template.Margin;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Role;
import io.serinus.template.Sensitivity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemandTest {
    private static final Bounds FAST = new Bounds.Fixed(List.of(100.0));
    private static final Bounds SLOW = new Bounds.Fixed(List.of(1_000.0));

    @Test
    void wantsTheFixedBoundsOfAllMetrics() {
        assertThat(Demand.bounds(List.of(latency(FAST), latency(SLOW))))
                .isEqualTo(BucketBounds.exactly(Set.of(100.0, 1_000.0)));
    }

    @Test
    void wantsNoHistogramWithoutALatencyMetric() {
        assertThat(Demand.bounds(List.of())).isEqualTo(BucketBounds.none());
    }

    @Test
    void wantsAllBoundsWhereOneIsStillToBeChosen() {
        assertThat(Demand.bounds(List.of(latency(FAST), latency(Bounds.Range.DEFAULT))))
                .isEqualTo(BucketBounds.all());
        assertThat(Demand.bounds(List.of(latency(FAST, new LatencyLimit(0.99, 300)))))
                .as("the first bound at or above 300 ms")
                .isEqualTo(BucketBounds.all());
    }

    private static Metric latency(Bounds bounds, LatencyLimit... slo) {
        return new Metric.Latency(
                "latency",
                Role.CRITICAL,
                1,
                Method.SEQUENTIAL,
                bounds,
                Sensitivity.STANDARD.latency(),
                new Margin(0.5, 0.01),
                List.of(slo));
    }
}
