package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A single backend, of which one reporter's counters are known: of a simulated mesh, for example.
 *
 * @param delay how long a sample takes until it is shown
 */
public record OneBackend(
        Reporter counted, MetricSource metrics, HistorySource past, LevelSource numbers, Duration delay)
        implements Backends {
    public OneBackend {
        requireNonNull(counted, "counted is null");
        requireNonNull(metrics, "metrics is null");
        requireNonNull(past, "past is null");
        requireNonNull(numbers, "numbers is null");
        requireNonNull(delay, "delay is null");
    }

    @Override
    public Set<String> names() {
        return Set.of(DEFAULT);
    }

    @Override
    public MetricSource counters(Origin origin) {
        return metrics;
    }

    @Override
    public HistorySource history(String backend) {
        return past;
    }

    @Override
    public LevelSource levels(String backend) {
        return numbers;
    }

    @Override
    public Duration delay(String backend) {
        return delay;
    }

    @Override
    public Optional<Reporter> reporter(String backend) {
        return Optional.of(counted);
    }

    @Override
    public Set<Reporter> reporters(String backend, Set<String> hosts, Instant at) {
        return Set.of(counted);
    }
}
