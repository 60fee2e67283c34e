package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a {@link JudgeState}.
 *
 * @param traffic who got requests when
 * @param last the latest observation of what happened; null before the first
 * @param intervals how many have ended
 * @param knowledge what is known of the baseline before the canary is judged
 * @param streams those that have begun, in no particular order
 * @param levels one per custom metric that is judged sequentially
 * @param windows one per metric that is judged at the end of each step
 * @param share whether the canary gets the share that its weight says
 * @param copy whether the copy of the baseline is fit to be compared with; nothing is counted where there is none
 * @param counts how certain the counts were
 * @param durations of both versions since the warm-up
 * @param failure null unless harm has been proved
 */
record Memory(
        Traffic traffic,
        @Nullable Observation last,
        long intervals,
        Knowledge knowledge,
        List<StreamState> streams,
        List<LevelState> levels,
        List<Window> windows,
        ShareWatch share,
        CopyWatch copy,
        CountsWatch counts,
        Compared<LatencyCounts> durations,
        @Nullable Failure failure) {

    /**
     * The moment harm was proved; nothing takes it back.
     *
     * @param reason the sentence as of then
     * @param metrics indices of the metrics to blame; none where the traffic share is
     */
    record Failure(String reason, List<Integer> metrics) {
        Failure {
            metrics = List.copyOf(metrics);
        }
    }

    Memory {
        streams = List.copyOf(streams);
        levels = List.copyOf(levels);
        windows = List.copyOf(windows);
    }

    /** Whether streams other than those for gross failure have begun for the metric. */
    boolean hasBegun(int metric) {
        return finer().anyMatch(stream -> stream.metric() == metric);
    }

    /** Whether such streams have begun for any metric. */
    boolean hasBegun() {
        return finer().findAny().isPresent();
    }

    private java.util.stream.Stream<Stream> finer() {
        return streams.stream()
                .map(StreamState::stream)
                .filter(stream -> !(stream.subject() instanceof Stream.Subject.Outage));
    }

    /** Without counts. */
    Memory interrupted(Observation observation) {
        return new Memory(
                traffic.observed(observation.at()),
                observation,
                intervals,
                knowledge,
                streams,
                levels,
                windows,
                share.interrupted(),
                copy,
                counts,
                durations,
                failure);
    }

    Memory with(Knowledge better) {
        return new Memory(
                traffic, last, intervals, better, streams, levels, windows, share, copy, counts, durations, failure);
    }

    Memory with(Failure proved) {
        return new Memory(
                traffic, last, intervals, knowledge, streams, levels, windows, share, copy, counts, durations, proved);
    }
}
