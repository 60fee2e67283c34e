package io.serinus.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.Reporter;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every recorded answer, with the status and content type it came with, and what Serinus makes of it: the exact counts, or
 * the exact sentence.
 */
class RecordedResponsesTest {
    @RegisterExtension
    static final WireMockExtension BACKEND = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String STREAM = "application/stream+json; charset=utf-8";

    /** The instant most were asked for; the snapshots are 30 seconds later. */
    private static final long AT = 1_795_239_870L;

    /** How an answer is asked for, and what is done with it. */
    enum Asked {
        /** As the request counters of a snapshot: sums by version and code. */
        REQUESTS,
        /** As the histograms of a snapshot: sums by version at the bounds 25, 100 and 250 ms, and the total. */
        LATENCY,
        /** As the ages of a snapshot: in seconds. */
        AGES,
        /** As the number of a custom metric. */
        NUMBER,
        /** As counters over the 200 seconds before: by version and code, in order of time. */
        HISTORY
    }

    /**
     * One recorded answer.
     *
     * @param at asked for, in seconds since 1970
     * @param expected what comes out
     */
    record Recorded(String file, int status, String type, Asked asked, long at, String expected) {}

    static final List<Recorded> RECORDED = List.of(
            new Recorded(
                    "prom242_error_badtime.json",
                    400,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 400, invalid parameter \"time\": Invalid time value for 'time': cannot parse \"yesterday\" to a valid timestamp"),
            new Recorded(
                    "prom242_error_manytomany.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, found duplicate series for the match group {destination_version=\"v1\"} on the right hand-side of the operation: [{__name__=\"istio_requests_total\", app= ... rce_workload=\"client-a\", source_workload_namespace=\"lab\", version=\"v1\"}];many-to-many matching not allowed: matching labels must be unique on one side"),
            new Recorded(
                    "prom242_error_notfound.txt",
                    404,
                    TEXT,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 404, 404 page not found; see whether the address has the right path before /api/v1"),
            new Recorded(
                    "prom242_error_parse.json",
                    400,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 400, invalid parameter \"query\": 1:23: parse error: unexpected \"(\" in grouping opts, expected \",\" or \")\""),
            new Recorded("prom242_error_starting.txt", 503, TEXT, Asked.REQUESTS, AT, "HTTP 503, Service Unavailable"),
            new Recorded(
                    "prom242_error_timeout.json",
                    503,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 503, query timed out in expression evaluation"),
            new Recorded(
                    "prom242_error_toomanysamples.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, query processing would load too many samples into memory in query execution; raise that limit of the backend"),
            new Recorded(
                    "prom242_error_unauthorized.txt",
                    401,
                    TEXT,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 401, Unauthorized; give credentials in a header"),
            new Recorded(
                    "prom242_instant_bucket_increments.json",
                    200,
                    JSON,
                    Asked.LATENCY,
                    AT,
                    "2 histograms: v1 <100=784, v1 <25=261, v1 <250=866, v1 all=877, v2 <100=783, v2 <25=289, v2 <250=853, v2 all=861"),
            new Recorded(
                    "prom242_instant_empty.json",
                    200,
                    JSON,
                    Asked.NUMBER,
                    AT,
                    "no series, expected one; it may have no data now."),
            new Recorded(
                    "prom242_instant_increments.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "4 series: v1 200=869, v1 500=8, v2 200=833, v2 500=28"),
            new Recorded(
                    "prom242_instant_rawrange_matrix.json",
                    200,
                    JSON,
                    Asked.NUMBER,
                    AT,
                    "the answer is values over time, expected one number; use a function over the range, such as rate()."),
            new Recorded(
                    "prom242_nan_inf.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "the value of the series {k=nan} is NaN, not a count; see whether recording or relabelling rules replace Istio's counters"),
            new Recorded(
                    "prom242_range.json",
                    200,
                    JSON,
                    Asked.HISTORY,
                    AT,
                    "v1 200: 1211 905 947 874 869, v1 500: 8 11 10 9 8, v2 200: 662 933 826 873 833, v2 500: 19 33 34 30 28"),
            new Recorded(
                    "prom242_rawrange_gap.json",
                    200,
                    JSON,
                    Asked.HISTORY,
                    AT + 330,
                    "10.0.169.118:15020v2 200: 1603 1634 1668 1693 1727 1768 1801 1831 1905 1940 2010 2040, 10.14.117.163:15020v2 200: 1721 1769 1800 1833 1871 1943 1978 2012 2044 2086 2120 2148, 10.182.212.89:15020v2 200: 1599 1642 1689 1732 1769 1809 1848 1890 1925 1995 2075 2112, 10.211.248.209:15020v2 200: 1702 1746 1790 1859 1893 1927 1962 2044 2086, 10.46.130.9:15020v2 200: 1592 1638 1677 1740 1781 1806 1878 1914 1956 1989 2029, 10.90.92.221:15020v2 200: 1639 1677 1750 1781 1861 1924 1962 1993 2021 2067 2095"),
            new Recorded("prom242_scalar.json", 200, JSON, Asked.NUMBER, AT, "1.0"),
            new Recorded(
                    "prom242_snapshot_buckets.json",
                    200,
                    JSON,
                    Asked.LATENCY,
                    AT + 30,
                    "4 histograms: svc-low-v2 <100=38, svc-low-v2 <25=9, svc-low-v2 <250=44, svc-low-v2 all=44"),
            new Recorded(
                    "prom242_snapshot_requests.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT + 30,
                    "20 series: v2 200=11523, v2 500=526"),
            new Recorded("prom242_up.json", 200, JSON, Asked.AGES, AT + 30, "1 1 1 1 1 1"),
            new Recorded("prom242_uptime.json", 200, JSON, Asked.AGES, AT + 30, "11 52 92 244 483 525"),
            new Recorded(
                    "prom353_error_badtime.json",
                    400,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 400, invalid parameter \"time\": invalid time value for 'time': cannot parse \"yesterday\" to a valid timestamp"),
            new Recorded(
                    "prom353_error_manytomany.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, found duplicate series for the match group {destination_version=\"v1\"} on the right hand-side of the operation: [{__name__=\"istio_requests_total\", app= ... rce_workload=\"client-a\", source_workload_namespace=\"lab\", version=\"v1\"}];many-to-many matching not allowed: matching labels must be unique on one side"),
            new Recorded(
                    "prom353_error_parse.json",
                    400,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 400, invalid parameter \"query\": 1:23: parse error: unexpected \"(\" in grouping opts, expected \",\" or \")\""),
            new Recorded(
                    "prom353_error_timeout.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, expanding series: context deadline exceeded"),
            new Recorded("prom353_infos.json", 200, JSON, Asked.NUMBER, AT, "167.23423960109702"),
            new Recorded(
                    "prom353_instant_bucket_increments.json",
                    200,
                    JSON,
                    Asked.LATENCY,
                    AT,
                    "2 histograms: v1 <100=783, v1 <25=262, v1 <250=865, v1 all=876, v2 <100=774, v2 <25=289, v2 <250=840, v2 all=848"),
            new Recorded(
                    "prom353_instant_empty.json",
                    200,
                    JSON,
                    Asked.NUMBER,
                    AT,
                    "no series, expected one; it may have no data now."),
            new Recorded(
                    "prom353_instant_increments.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "4 series: v1 200=867, v1 500=9, v2 200=820, v2 500=28"),
            new Recorded(
                    "prom353_snapshot_buckets.json",
                    200,
                    JSON,
                    Asked.LATENCY,
                    AT + 30,
                    "4 histograms: svc-low-v2 <100=38, svc-low-v2 <25=9, svc-low-v2 <250=44, svc-low-v2 all=44"),
            new Recorded(
                    "prom353_warnings.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "the answer is incomplete: PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:20)"),
            new Recorded(
                    "vm1145_error_badtime.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, cannot parse time=yesterday: cannot parse duration \"yesterday\""),
            new Recorded(
                    "vm1145_error_manytomany.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, error when executing query=\"istio_requests_total{job=\\\"istio5\\\",destination_service_name=\\\"svc-mix\\\"} / on(destination_version) istio_requests_total{j ... principal=\"spiffe://cluster.local/ns/lab/sa/client-a\", source_version=\"v1\", source_workload=\"client-a\", source_workload_namespace=\"lab\", version=\"v1\"}"),
            new Recorded(
                    "vm1145_error_notfound.txt",
                    400,
                    TEXT,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 400, unsupported path requested: \"/select/0/prometheus/api/v1/query\"; see whether the address has the right path before /api/v1"),
            new Recorded(
                    "vm1145_error_parse.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, error when executing query=\"sum by (response_code (rate(istio_requests_total[1m]))\" for (time=1795239870000, step=300000): ModifierExpr: identList: unexpected token \"(\"; want \",\", \")\"; unparsed data: \"(rate(istio_requests_total[1m]))\""),
            new Recorded("vm1145_error_timeout.json", 200, JSON, Asked.NUMBER, AT, "8739870.0"),
            new Recorded(
                    "vm1145_error_toolongquery.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, too long query; got 22073 bytes; mustn't exceed `-search.maxQueryLen=16384` bytes; lower the longest query allowed"),
            new Recorded(
                    "vm1145_instant_bucket_increments.json",
                    200,
                    JSON,
                    Asked.LATENCY,
                    AT,
                    "2 histograms: v1 <100=812, v1 <25=268, v1 <250=897, v1 all=908, v2 <100=779, v2 <25=281, v2 <250=847, v2 all=855"),
            new Recorded(
                    "vm1145_instant_empty.json",
                    200,
                    JSON,
                    Asked.NUMBER,
                    AT,
                    "no series, expected one; it may have no data now."),
            new Recorded(
                    "vm1145_instant_increments.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "4 series: v1 200=900, v1 500=8, v2 200=826, v2 500=29"),
            new Recorded(
                    "vm1145_instant_rawrange_matrix.json",
                    200,
                    STREAM,
                    Asked.NUMBER,
                    AT,
                    "the answer is values over time, expected one number; use a function over the range, such as rate()."),
            new Recorded(
                    "vm1145_nan_inf.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "the value of the series {k=inf} is +Inf, not a count; see whether recording or relabelling rules replace Istio's counters"),
            new Recorded(
                    "vm1145_range.json",
                    200,
                    JSON,
                    Asked.HISTORY,
                    AT,
                    "v1 200: 1142 910 949 852 900, v1 500: 8 10 10 10 8, v2 200: 584 971 782 904 826, v2 500: 18 31 34 29 29"),
            new Recorded(
                    "vm1145_rawrange_with_nan.json",
                    200,
                    STREAM,
                    Asked.HISTORY,
                    AT + 330,
                    "the value of the series {__name__=istio_requests_total, app=svc-gap, connection_security_policy=mutual_tls, destination_app=svc-gap, destination_canonical_revision=v2, destination_canonical_service=svc-gap, destination_cluster=Kubernetes, destination_principal=spiffe://cluster.local/ns/lab/sa/svc-gap, destination_service=s... is NaN, not a count; see whether recording or relabelling rules replace Istio's counters"),
            new Recorded("vm1145_scalar.json", 200, JSON, Asked.NUMBER, AT, "1.0"),
            new Recorded(
                    "vm1145_snapshot_requests.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT + 30,
                    "20 series: v2 200=11438, v2 500=527"),
            new Recorded(
                    "vm179_error_badtime.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, cannot parse \"time\"=\"yesterday\": parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"yesterday\" as \"2006\""),
            new Recorded(
                    "vm179_error_manytomany.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, error when executing query=\"istio_requests_total{job=\\\"istio5\\\",destination_service_name=\\\"svc-mix\\\"} / on(destination_version) istio_requests_total{j ... principal=\"spiffe://cluster.local/ns/lab/sa/client-a\", source_version=\"v1\", source_workload=\"client-a\", source_workload_namespace=\"lab\", version=\"v2\"}"),
            new Recorded(
                    "vm179_error_parse.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, error when executing query=\"sum by (response_code (rate(istio_requests_total[1m]))\" for (time=1795239870000, step=300000): identList: unexpected token \"(\"; want \",\", \")\"; unparsed data: \"(rate(istio_requests_total[1m]))\""),
            new Recorded(
                    "vm179_error_timeout.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, error when executing query=\"sum(count_over_time({__name__=~\\\"istio.+\\\"}[10m:1s]))\" for (time=1795239870000, step=300000): cannot evaluate \"count_over_ ... g data block #96160 from storage: 0.005 seconds (elapsed 1.212 seconds); the timeout can be adjusted with `-search.maxQueryDuration` command-line flag"),
            new Recorded(
                    "vm179_error_toomanyseries.json",
                    422,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "HTTP 422, error when executing query=\"sum by (response_code)(last_over_time(istio_requests_total[1m]))\" for (time=1795239900000, step=300000): search error afte ... ther narrow down the search or increase -search.max* command-line flag values at vmselect; see https://docs.victoriametrics.com/#resource-usage-limits; raise that limit of the backend"),
            new Recorded(
                    "vm179_instant_empty.json",
                    200,
                    JSON,
                    Asked.NUMBER,
                    AT,
                    "no series, expected one; it may have no data now."),
            new Recorded(
                    "vm179_instant_increments.json",
                    200,
                    JSON,
                    Asked.REQUESTS,
                    AT,
                    "4 series: v1 200=867, v1 500=8, v2 200=865, v2 500=29"));

    @ParameterizedTest
    @FieldSource("RECORDED")
    void readsOrRefusesWhatWasRecorded(Recorded recorded) throws Exception {
        var answer = aResponse()
                .withStatus(recorded.status)
                .withHeader("Content-Type", recorded.type)
                .withBody(RecordedServer.recorded(recorded.file));
        BACKEND.stubFor(post(anyUrl()).willReturn(okJson(RecordedServer.EMPTY)));
        String about = switch (recorded.asked) {
            case REQUESTS -> "istio_requests_total";
            case LATENCY -> "istio_request_duration_milliseconds_bucket";
            case AGES -> "envoy_server_uptime";
            case NUMBER, HISTORY -> "anything";
        };
        BACKEND.stubFor(post(anyUrl()).withRequestBody(containing(about)).willReturn(answer));

        assertThat(outcome(recorded)).isEqualTo(recorded.expected);
    }

    @Test
    void leavesOutNoRecordedAnswer() throws IOException, URISyntaxException {
        URL one = Objects.requireNonNull(RecordedResponsesTest.class.getResource("prom242_scalar.json"));
        try (var files = Files.list(Objects.requireNonNull(Path.of(one.toURI()).getParent()))) {
            assertThat(RECORDED.stream().map(Recorded::file))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.matches("(prom242|prom353|vm179|vm1145)_.*"))
                                    .toList());
        }
    }

    private static String outcome(Recorded recorded) {
        try {
            return switch (recorded.asked) {
                case REQUESTS -> requests(snapshot(recorded));
                case LATENCY -> latency(snapshot(recorded));
                case AGES ->
                    snapshot(recorded).ages().values().stream()
                            .sorted()
                            .map(age -> Long.toString(age.toSeconds()))
                            .collect(Collectors.joining(" "));
                case NUMBER -> number(recorded);
                case HISTORY -> history(recorded);
            };
        } catch (SourceUnavailableException e) {
            return String.valueOf(e.getMessage()).replaceFirst("^query for .*?/api/v1/query(_range)?: ", "");
        }
    }

    private static Snapshot snapshot(Recorded recorded) throws SourceUnavailableException {
        var query = new SnapshotQuery(
                Instant.ofEpochSecond(recorded.at),
                Set.of("cart"),
                BucketBounds.exactly(List.of(25.0, 100.0, 250.0)),
                new SnapshotQuery.Form.Current());
        return new PrometheusMetricSource(settings(), Reporter.SOURCE).snapshot(query);
    }

    private static String requests(Snapshot snapshot) {
        var sums = new TreeMap<String, Long>();
        snapshot.requests()
                .forEach((series, count) -> sums.merge(
                        (series.destination().version() + series.destination().revision() + " "
                                        + series.outcome().code())
                                .strip(),
                        count,
                        Long::sum));
        return snapshot.requests().size() + " series: " + text(sums);
    }

    private static String latency(Snapshot snapshot) {
        var sums = new TreeMap<String, Long>();
        snapshot.latency().forEach((series, counts) -> {
            String version =
                    series.destination().version() + series.destination().workload();
            counts.atMost().forEach((bound, count) -> sums.merge(version + " <" + bound.intValue(), count, Long::sum));
            sums.merge(version + " all", counts.total(), Long::sum);
        });
        return snapshot.latency().size() + " histograms: " + text(sums);
    }

    private static String text(Map<String, Long> sums) {
        return sums.entrySet().stream()
                .map(sum -> sum.getKey() + "=" + sum.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String number(Recorded recorded) {
        var query = new LevelSource.Query("anything", "anything");
        Level level = new PrometheusLevelSource(settings())
                .levels(Instant.ofEpochSecond(recorded.at), List.of(query))
                .get(query);
        return switch (Objects.requireNonNull(level)) {
            case Level.Read(double baseline, double _) -> Double.toString(baseline);
            case Level.Absent(String reason) ->
                reason.replaceFirst("query for .*?/api/v1/query: ", "").replaceFirst("^Both queries: ", "");
        };
    }

    private static String history(Recorded recorded) throws SourceUnavailableException {
        var question = new Question.Over(
                "anything",
                Instant.ofEpochSecond(recorded.at - 200),
                Instant.ofEpochSecond(recorded.at),
                Duration.ofSeconds(30));
        return new QueryClient(new Transport(settings(), Transport.MAX_BODY_BYTES, ""))
                .ask("history", question, new Deadline(settings().timeout()), OverTime::new)
                .text();
    }

    private static final class OverTime implements QueryClient.Rows {
        private final Map<String, String> counts = new TreeMap<>();

        @Override
        public void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException {
            counts.merge(
                    labels.getOrDefault("instance", "") + labels.get("destination_version") + " "
                            + labels.get("response_code") + ":",
                    " " + Labels.count(labels, value),
                    String::concat);
        }

        @Override
        public void end(Answer answer) throws UnreadableRowException {
            QueryClient.Rows.require(answer, "matrix");
        }

        String text() {
            return counts.entrySet().stream()
                    .map(count -> count.getKey() + count.getValue())
                    .collect(Collectors.joining(", "));
        }
    }

    private static PrometheusSettings settings() {
        return new PrometheusSettings(
                URI.create(BACKEND.baseUrl()), Duration.ofSeconds(20), Map.of(), Map.of(), 12_000);
    }
}
