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
 * @param uncertainty why the counts of each version may not be exact
 * @param elsewhere the same of what belongs to neither
 * @param proxies proxies that have ever counted requests to the release's hosts
 * @param scraped how many of them have current values
 */
public record Increments(
        Compared<RequestCounts> requests,
        Compared<RequestCounts> settled,
        Optional<Compared<LatencyCounts>> latency,
        RequestCounts unattributed,
        Compared<Uncertainty> uncertainty,
        Uncertainty elsewhere,
        int proxies,
        int scraped) {
    public Increments {
        requireNonNull(requests, "requests is null");
        requireNonNull(settled, "settled is null");
        requireNonNull(latency, "latency is null");
        requireNonNull(unattributed, "unattributed is null");
        requireNonNull(uncertainty, "uncertainty is null");
        requireNonNull(elsewhere, "elsewhere is null");
    }

    /** Whether all that the proxies counted since the last read is here, and nothing from before it. */
    public boolean isWhole() {
        return !has(Uncertainty.Kind.ABSENT) && !has(Uncertainty.Kind.RETURNED);
    }

    private boolean has(Uncertainty.Kind kind) {
        return uncertainty.baseline().has(kind) || uncertainty.canary().has(kind) || elsewhere.has(kind);
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
