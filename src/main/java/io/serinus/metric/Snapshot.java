package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Raw counters at one instant, as the backend holds them: cumulative since each proxy's start, never differences.
 *
 * @param at the evaluation time
 * @param requests cumulative requests per series
 * @param latency cumulative histograms per series; empty where latency was not asked for
 * @param ages how long each proxy has been running, for every proxy with a current sample, also those that count none of
 *     the series asked for. A proxy that is absent here has no current data: it is gone, or its scrape fails. Of last
 *     known values: the greatest age within the lookback, of every proxy scraped in it. Ages are never newer than the
 *     counters: every scrape that an age comes from is in the counters too, so a proxy with an age whose series are absent
 *     has none
 * @param freshness of the samples of all proxies; empty if nobody asked, or no proxy is being scraped
 */
public record Snapshot(
        Instant at,
        Map<RequestSeries, Long> requests,
        Map<LatencySeries, LatencyCounts> latency,
        Map<Instance, Duration> ages,
        Optional<Freshness> freshness) {
    /** A snapshot of samples of which nobody knows how old they are. */
    public Snapshot(
            Instant at,
            Map<RequestSeries, Long> requests,
            Map<LatencySeries, LatencyCounts> latency,
            Map<Instance, Duration> ages) {
        this(at, requests, latency, ages, Optional.empty());
    }

    public Snapshot {
        requireNonNull(at, "at is null");
        requests = Map.copyOf(requests);
        latency = Map.copyOf(latency);
        ages = Map.copyOf(ages);
        requireNonNull(freshness, "freshness is null");
    }
}
