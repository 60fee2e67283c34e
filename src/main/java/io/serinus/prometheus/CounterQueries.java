package io.serinus.prometheus;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Instance;
import io.serinus.metric.QueryText;
import io.serinus.metric.Reporter;
import io.serinus.metric.ScrapeLog;
import io.serinus.metric.SnapshotQuery;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The text of the queries, in parts that are short enough. Sums keep the labels that a series is known by and drop all
 * others; {@code job} and {@code instance} stay, because only the counters of one proxy can be subtracted from each other.
 */
final class CounterQueries {
    static final String DESTINATION =
            "destination_service, destination_version, destination_canonical_revision, destination_workload";
    static final String OUTCOME = "response_code, response_flags, grpc_response_status";
    static final String IDENTITY = "job, instance";

    private final Reporter reporter;
    private final int maxBytes;

    CounterQueries(Reporter reporter, int maxBytes) {
        this.reporter = reporter;
        this.maxBytes = maxBytes;
    }

    /** Who has counted requests to the hosts within the lookback of a release that begins. */
    static List<String> reporters(Set<String> hosts, int maxBytes) {
        Function<List<String>, String> text =
                some -> "count by (reporter) (last_over_time(istio_requests_total{destination_service=~"
                        + string(anyOf(some)) + "}" + range(ScrapeLog.LOOKBACK) + "))";
        return parts(hosts, maxBytes, text).stream().map(text).toList();
    }

    /** Cumulative requests by outcome. */
    List<String> requests(SnapshotQuery query) {
        return counters(
                query.form(),
                query.hosts(),
                "sum by (" + DESTINATION + ", " + OUTCOME + ", " + IDENTITY + ")",
                "istio_requests_total",
                "");
    }

    /** Cumulative buckets of these hosts at the bounds wanted and at infinity. */
    List<String> latency(SnapshotQuery query, Set<String> hosts, BucketBounds bounds) {
        String matcher = switch (bounds) {
            case BucketBounds.None _ -> throw new IllegalArgumentException("no bounds are wanted of " + hosts);
            case BucketBounds.Exactly(Set<Double> millis) -> ",le=~" + string(bounds(millis));
            case BucketBounds.All _ -> "";
        };
        return counters(
                query.form(),
                hosts,
                "sum by (" + DESTINATION + ", le, " + IDENTITY + ")",
                "istio_request_duration_milliseconds_bucket",
                matcher);
    }

    /** Seconds that each proxy has been running; of last known values the most, so that no older process stays hidden. */
    List<String> ages(SnapshotQuery query) {
        String head = "max by (" + IDENTITY + ") ";
        return switch (query.form()) {
            case SnapshotQuery.Form.Current _ -> List.of(head + "(envoy_server_uptime)");
            case SnapshotQuery.Form.LastKnown(Duration lookback, Set<Instance> only) -> {
                Function<List<String>, String> text = instances -> head + "(max_over_time(envoy_server_uptime"
                        + (instances.isEmpty() ? "" : "{instance=~" + string(anyOf(instances)) + "}")
                        + range(lookback) + "))";
                yield parts(names(only), maxBytes, text).stream().map(text).toList();
            }
        };
    }

    private List<String> counters(
            SnapshotQuery.Form form, Set<String> allHosts, String sum, String metric, String matcher) {
        String head = sum + " (";
        return switch (form) {
            case SnapshotQuery.Form.Current _ -> {
                Function<List<String>, String> text = hosts -> head + selector(metric, hosts, matcher, List.of()) + ")";
                yield parts(allHosts, maxBytes, text).stream().map(text).toList();
            }
            case SnapshotQuery.Form.LastKnown(Duration lookback, Set<Instance> only) -> {
                var queries = new ArrayList<String>();
                int forHosts = only.isEmpty() ? maxBytes : maxBytes / 2;
                Function<List<String>, String> all = hosts ->
                        head + "last_over_time(" + selector(metric, hosts, matcher, List.of()) + range(lookback) + "))";
                for (List<String> hosts : parts(allHosts, forHosts, all)) {
                    Function<List<String>, String> text = instances -> head + "last_over_time("
                            + selector(metric, hosts, matcher, instances) + range(lookback) + "))";
                    parts(names(only), maxBytes, text).forEach(instances -> queries.add(text.apply(instances)));
                }
                yield queries;
            }
        };
    }

    private String selector(String metric, List<String> hosts, String matcher, List<String> instances) {
        return metric + "{reporter=" + string(reporter.label()) + ",destination_service=~" + string(anyOf(hosts))
                + matcher + (instances.isEmpty() ? "" : ",instance=~" + string(anyOf(instances))) + "}";
    }

    /** The values in order, in as few lists as the length of their query texts allows; one empty list if there are none. */
    private static List<List<String>> parts(
            Collection<String> values, int maxBytes, Function<List<String>, String> text) {
        int frame = bytes(text.apply(List.of("")));
        var parts = new ArrayList<List<String>>();
        var part = new ArrayList<String>();
        int length = frame;
        for (String value : new TreeSet<>(values)) {
            int more = bytes(string(QueryText.regexQuoted(value)));
            if (!part.isEmpty() && length + more > maxBytes) {
                parts.add(List.copyOf(part));
                part.clear();
                length = frame;
            }
            part.add(value);
            length += more;
        }
        parts.add(List.copyOf(part));
        return parts;
    }

    private static Set<String> names(Set<Instance> instances) {
        return instances.stream().map(Instance::instance).collect(Collectors.toSet());
    }

    private static String range(Duration lookback) {
        return "[" + Math.max(1, lookback.plusMillis(999).toSeconds()) + "s]";
    }

    /** A regular expression that matches exactly these values. */
    static String anyOf(Collection<String> values) {
        return values.stream().map(QueryText::regexQuoted).collect(Collectors.joining("|"));
    }

    /**
     * A regular expression for the {@code le} label. Backends print the same bound as {@code 100} or {@code 100.0}, and from
     * a million on as {@code 3600000} or {@code 3.6e+06}.
     */
    static String bounds(Set<Double> boundsMillis) {
        var spellings = new ArrayList<String>();
        for (double bound : new TreeSet<>(boundsMillis)) {
            var number = BigDecimal.valueOf(bound).stripTrailingZeros();
            String plain = QueryText.regexQuoted(number.toPlainString());
            spellings.add(number.scale() <= 0 ? plain + "([.]0)?" : plain);
            int exponent = number.precision() - number.scale() - 1;
            if (exponent >= 6) {
                String digits = number.unscaledValue().toString();
                String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
                spellings.add(QueryText.regexQuoted(mantissa + "e+" + (exponent < 10 ? "0" : "") + exponent));
            }
        }
        spellings.add("[+]Inf");
        return String.join("|", spellings);
    }

    /** A PromQL string literal. */
    static String string(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
