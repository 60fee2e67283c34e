package io.serinus.simulation;

import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
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
     * All counters that callers keep.
     *
     * @param age the proxy's age
     * @param requests cumulative requests
     * @param buckets cumulative requests per bound of {@link DurationHistogram#BOUNDS_MILLIS}
     * @param totals requests of each histogram, in all buckets
     */
    record Sample(
            Duration age,
            Map<RequestSeries, Long> requests,
            Map<LatencySeries, long[]> buckets,
            Map<LatencySeries, Long> totals)
            implements Scrape {

        LatencyCounts latency(LatencySeries series) {
            long[] cumulative = buckets.getOrDefault(series, new long[DurationHistogram.BOUNDS_MILLIS.size()]);
            var atMost = new HashMap<Double, Long>();
            for (int i = 0; i < cumulative.length; i++) {
                atMost.put(DurationHistogram.BOUNDS_MILLIS.get(i), cumulative[i]);
            }
            return new LatencyCounts(atMost, totals.getOrDefault(series, 0L));
        }
    }

    static Scrape of(SimulatedProxy proxy, Instant at) {
        if (!proxy.isReachable()) {
            return new Failed();
        }
        var requests = new HashMap<RequestSeries, Long>();
        var buckets = new HashMap<LatencySeries, long[]>();
        var totals = new HashMap<LatencySeries, Long>();
        proxy.counters().forEach((series, counter) -> {
            if (series.reporter() == Reporter.SOURCE) {
                requests.merge(
                        new RequestSeries(proxy.instance(), series.target(), series.outcome()),
                        counter.requests(),
                        Long::sum);
                var latency = new LatencySeries(proxy.instance(), series.target());
                buckets.merge(latency, counter.cumulative(), Scrape::sum);
                totals.merge(latency, counter.requests(), Long::sum);
            }
        });
        return new Sample(proxy.uptime(at), requests, buckets, totals);
    }

    private static long[] sum(long[] one, long[] other) {
        long[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }
}
