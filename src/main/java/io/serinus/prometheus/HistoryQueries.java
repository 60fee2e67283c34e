package io.serinus.prometheus;

import io.serinus.metric.Instance;
import java.time.Duration;
import java.util.List;

/** The text of the queries for what the pods of one host's versions have counted themselves. */
final class HistoryQueries {
    private HistoryQueries() {}

    /** The pods that have counted requests to the host within the span, by version. */
    static String pods(String host, Duration span) {
        return "count by (" + CounterQueries.DESTINATION + ", " + CounterQueries.IDENTITY + ") (last_over_time("
                + selector("istio_requests_total", host, "") + "[" + span.toSeconds() + "s]))";
    }

    /** Cumulative requests by outcome. */
    static String requests(String host, List<Instance> pods) {
        return "sum by (" + CounterQueries.DESTINATION + ", " + CounterQueries.OUTCOME + ", " + CounterQueries.IDENTITY
                + ") (" + selector("istio_requests_total", host, among(pods)) + ")";
    }

    /** Cumulative buckets at every bound. */
    static String latency(String host, List<Instance> pods) {
        return "sum by (" + CounterQueries.DESTINATION + ", le, " + CounterQueries.IDENTITY + ") ("
                + selector("istio_request_duration_milliseconds_bucket", host, among(pods)) + ")";
    }

    /** Only a pod's own proxy knows which pod has served a request. */
    private static String selector(String metric, String host, String matcher) {
        return metric + "{reporter=\"destination\",destination_service=" + CounterQueries.string(host) + matcher + "}";
    }

    private static String among(List<Instance> pods) {
        return ",instance=~"
                + CounterQueries.string(CounterQueries.anyOf(pods.stream()
                        .map(Instance::instance)
                        .distinct()
                        .sorted()
                        .toList()));
    }
}
