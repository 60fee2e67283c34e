package io.serinus.simulation;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The metrics page of one simulated proxy, in Prometheus' text format 0.0.4. */
public final class Exposition {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String DURATION = "istio_request_duration_milliseconds";

    private Exposition() {}

    /** The page as the proxy would print it at the given time, which should be the mesh's now. */
    public static String of(SimulatedProxy proxy, Instant at) {
        var page = new StringBuilder(16_384);
        page.append("# TYPE istio_requests_total counter\n");
        proxy.counters()
                .forEach((series, counter) -> line(page, "istio_requests_total", labels(series), counter.requests()));
        page.append("# TYPE ").append(DURATION).append(" histogram\n");
        proxy.counters().forEach((series, counter) -> histogram(page, labels(series), counter));
        page.append("# TYPE envoy_server_uptime gauge\n");
        line(page, "envoy_server_uptime", "", proxy.uptime(at).toSeconds());
        return page.toString();
    }

    private static void histogram(StringBuilder page, String labels, DurationHistogram counter) {
        long[] cumulative = counter.cumulative();
        for (int i = 0; i < cumulative.length; i++) {
            line(page, DURATION + "_bucket", labels + ",le=\"" + bound(i) + "\"", cumulative[i]);
        }
        line(page, DURATION + "_bucket", labels + ",le=\"+Inf\"", counter.requests());
        line(page, DURATION + "_sum", labels, counter.sumMillis());
        line(page, DURATION + "_count", labels, counter.requests());
    }

    /** Envoy prints whole bounds without a fraction and without an exponent. */
    private static String bound(int index) {
        double millis = DurationHistogram.BOUNDS_MILLIS.get(index);
        return millis == Math.rint(millis) ? Long.toString((long) millis) : Double.toString(millis);
    }

    private static void line(StringBuilder page, String name, String labels, long value) {
        page.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private static String labels(Series series) {
        return series.labels().entrySet().stream().map(Exposition::label).collect(Collectors.joining(","));
    }

    private static String label(Map.Entry<String, String> label) {
        String escaped =
                label.getValue().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return label.getKey() + "=\"" + escaped + "\"";
    }
}
