package io.serinus.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.serinus.prometheus.RecordedServer.EMPTY;
import static io.serinus.prometheus.RecordedServer.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Destination;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.Reporter;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form;
import io.serinus.metric.SourceUnavailableException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Native histograms, in the form that Prometheus documents, where a host has no classic ones. */
class NativeHistogramsTest {
    @RegisterExtension
    static final WireMockExtension BACKEND = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static final Instant AT = Instant.ofEpochSecond(1_795_239_900L);
    private static final String HOST = "cart.shop.svc.cluster.local";
    private static final String CLASSIC = "istio_request_duration_milliseconds_bucket{";
    private static final String NATIVE = "istio_request_duration_milliseconds{";

    private final PrometheusMetricSource source = new PrometheusMetricSource(
            new PrometheusSettings(URI.create(BACKEND.baseUrl()), Duration.ofSeconds(20), Map.of(), Map.of(), 2_000),
            Reporter.SOURCE);

    @Test
    void readsBucketsMadeOfClassicOnesAtTheBoundsAskedFor() throws Exception {
        latencyIs(recorded("native_custom.json"));

        assertThat(latency(BucketBounds.exactly(List.of(25.0, 100.0, 250.0))))
                .isEqualTo(Map.of(
                        series(0, "v2"), new LatencyCounts(Map.of(25.0, 9L, 100.0, 38L, 250.0, 38L), 44),
                        series(1, "v1"), new LatencyCounts(Map.of(25.0, 7L, 100.0, 7L, 250.0, 7L), 7)));
    }

    @Test
    void readsAllOfIstiosBoundsWhetherTheirBucketsWereHitOrNot() throws Exception {
        latencyIs(recorded("native_custom.json"));

        LatencyCounts slow = latency(BucketBounds.all()).get(series(0, "v2"));
        assertThat(slow).isNotNull();
        assertThat(slow.atMost().keySet())
                .containsExactly(
                        0.5,
                        1.0,
                        5.0,
                        10.0,
                        25.0,
                        50.0,
                        100.0,
                        250.0,
                        500.0,
                        1_000.0,
                        2_500.0,
                        5_000.0,
                        10_000.0,
                        30_000.0,
                        60_000.0,
                        300_000.0,
                        600_000.0,
                        1_800_000.0,
                        3_600_000.0);
        assertThat(slow.atMost().values())
                .containsExactly(
                        1L, 1L, 1L, 1L, 9L, 9L, 38L, 38L, 43L, 43L, 43L, 43L, 43L, 43L, 43L, 44L, 44L, 44L, 44L);
    }

    @Test
    void leavesOutABoundWithinAnExponentialBucket() throws Exception {
        latencyIs(recorded("native_exponential.json"));
        var wanted = BucketBounds.exactly(List.of(25.0, 100.0, 250.0));

        Map<LatencySeries, LatencyCounts> latency = latency(wanted);

        assertThat(latency)
                .containsEntry(series(0, "v2"), new LatencyCounts(Map.of(25.0, 7L, 250.0, 16L), 21))
                .containsEntry(series(1, "v1"), new LatencyCounts(Map.of(25.0, 0L, 100.0, 3L, 250.0, 3L), 3));
        assertThat(latency.values().stream().map(wanted::isIn)).containsExactlyInAnyOrder(false, true);
    }

    @Test
    void readsExponentialBucketsAtPowersOfTwo() throws Exception {
        latencyIs(recorded("native_exponential.json"));

        var counts = new TreeMap<Double, Long>();
        IntStream.rangeClosed(0, 22)
                .forEach(i -> counts.put(Math.scalb(1.0, i), i < 5 ? 2L : i < 7 ? 7L : i < 9 ? 16L : 21L));
        assertThat(latency(BucketBounds.all())).containsEntry(series(0, "v2"), new LatencyCounts(counts, 21));
    }

