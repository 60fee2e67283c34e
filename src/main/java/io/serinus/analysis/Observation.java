package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.BaselineHistory;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Level;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.Uncertainty;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What one tick brought for one release, in the order of time. */
public sealed interface Observation {
    /** The tick's grid time. */
    Instant at();

    /** The counters were read for the first time: what they count from now on is told, and nothing of before. */
    record Begun(Instant at) implements Observation {
        public Begun {
            requireNonNull(at, "at is null");
        }
    }

    /**
     * Exact counts since the observation before.
     *
     * @param requests finished requests of both versions; zero counts are data
     * @param settled those of them that were served by pods past their own warm-up; all of them where pods cannot be told
     *     apart
     * @param latency durations since the last interval's end, of pods past their own warm-up where they can be told apart;
     *     present exactly where this tick ends an interval
     * @param unattributed requests to the same hosts that carry neither version, such as those without an endpoint
     * @param levels of the custom metrics by name, where this tick ends an interval
     * @param isBalanced whether nothing is missing of one version that is there of the other, as it is where a version's own
     *     proxies count and one of them is not scraped, until it is taken for gone
     * @param uncertainty why the counts of each version may not be exact; decides nothing
     */
    record Counted(
            Instant at,
            Compared<RequestCounts> requests,
            Compared<RequestCounts> settled,
            Optional<Compared<LatencyCounts>> latency,
            RequestCounts unattributed,
            Map<String, Level> levels,
            boolean isBalanced,
            Compared<Uncertainty> uncertainty)
            implements Observation {
        private static final Compared<Uncertainty> CERTAIN = new Compared<>(Uncertainty.NONE, Uncertainty.NONE);

        /** An observation whose requests all carry a version and were served by settled pods, without custom metrics. */
        public Counted(Instant at, Compared<RequestCounts> requests, Optional<Compared<LatencyCounts>> latency) {
            this(at, requests, requests, latency, RequestCounts.NONE, Map.of());
        }

        /** An observation in which nothing is missing of one version alone. */
        public Counted(
                Instant at,
                Compared<RequestCounts> requests,
                Compared<RequestCounts> settled,
                Optional<Compared<LatencyCounts>> latency,
                RequestCounts unattributed,
                Map<String, Level> levels) {
            this(at, requests, settled, latency, unattributed, levels, true, CERTAIN);
        }

        public Counted {
            requireNonNull(at, "at is null");
            requireNonNull(requests, "requests is null");
            requireNonNull(settled, "settled is null");
            requireNonNull(latency, "latency is null");
            requireNonNull(unattributed, "unattributed is null");
            levels = Map.copyOf(levels);
            requireNonNull(uncertainty, "uncertainty is null");
        }

        /** The same with these levels. */
        public Counted with(Map<String, Level> measured) {
            return new Counted(at, requests, settled, latency, unattributed, measured, isBalanced, uncertainty);
        }

        /** Whether this tick ends an interval. */
        public boolean endsInterval() {
            return latency.isPresent();
        }
    }

    /** The backend answered, but none of the proxies that count this release's requests is being scraped, or they are late. */
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
     * The baseline's past has been asked for. The finer comparisons do not begin before the answer, or before the time that
     * is given to it: a controller that takes over a release in its midst would else judge uncalibrated.
     *
     * @param until when they begin without it
     */
    record Recalling(Instant at, Instant until) implements Observation {
        public Recalling {
            requireNonNull(at, "at is null");
            requireNonNull(until, "until is null");
        }
    }

    /**
     * What the baseline's pods did before the canary came. It counts if it arrives before the finer comparisons begin:
     * how noisy a service is must be known before its canary is judged, or it would be chosen to suit.
     *
     * @param history empty if the pods cannot be told apart, or could not be read
     * @param reason why it is empty, in words for a person; empty if it is not
     */
    record Remembered(Instant at, Optional<BaselineHistory> history, String reason) implements Observation {
        public Remembered {
            requireNonNull(at, "at is null");
            requireNonNull(history, "history is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Requests reach the canary in another way from now on, or the same way as before is announced again.
     *
     * @param step which of the plan's steps it is; another number than before begins another step
     * @param canaryPercent the weight that now applies, 0..100
     * @param nextPercent the weight that the evidence must justify next, 1..100
     * @param isShare whether the weight is the canary's share of all requests to the two versions, as it is unless other
     *     routes lead to them too
     */
    record WeightChanged(Instant at, int step, int canaryPercent, int nextPercent, boolean isShare)
            implements Observation {
        /** Where steps differ by their weight. */
        public WeightChanged(Instant at, int canaryPercent, int nextPercent, boolean isShare) {
            this(at, canaryPercent, canaryPercent, nextPercent, isShare);
        }

        /** A weight that need not be the canary's share of all requests. */
        public WeightChanged(Instant at, int canaryPercent, int nextPercent) {
            this(at, canaryPercent, canaryPercent, nextPercent, false);
        }

        public WeightChanged {
            requireNonNull(at, "at is null");
            if (canaryPercent < 0 || canaryPercent > 100 || nextPercent < 1 || nextPercent > 100) {
                throw new IllegalArgumentException("weights are " + canaryPercent + " and " + nextPercent);
            }
        }
    }
}
