package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What was counted for one release between two reads.
 *
 * @param requests finished requests of both versions
 * @param settled those of them that were counted by proxies which had been running for long enough all the time
 * @param latency durations of both versions since the last latency read, of such proxies; empty where latency was not read
 * @param unattributed requests to the same hosts that belong to neither version, such as those for which no endpoint was
 *     left
 * @param refused requests in counters that were discovered late: they happened before, nobody knows when, and are not
 *     counted
 * @param unreadable histograms that lack one of the bounds asked for or, where all are, have none in common with the
 *     busier ones of their version, and are not counted
 * @param proxies proxies that have ever counted requests to the release's hosts
 * @param scraped how many of them have current values
 * @param missing how many of the others may still come back, as they had current values a moment ago
 * @param returned how many have current values again after so long that they had been taken for gone
 */
public record Increments(
        Compared<RequestCounts> requests,
        Compared<RequestCounts> settled,
        Optional<Compared<LatencyCounts>> latency,
        RequestCounts unattributed,
        long refused,
        int unreadable,
        int proxies,
        int scraped,
        int missing,
        int returned) {
    public Increments {
        requireNonNull(requests, "requests is null");
        requireNonNull(settled, "settled is null");
        requireNonNull(latency, "latency is null");
        requireNonNull(unattributed, "unattributed is null");
    }

    /** Whether all that the proxies counted since the last read is here, and nothing from before it. */
    public boolean isWhole() {
        return missing == 0 && returned == 0;
    }

    /** Whether anything was counted at all. */
    public boolean isEmpty() {
        return requests.baseline().total() == 0
                && requests.canary().total() == 0
                && unattributed.total() == 0
                && latency.map(counts -> counts.baseline().total() == 0
                                && counts.canary().total() == 0)
                        .orElse(true);
    }
}
