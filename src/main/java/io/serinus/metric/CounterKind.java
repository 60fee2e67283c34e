package io.serinus.metric;

import java.util.TreeMap;

/**
 * What the difference rules must know about one kind of cumulative value.
 *
 * @param <S> the identity of a series
 * @param <V> its cumulative value
 */
interface CounterKind<S, V> {
    CounterKind<RequestSeries, Long> REQUESTS = new CounterKind<>() {
        @Override
        public Instance instance(RequestSeries series) {
            return series.instance();
        }

        @Override
        public long total(Long value) {
            return value;
        }

        @Override
        public Long since(Long now, Long before) {
            return now - before;
        }
    };

    CounterKind<LatencySeries, LatencyCounts> LATENCY = new CounterKind<>() {
        @Override
        public Instance instance(LatencySeries series) {
            return series.instance();
        }

        @Override
        public long total(LatencyCounts value) {
            return value.total();
        }

        @Override
        public LatencyCounts since(LatencyCounts now, LatencyCounts before) {
            // Bounds change only with the process: what is common to both tells nothing about either.
            if (!now.atMost().keySet().equals(before.atMost().keySet())) {
                return LatencyCounts.NONE;
            }
            var buckets = new TreeMap<Double, Long>();
            now.atMost()
                    .forEach((bound, count) ->
                            buckets.put(bound, count - before.atMost().getOrDefault(bound, 0L)));
            return LatencyCounts.repaired(buckets, now.total() - before.total());
        }
    };

    /** Who counted. */
    Instance instance(S series);

    /** All requests of the value; births and restarts are decided on it, once for all buckets of a histogram. */
    long total(V value);

    /** What was counted between two values of one process; {@code now} has at least the total of {@code before}. */
    V since(V now, V before);
}
