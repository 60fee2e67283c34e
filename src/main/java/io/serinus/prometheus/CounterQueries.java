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

    private static final Sum NATIVE =
            new Sum("sum by (" + DESTINATION + ", " + IDENTITY + ") (", "istio_request_duration_milliseconds", "");

    private static final String AGE = "envoy_server_uptime";
    private static final Duration SAMPLED = Duration.ofMinutes(5);

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

    /** One sum of series: its head, the metric, and what else its selector says. */
    private record Sum(String head, String metric, String matcher) {}

    /** Cumulative requests by outcome. */
    List<String> requests(SnapshotQuery query) {
        var sum = new Sum(
                "sum by (" + DESTINATION + ", " + OUTCOME + ", " + IDENTITY + ") (", "istio_requests_total", "");
        return counters(query.form(), query.hosts(), List.of(sum));
    }

    /** Cumulative buckets of these hosts at the bounds wanted and at infinity. */
    List<String> latency(SnapshotQuery query, Set<String> hosts, BucketBounds bounds) {
        return counters(query.form(), hosts, List.of(classic(bounds)));
    }

    /** Native histograms of these hosts, whole. */
    List<String> nativeLatency(SnapshotQuery query, Set<String> hosts) {
        return counters(query.form(), hosts, List.of(NATIVE));
    }

    /** Histograms of these hosts in whichever form there are, told apart by their label {@code le}. */
    List<String> latencyOfAnyForm(SnapshotQuery query, Set<String> hosts, BucketBounds bounds) {
        return counters(query.form(), hosts, List.of(classic(bounds), NATIVE));
    }

    private static Sum classic(BucketBounds bounds) {
        String matcher = switch (bounds) {
            case BucketBounds.None _ -> throw new IllegalArgumentException("no bounds are wanted");
            case BucketBounds.Exactly(Set<Double> millis) -> ",le=~" + string(bounds(millis));
            case BucketBounds.All _ -> "";
        };
        return new Sum(
                "sum by (" + DESTINATION + ", le, " + IDENTITY + ") (",
                "istio_request_duration_milliseconds_bucket",
                matcher);
    }

    /** Seconds that each proxy has been running; of last known values the most, so that no older process stays hidden. */
    List<String> ages(SnapshotQuery query) {
        String head = "max by (" + IDENTITY + ") ";
        return switch (query.form()) {
            case SnapshotQuery.Form.Current _ -> List.of(head + "(" + AGE + ")");
            case SnapshotQuery.Form.LastKnown(Duration lookback, Set<Instance> only) -> {
                Function<List<String>, String> text = instances -> head + "(max_over_time(" + AGE
                        + (instances.isEmpty() ? "" : "{instance=~" + string(anyOf(instances)) + "}")
                        + range(lookback) + "))";
                yield parts(names(only), maxBytes, text).stream().map(text).toList();
            }
        };
    }

    /**
     * How old the newest sample is, labelled {@code of="age"}, and how far apart samples are, {@code of="interval"}; both in
     * seconds, and no worse of nine in ten proxies. The time between samples comes from what the proxies themselves say of
     * their age, so that it is the same however late they are; that of a proxy that restarted is no time between samples.
     */
    static String freshness(boolean withInterval) {
        // VictoriaMetrics' timestamp() sees through the marks of what has ended, so the series itself must be there,
        // too.
        String age = labelled("(time() - timestamp(" + AGE + ")) and on (" + IDENTITY + ") " + AGE, "age");
        String samples = AGE + range(SAMPLED);
        return withInterval
                ? age + " or "
                        + labelled(
                                "(max_over_time(" + samples + ") - min_over_time(" + samples + ")) / (count_over_time("
                                        + samples + ") - 1) > 0 <= " + SAMPLED.toSeconds(),
                                "interval")
                : age;
    }

    private static String labelled(String seconds, String of) {
        return "label_replace(quantile(0.9, " + seconds + "), \"of\", \"" + of + "\", \"\", \"\")";
    }

    private List<String> counters(SnapshotQuery.Form form, Set<String> allHosts, List<Sum> sums) {
        return switch (form) {
            case SnapshotQuery.Form.Current _ -> {
                Function<List<String>, String> text = hosts ->
                        union(sums, sum -> sum.head + selector(sum.metric, hosts, sum.matcher, List.of()) + ")");
                yield parts(allHosts, maxBytes, sums.size(), text).stream()
                        .map(text)
                        .toList();
            }
            case SnapshotQuery.Form.LastKnown(Duration lookback, Set<Instance> only) -> {
                var queries = new ArrayList<String>();
                int forHosts = only.isEmpty() ? maxBytes : maxBytes / 2;
                Function<List<String>, String> all = hosts -> lastKnown(sums, hosts, List.of(), lookback);
                for (List<String> hosts : parts(allHosts, forHosts, sums.size(), all)) {
                    Function<List<String>, String> text = instances -> lastKnown(sums, hosts, instances, lookback);
                    parts(names(only), maxBytes, sums.size(), text)
                            .forEach(instances -> queries.add(text.apply(instances)));
                }
                yield queries;
            }
        };
    }

    private String lastKnown(List<Sum> sums, List<String> hosts, List<String> instances, Duration lookback) {
        return union(
                sums,
                sum -> sum.head + "last_over_time(" + selector(sum.metric, hosts, sum.matcher, instances)
                        + range(lookback) + "))");
    }

    private static String union(List<Sum> sums, Function<Sum, String> text) {
        return sums.stream().map(text).collect(Collectors.joining(" or "));
    }

    private String selector(String metric, List<String> hosts, String matcher, List<String> instances) {
        return metric + "{reporter=" + string(reporter.label()) + ",destination_service=~" + string(anyOf(hosts))
                + matcher + (instances.isEmpty() ? "" : ",instance=~" + string(anyOf(instances))) + "}";
    }

    /** The values in order, in as few lists as the length of their query texts allows; one empty list if there are none. */
    private static List<List<String>> parts(
            Collection<String> values, int maxBytes, Function<List<String>, String> text) {
        return parts(values, maxBytes, 1, text);
    }

    /** As above, of texts in which every value stands so many times. */
    private static List<List<String>> parts(
            Collection<String> values, int maxBytes, int times, Function<List<String>, String> text) {
        int frame = bytes(text.apply(List.of("")));
        var parts = new ArrayList<List<String>>();
        var part = new ArrayList<String>();
        int length = frame;
        for (String value : new TreeSet<>(values)) {
            int more = times * bytes(string(QueryText.regexQuoted(value)));
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
