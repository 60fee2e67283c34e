package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What the baseline's own pods did before the canary came, in two halves that are as alike as pods of one version get. How
 * far they are apart says how noisy the service is.
 *
 * @param spans consecutive intervals, oldest first
 * @param firstPods pods in the first half, at least 1
 * @param secondPods pods in the second half, at least 1
 */
public record BaselineHistory(List<Span> spans, int firstPods, int secondPods) {
    public BaselineHistory {
        spans = List.copyOf(spans);
        if (firstPods < 1 || secondPods < 1) {
            throw new IllegalArgumentException(
                    "halves of " + firstPods + " and " + secondPods + " pods, expected at least one pod in each");
        }
    }

    /**
     * One interval.
     *
     * @param end when it ended
     */
    public record Span(Instant end, Half first, Half second) {
        public Span {
            requireNonNull(end, "end is null");
            requireNonNull(first, "first is null");
            requireNonNull(second, "second is null");
        }
    }

    /** What one half of the pods counted in one interval. */
    public record Half(RequestCounts requests, LatencyCounts latency) {
        public Half {
            requireNonNull(requests, "requests is null");
            requireNonNull(latency, "latency is null");
        }
    }
}
