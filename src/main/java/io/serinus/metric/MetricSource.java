package io.serinus.metric;

/** Port: where raw counters come from. Implementations are called by one thread at a time. */
public interface MetricSource {

    /**
     * The counters that the query asks for, complete or not at all: a partial answer is a failure.
     *
     * @throws SourceUnavailableException if the backend did not answer completely in time; the message says what happened
     *     in words that a person can act on
     */
    Snapshot snapshot(SnapshotQuery query) throws SourceUnavailableException;

    /**
     * The same counters as they stood at times that have passed, in fewer queries than asking for each time by itself. May be
     * called by any thread; what it returns is used beside this source.
     */
    default MetricSource past(PastSpan span) {
        return this;
    }

    /**
     * Whether an instance is the pod that served the requests it counts, so that its age is that of the pod, and
     * mirrored requests are counted too; otherwise it is a caller's or a waypoint's proxy.
     */
    default boolean countsWhereServed() {
        return false;
    }
}