    @Test
    void readsOtherBoundsAsTheyCome() throws Exception {
        latencyIs(histogram("12", "[0,\"3\",\"7\",\"4\"],[0,\"7\",\"11\",\"6\"],[0,\"70\",\"+Inf\",\"2\"]"));

        assertThat(latency(BucketBounds.all()).values())
                .containsExactly(new LatencyCounts(Map.of(3.0, 0L, 7.0, 4L, 11.0, 10L, 70.0, 10L), 12));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            12   | [0,"3","7","4"],[0,"7","11","6"]              | counts 12, but its buckets 10
            10   | [0,"3","7","4"],[0,"5","11","6"]              | has buckets that overlap
            4    | [0,"7","3","4"]                               | has buckets that overlap
            4    | [1,"3","7","4"]                               | which is not one of durations
            4    | [1,"-7","-3","4"]                             | which is not one of durations
            4    | [0,"NaN","7","4"]                             | which is not one of durations
            4    | [0,"3","7","4.5"]                             | is 4.5, not a count
            4.5  | [0,"3","7","4"]                               | is 4.5, not a count
            NaN  | [0,"3","7","4"]                               | is NaN, not a count
            """)
    void refusesAHistogramThatContradictsItself(String count, String buckets, String problem) {
        latencyIs(histogram(count, buckets));

        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> latency(BucketBounds.all()))
                .withMessageContaining("query for latency buckets to ")
                .withMessageContaining(problem);
    }

    @Test
    void neverCountsAHostInBothForms() throws Exception {
        String classic = bucket("25", 5) + "," + bucket("+Inf", 8);
        latencyIs(histogram("10", "[0,\"10\",\"25\",\"10\"]").replace("[{", "[" + classic + ",{"));

        assertThat(latency(BucketBounds.exactly(List.of(25.0))))
                .isEqualTo(Map.of(series(7, "v1"), new LatencyCounts(Map.of(25.0, 5L), 8)));
        assertThat(asked()).satisfiesExactly(query -> assertThat(query).contains(CLASSIC, " or ", NATIVE));
    }

    @Test
    void decidesOncePerHostAndAsksForBothAgainWhereThatBringsNothing() throws Exception {
        var bounds = BucketBounds.exactly(List.of(25.0));
        latencyIs(EMPTY);
        assertThat(latency(bounds)).isEmpty();
        latencyIs(histogram("10", "[0,\"10\",\"25\",\"10\"]"));
        assertThat(latency(bounds)).hasSize(1);
        assertThat(latency(bounds)).hasSize(1);
        latencyIs(EMPTY);
        assertThat(latency(bounds)).isEmpty();
        latencyIs(EMPTY.replace("[]", "[" + bucket("25", 5) + "," + bucket("+Inf", 8) + "]"));
        assertThat(latency(bounds)).hasSize(1);
        assertThat(latency(bounds)).hasSize(1);

        assertThat(asked().stream()
                        .map(query -> (query.contains(CLASSIC) ? "c" : "") + (query.contains(NATIVE) ? "n" : "")))
                .containsExactly("cn", "cn", "n", "n", "cn", "c");
    }

    @Test
    void learnsNothingFromLastKnownValues() throws Exception {
        var bounds = BucketBounds.exactly(List.of(25.0));
        latencyIs(histogram("10", "[0,\"10\",\"25\",\"10\"]"));
        assertThat(latency(bounds)).hasSize(1);
        latencyIs(EMPTY);
        var tail = new Form.LastKnown(Duration.ofSeconds(60), Set.of(new Instance("istio", "gone")));
        source.snapshot(new SnapshotQuery(AT, Set.of(HOST), bounds, tail));
        latency(bounds);

        assertThat(asked())
                .hasSize(3)
                .allSatisfy(query -> assertThat(query).contains(NATIVE))
                .element(1)
                .satisfies(query -> assertThat(query)
                        .contains("last_over_time(istio_request_duration_milliseconds{", "[60s]")
                        .doesNotContain(CLASSIC));
    }

    @Test
    void keepsQueriesForBothFormsWithinTheLength() throws Exception {
        latencyIs(EMPTY);
        var hosts = new TreeSet<String>();
        IntStream.range(0, 100).forEach(i -> hosts.add("service-" + i + ".shop.svc.cluster.local"));
        source.snapshot(new SnapshotQuery(AT, hosts, BucketBounds.exactly(List.of(25.0)), new Form.Current()));

        assertThat(asked())
                .hasSizeGreaterThan(3)
                .allSatisfy(query ->
                        assertThat(query).hasSizeLessThanOrEqualTo(2_000).contains(CLASSIC, NATIVE));
    }

    private Map<LatencySeries, LatencyCounts> latency(BucketBounds bounds) throws SourceUnavailableException {
        Snapshot snapshot = source.snapshot(new SnapshotQuery(AT, Set.of(HOST), bounds, new Form.Current()));
        return snapshot.latency();
    }

    private static void latencyIs(String body) {
        BACKEND.stubFor(post(anyUrl()).willReturn(okJson(EMPTY)));
        BACKEND.stubFor(post(anyUrl())
                .withRequestBody(containing("istio_request_duration"))
                .willReturn(okJson(body)));
    }

    private static List<String> asked() {
        return BACKEND
                .findAll(postRequestedFor(anyUrl()).withRequestBody(containing("istio_request_duration")))
                .stream()
                .map(request -> URLDecoder.decode(request.getBodyAsString(), StandardCharsets.UTF_8)
                        .replaceFirst(".*query=", "")
                        .replaceFirst("&time=.*", ""))
                .toList();
    }

    private static String histogram(String count, String buckets) {
        return EMPTY.replace(
                "[]",
                "[{\"metric\":{" + labels() + "},\"histogram\":[1795239900,{\"count\":\"" + count
                        + "\",\"sum\":\"1\",\"buckets\":[" + buckets + "]}]}]");
    }

    private static String bucket(String le, long count) {
        return "{\"metric\":{" + labels() + ",\"le\":\"" + le + "\"},\"value\":[1795239900,\"" + count + "\"]}";
    }

    private static String labels() {
        return "\"job\":\"istio\",\"instance\":\"10.0.0.7:15020\",\"destination_version\":\"v1\",\"destination_service\":\""
                + HOST + "\"";
    }

    private static LatencySeries series(int pod, String version) {
        return new LatencySeries(
                new Instance("istio", "10.0.0." + pod + ":15020"), new Destination(HOST, version, "", ""));
    }
}
