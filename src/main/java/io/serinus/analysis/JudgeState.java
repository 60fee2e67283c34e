package io.serinus.analysis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Judge} remembers of a release. Immutable, and of bounded size however long the release runs: some 100 kB per
 * stream at most.
 */
public final class JudgeState {
    private final Traffic traffic;
    private final @Nullable Observation last;
    private final Tally openInterval;
    private final long intervals;
    private final List<StreamState> streams;
    private final @Nullable Failure failure;

    /**
     * The moment harm was proved; nothing takes it back.
     *
     * @param reason the sentence as of then
     * @param metrics indices of the metrics to blame
     */
    record Failure(String reason, List<Integer> metrics) {
        Failure {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * @param traffic who got requests when
     * @param last the latest observation that is not a change of weight; null before the first
     * @param openInterval failed requests since the last interval ended
     * @param intervals how many have ended
     * @param streams one per stream of the template, in order
     * @param failure null unless harm has been proved
     */
    JudgeState(
            Traffic traffic,
            @Nullable Observation last,
            Tally openInterval,
            long intervals,
            List<StreamState> streams,
            @Nullable Failure failure) {
        this.traffic = traffic;
        this.last = last;
        this.openInterval = openInterval;
        this.intervals = intervals;
        this.streams = List.copyOf(streams);
        this.failure = failure;
    }

    /** The tick that counted the canary's first request; empty before it. What {@link Judge#start} wants to know later. */
    public Optional<Instant> firstCanaryRequest() {
        return Optional.ofNullable(traffic.firstCanaryRequest());
    }

    Traffic traffic() {
        return traffic;
    }

    @Nullable
    Observation last() {
        return last;
    }

    Tally openInterval() {
        return openInterval;
    }

    long intervals() {
        return intervals;
    }

    List<StreamState> streams() {
        return streams;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    JudgeState withFailure(Failure proved) {
        return new JudgeState(traffic, last, openInterval, intervals, streams, proved);
    }
}
