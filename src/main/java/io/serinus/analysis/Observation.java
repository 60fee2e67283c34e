package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.RequestCounts;
import java.time.Instant;
import java.util.Optional;

/** What one tick brought for one release, in the order of time. */
public sealed interface Observation {
    /** The tick's grid time. */
    Instant at();

    /**
     * Exact counts since the observation before.
     *
     * @param requests finished requests of both versions; zero counts are data
     * @param latency durations since the last interval's end; present exactly where this tick ends an interval
     * @param unattributed requests to the same hosts that carry neither version, such as those without an endpoint
     */
    record Counted(
            Instant at,
            Compared<RequestCounts> requests,
            Optional<Compared<LatencyCounts>> latency,
            RequestCounts unattributed)
            implements Observation {
        /** An observation whose requests all carry a version. */
        public Counted(Instant at, Compared<RequestCounts> requests, Optional<Compared<LatencyCounts>> latency) {
            this(at, requests, latency, RequestCounts.NONE);
        }

        public Counted {
            requireNonNull(unattributed, "unattributed is null");
            requireNonNull(at, "at is null");
            requireNonNull(requests, "requests is null");
            requireNonNull(latency, "latency is null");
        }

        /** Whether this tick ends an interval. */
        public boolean endsInterval() {
            return latency.isPresent();
        }
    }

    /** The backend answered, but none of the proxies that count this release's requests is being scraped. */
    record Missing(Instant at, String reason) implements Observation {
        public Missing {
            requireNonNull(at, "at is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /** The backend did not answer completely. */
    record SourceDown(Instant at, String reason) implements Observation {
        public SourceDown {
            requireNonNull(at, "at is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * The canary's weight is another one from now on.
     *
     * @param canaryPercent the weight that now applies, 0..100
     * @param nextPercent the weight that the evidence must justify next, 1..100
     */
    record WeightChanged(Instant at, int canaryPercent, int nextPercent) implements Observation {
        public WeightChanged {
            requireNonNull(at, "at is null");
            if (canaryPercent < 0 || canaryPercent > 100 || nextPercent < 1 || nextPercent > 100) {
                throw new IllegalArgumentException("weights are " + canaryPercent + " and " + nextPercent);
            }
        }
    }
}
