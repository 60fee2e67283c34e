package io.serinus.simulation;

import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.Reporter;
import io.serinus.metric.RequestSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What one scrape of one proxy brought. */
sealed interface Scrape {

    /** Nothing: the target was gone or did not answer. Its series end here until the next good scrape. */
    record Failed() implements Scrape {}

    /**
     * All counters of the proxy.
     *
     * @param age the proxy's age
     * @param called what it counted as the caller's proxy
     * @param served what it counted as the called pod's own
     */
    record Sample(Duration age, Counters called, Counters served) implements Scrape {}

    /**
     * The counters of one reporter.
     *
     * @param requests cumulative requests
     * @param buckets cumulative requests per bound of {@link DurationHistogram#BOUNDS_MILLIS}
     * @param totals requests of each histogram, in all buckets
     */
    record Counters(
            Map<RequestSeries, Long> requests, Map<LatencySeries, long[]> buckets, Map<LatencySeries, Long> totals) {

        LatencyCounts latency(LatencySeries series) {
            long[] cumulative = buckets.getOrDefault(series, new long[DurationHistogram.BOUNDS_MILLIS.size()]);
            var atMost = new HashMap<Double, Long>();
            for (int i = 0; i < cumulative.length; i++) {
                atMost.put(DurationHistogram.BOUNDS_MILLIS.get(i), cumulative[i]);
            }
            return new LatencyCounts(atMost, totals.getOrDefault(series, 0L));
        }

        private static Counters of(SimulatedProxy proxy, Reporter reporter) {
            var requests = new HashMap<RequestSeries, Long>();
            var buckets = new HashMap<LatencySeries, long[]>();
            var totals = new HashMap<LatencySeries, Long>();
            proxy.counters().forEach((series, counter) -> {
                if (series.reporter() == reporter) {
                    requests.merge(
                            new RequestSeries(proxy.instance(), series.target(), series.outcome()),
                            counter.requests(),
                            Long::sum);
                    var latency = new LatencySeries(proxy.instance(), series.target());
                    buckets.merge(latency, counter.cumulative(), Counters::sum);
                    totals.merge(latency, counter.requests(), Long::sum);
                }
            });
            return new Counters(requests, buckets, totals);
        }

        private static long[] sum(long[] one, long[] other) {
            long[] sum = one.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += other[i];
            }
            return sum;
        }
    }

    static Scrape of(SimulatedProxy proxy, Instant at) {
        return proxy.isReachable()
                ? new Sample(
                        proxy.uptime(at), Counters.of(proxy, Reporter.SOURCE), Counters.of(proxy, Reporter.DESTINATION))
                : new Failed();
    }
}
