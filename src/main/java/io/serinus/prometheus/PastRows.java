package io.serinus.prometheus;

import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The rows of a range query: those of each time as an instant query would have brought them. */
final class PastRows<R extends QueryClient.Rows> implements QueryClient.Rows {
    private final Supplier<R> fresh;
    private final Map<Instant, R> points = new HashMap<>();
    private long values;

    PastRows(Supplier<R> fresh) {
        this.fresh = fresh;
    }

    @Override
    public void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException {
        at(time).accept(labels, time, value);
    }

    @Override
    public void histogram(Map<String, String> labels, double time, NativeHistogram histogram)
            throws UnreadableRowException {
        at(time).histogram(labels, time, histogram);
    }

    @Override
    public void end(Answer answer) throws UnreadableRowException {
        QueryClient.Rows.require(answer, "matrix");
    }

    /** By their times; times without rows are absent. */
    Map<Instant, R> points() {
        return points;
    }

    /** How many values there were. */
    long values() {
        return values;
    }

    private R at(double time) {
        values++;
        return points.computeIfAbsent(Instant.ofEpochMilli(Math.round(time * 1_000)), _ -> fresh.get());
    }
}
