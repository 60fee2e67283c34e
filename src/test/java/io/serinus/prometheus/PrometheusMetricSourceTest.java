package io.serinus.prometheus;

import static io.serinus.prometheus.RecordedServer.EMPTY;
import static io.serinus.prometheus.RecordedServer.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Destination;
import io.serinus.metric.Freshness;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.Outcome;
import io.serinus.metric.Reporter;
import io.serinus.metric.RequestSeries;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.prometheus.RecordedServer.Asked;
import io.serinus.prometheus.RecordedServer.Delivery;
import io.serinus.prometheus.RecordedServer.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusMetricSourceTest {
    private static final Instant AT = Instant.ofEpochSecond(1_795_239_900L);
    private static final String HOST = "cart.shop.svc.cluster.local";
    private static final BucketBounds BOUNDS = BucketBounds.exactly(Set.of(25.0, 100.0, 250.0));
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @ParameterizedTest
    @CsvSource({"prom242_snapshot_requests.json, 12049", "vm1145_snapshot_requests.json, 11965"})
    void readsRecordedRequestCounters(String body, long total) throws Exception {
        Snapshot snapshot = snapshot(requests(body));

        assertThat(snapshot.at()).isEqualTo(AT);
        assertThat(snapshot.requests()).hasSize(20);
        assertThat(snapshot.requests().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(total);
        assertThat(snapshot.requests().keySet())
                .contains(new RequestSeries(
                        new Instance("istio15", "10.112.235.244:15020"),
                        new Destination("", "", "v2", "svc-first500-v2"),
                        new Outcome("500", "", "")));
    }

    @Test
    void readsTheSameHistogramsHoweverBoundsAreSpelled() throws Exception {
        Snapshot two = snapshot(latency("prom242_snapshot_buckets.json"));
        Snapshot three = snapshot(latency("prom353_snapshot_buckets.json"));

        assertThat(two.latency()).hasSize(4);
        assertThat(two.latency().values())
                .allSatisfy(counts -> assertThat(counts.atMost()).containsOnlyKeys(25.0, 100.0, 250.0));
        assertThat(two.latency().values().stream()
                        .mapToLong(LatencyCounts::total)
                        .sum())
                .isEqualTo(44);
        assertThat(three.latency()).isEqualTo(two.latency());
    }

    @Test
    void readsRecordedAges() throws Exception {
        Snapshot snapshot = snapshot(asked -> Reply.ok(isAges(asked) ? recorded("prom242_uptime.json") : EMPTY));

        assertThat(snapshot.ages()).hasSize(6).containsKey(new Instance("istio15", "10.151.61.191:15020"));
        assertThat(snapshot.ages().values().stream()
                        .mapToLong(Duration::toSeconds)
                        .sum())
                .isEqualTo(1407);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prom242_instant_empty.json", "vm1145_instant_empty.json"})
    void takesAnEmptyResultForNoSeries(String body) throws Exception {
        Snapshot snapshot = snapshot(asked -> Reply.ok(recorded(body)));

        assertThat(snapshot.requests()).isEmpty();
        assertThat(snapshot.latency()).isEmpty();
        assertThat(snapshot.ages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prom242_error_badtime.json        | 400 | 1 | cannot parse
            prom242_error_manytomany.json     | 422 | 1 | duplicate series
            prom242_error_notfound.txt        | 404 | 1 | right path
            prom242_error_parse.json          | 400 | 1 | parse error
            prom242_error_starting.txt        | 503 | 2 | Service Unavailable
            prom242_error_timeout.json        | 503 | 2 | query timed out
            prom242_error_toomanysamples.json | 422 | 1 | raise that limit
            prom242_error_unauthorized.txt    | 401 | 1 | credentials
            prom353_error_badtime.json        | 400 | 1 | cannot parse
            prom353_error_manytomany.json     | 422 | 1 | duplicate series
            prom353_error_parse.json          | 400 | 1 | parse error
            prom353_error_timeout.json        | 422 | 2 | deadline exceeded
            vm1145_error_badtime.json         | 422 | 1 | yesterday
            vm1145_error_manytomany.json      | 422 | 1 | HTTP 422
            vm1145_error_notfound.txt         | 400 | 1 | right path
            vm1145_error_parse.json           | 422 | 1 | HTTP 422
            vm1145_error_toolongquery.json    | 422 | 1 | lower the longest query
            vm179_error_badtime.json          | 422 | 1 | yesterday
            vm179_error_manytomany.json       | 422 | 1 | HTTP 422
            vm179_error_parse.json            | 422 | 1 | HTTP 422
            vm179_error_timeout.json          | 422 | 2 | timeout
            vm179_error_toomanyseries.json    | 422 | 1 | raise that limit
            """)
    void failsWithTheBackendsWordsAndTriesOnlyWhatMayPassOnceMore(String body, int status, int tries, String words) {
        try (var server = new RecordedServer(asked -> new Reply(status, recorded(body), Delivery.PLAIN))) {
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> source(server).snapshot(query()))
                    .withMessageContaining("query for proxy ages to " + server.url() + "/api/v1/query: ")
                    .withMessageContaining("HTTP " + status)
                    .withMessageContaining(words);
            assertThat(server.asked()).hasSize(tries);
        }
    }

    @Test
    void succeedsWhereTheSecondTryDoes() throws Exception {
        var tries = new AtomicInteger();
        Snapshot snapshot = snapshot(asked -> tries.incrementAndGet() == 1
                ? new Reply(503, recorded("prom242_error_starting.txt"), Delivery.PLAIN)
                : Reply.ok(isRequests(asked) ? recorded("prom242_snapshot_requests.json") : EMPTY));

        assertThat(snapshot.requests()).hasSize(20);
        assertThat(tries).hasValue(5);
    }

    @Test
    void doesNotKeepRowsOfATryThatBrokeOff() throws Exception {
        var tries = new AtomicInteger();
        String body = recorded("prom242_snapshot_requests.json");
        Snapshot snapshot = snapshot(asked -> {
            if (!isRequests(asked)) {
                return Reply.ok(EMPTY);
            }
            return new Reply(200, body, tries.incrementAndGet() == 1 ? Delivery.TRUNCATED : Delivery.GZIP);
        });

        assertThat(snapshot.requests().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(12049);
    }

    @Test
    void takesAWarningOrAPartialResultForAFailure() {
        fails(asked -> Reply.ok(recorded("prom353_warnings.json")), "incomplete: PromQL warning");
        fails(
                asked -> Reply.ok(EMPTY.replace("{\"status\"", "{\"isPartial\":true,\"status\"")),
                "a part of the backend did not answer");
    }

    @Test
    void doesNotMindInfos() throws Exception {
        String infos = EMPTY.replace("}}", "},\"infos\":[\"PromQL info: might not be a counter\"]}");

        assertThat(snapshot(asked -> Reply.ok(infos)).requests()).isEmpty();
    }

    @Test
    void namesTheSeriesWhoseValueIsNoCount() {
        fails(requests("prom242_nan_inf.json"), "request counters", "{k=nan} is NaN");
        fails(counter("-3"), "{instance=a, job=b} is -3");
        fails(counter("1.5"), "{instance=a, job=b} is 1.5");
        fails(counter("+Inf"), "{instance=a, job=b} is +Inf");
    }

    @Test
    void readsCountsInAnySpelling() throws Exception {
        assertThat(snapshot(counter("1.2345e+07")).requests().values()).containsExactly(12_345_000L);
    }

    @Test
    void refusesASeriesThatComesTwice() {
        String row = "{\"metric\":{\"instance\":\"a\",\"job\":\"b\"},\"value\":[1795239900,\"2\"]}";
        for (String again : List.of(row, row.replace("\"job\"", "\"response_flags\":\"\",\"job\""))) {
            String body = EMPTY.replace("[]", "[" + row + "," + again + "]");
            fails(asked -> Reply.ok(isRequests(asked) ? body : EMPTY), "request counters", "job=b", "} twice; ");
            fails(asked -> Reply.ok(isAges(asked) ? body : EMPTY), "proxy ages", "job=b", "} twice; ");
        }
        String bucket = bucket("25", 7);
        fails(
                asked -> Reply.ok(isLatency(asked) ? EMPTY.replace("[]", "[" + bucket + "," + bucket + "]") : EMPTY),
                "latency buckets",
                "le=25",
                "} twice; ");
    }

    @Test
    void takesTheNewerCountOfABucketWhoseBoundIsSpelledAnew() throws Exception {
        String rows = bucket("100", 5) + "," + bucket("100.0", 7) + "," + bucket("+Inf", 10);
        Snapshot snapshot =
                snapshot(asked -> Reply.ok(isLatency(asked) ? EMPTY.replace("[]", "[" + rows + "]") : EMPTY));

        assertThat(snapshot.latency().values()).containsExactly(new LatencyCounts(Map.of(100.0, 7L), 10));
    }

    @Test
    void repairsBucketsOfAProxyThatWasScrapedWhileItCounted() throws Exception {
        String rows = bucket("25", 7) + "," + bucket("100.0", 6) + "," + bucket("250", 12) + "," + bucket("+Inf", 10);
        Snapshot snapshot =
                snapshot(asked -> Reply.ok(isLatency(asked) ? EMPTY.replace("[]", "[" + rows + "]") : EMPTY));

        assertThat(snapshot.latency())
                .containsExactly(Map.entry(
                        new LatencySeries(new Instance("b", "a"), new Destination("", "", "", "")),
                        new LatencyCounts(Map.of(25.0, 7L, 100.0, 7L, 250.0, 10L), 10)));
    }

    @Test
    void refusesAHistogramWithoutItsTotal() {
        fails(
                asked -> Reply.ok(isLatency(asked) ? EMPTY.replace("[]", "[" + bucket("25", 7) + "]") : EMPTY),
                "has no bucket le=\"+Inf\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prom242_scalar.json", "prom242_instant_rawrange_matrix.json"})
    void refusesAResultThatIsNoVector(String body) {
        fails(asked -> Reply.ok(recorded(body)), "not a vector");
    }

    @Test
    void refusesWhatIsNotJson() {
        fails(asked -> Reply.ok("<html>please log in</html>"), "a web page, not JSON: <html>please log in");
        fails(asked -> Reply.ok(EMPTY.substring(0, 40)), "not complete JSON");
        fails(asked -> Reply.ok(""), "not complete JSON");
    }

    @Test
    void refusesAnAnswerThatIsTooLargePackedOrUnpacked() {
        String large = EMPTY.replace("[]", "[" + "{},".repeat(1_000) + "{}]");
        for (Delivery delivery : List.of(Delivery.PLAIN, Delivery.GZIP)) {
            try (var server = new RecordedServer(asked -> new Reply(200, large, delivery))) {
                var source =
                        new PrometheusMetricSource(settings(server.url(), PATIENT, Map.of()), Reporter.SOURCE, 1_000);
                assertThatExceptionOfType(SourceUnavailableException.class)
                        .isThrownBy(() -> source.snapshot(query()))
                        .withMessageContaining("the answer is larger than 1000 bytes");
            }
        }
    }

    @Test
    void givesUpAtItsOwnDeadline() {
        try (var server = new RecordedServer(asked -> new Reply(200, EMPTY, Delivery.NEVER))) {
            var source = new PrometheusMetricSource(
                    settings(server.url(), Duration.ofMillis(200), Map.of()), Reporter.SOURCE);
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> source.snapshot(query()))
                    .withMessageContaining("no complete answer within 200 ms");
        }
    }

    @Test
    void saysWhereNobodyAnswered() {
        URI nowhere;
        try (var server = new RecordedServer(asked -> Reply.ok(EMPTY))) {
            nowhere = server.url();
        }
        var source = new PrometheusMetricSource(settings(nowhere, PATIENT, Map.of()), Reporter.SOURCE);
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> source.snapshot(query()))
                .withMessageContaining("no connection")
                .withMessageContaining(nowhere.toString());
    }

    @Test
    void asksForEverythingAtOneTimeAndForAgesFirst() throws Exception {
        try (var server = new RecordedServer(asked -> Reply.ok(EMPTY))) {
            var headers = Map.of("Authorization", "Bearer s3cret", "X-Scope-OrgID", "shop");
            new PrometheusMetricSource(
                            settings(URI.create(server.url() + "/prefix/"), PATIENT, headers), Reporter.SOURCE)
                    .snapshot(query());

            assertThat(server.asked()).hasSize(4).allSatisfy(asked -> {
                assertThat(asked.method()).isEqualTo("POST");
                assertThat(asked.path()).isEqualTo("/prefix/api/v1/query");
                assertThat(asked.form())
                        .containsEntry("time", "1795239900.000")
                        .containsEntry("nocache", "1")
                        .containsEntry("dedup", "true");
                assertThat(asked.header("Authorization")).contains("Bearer s3cret");
                assertThat(asked.header("X-Scope-OrgID")).contains("shop");
                assertThat(asked.header("Accept-Encoding")).contains("gzip");
            });
            assertThat(server.asked().stream().map(PrometheusMetricSourceTest::subject))
                    .startsWith("ages")
                    .containsExactlyInAnyOrder("ages", "freshness", "requests", "latency");
        }
    }

    @Test
    void asksForAgesOnlyWhereNoHostIsWanted() throws Exception {
        try (var server = new RecordedServer(asked -> Reply.ok(EMPTY))) {
            source(server).snapshot(new SnapshotQuery(AT, Set.of(), BOUNDS, new Form.Current()));

            assertThat(server.asked().stream().map(PrometheusMetricSourceTest::subject))
                    .containsExactly("ages", "freshness");
        }
    }

    @Test
    void neverShowsCredentials() {
        try (var server = new RecordedServer(
                asked -> new Reply(401, recorded("prom242_error_unauthorized.txt"), Delivery.PLAIN))) {
            var settings = settings(server.url(), PATIENT, Map.of("Authorization", "Bearer s3cret"));
            assertThatExceptionOfType(SourceUnavailableException.class)
                    .isThrownBy(() -> new PrometheusMetricSource(settings, Reporter.SOURCE).snapshot(query()))
                    .satisfies(e -> assertThat(e).hasStackTraceContaining("401"))
                    .satisfies(e -> assertThat(Arrays.toString(e.getStackTrace()) + e + e.getCause())
                            .doesNotContain("s3cret"));
            assertThat(settings.toString()).contains("Authorization").doesNotContain("s3cret");
        }
    }

    @Test
    void unitesThePartsOfAQueryThatIsTooLongForOne() throws Exception {
        var hosts = IntStream.range(0, 200)
                .mapToObj(i -> "service-" + i + ".shop.svc.cluster.local")
                .collect(Collectors.toSet());
        try (var server = new RecordedServer(asked -> Reply.ok(isRequests(asked) ? rowPerHost(asked, hosts) : EMPTY))) {
            var source = source(server);
            Snapshot snapshot = source.snapshot(new SnapshotQuery(AT, hosts, BucketBounds.none(), new Form.Current()));

            assertThat(snapshot.requests().keySet().stream()
                            .map(series -> series.destination().host())
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(hosts);
            assertThat(server.asked())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(asked -> assertThat(asked.query()).hasSizeLessThanOrEqualTo(2_000));
        }
    }

    @Test
    void readsEveryBoundOfTheHostsThatWantAllAndCertainOnesOfTheOthers() throws Exception {
        var bounds = Map.of(HOST, BucketBounds.all(), "pay", BOUNDS, "ads", BucketBounds.none());
        Snapshot snapshot;
        try (var server = new RecordedServer(asked -> Reply.ok(
                isLatency(asked) && asked.query().contains("cart")
                        ? EMPTY.replace("[]", "[" + bucket("7", 2) + "," + bucket("+Inf", 10) + "]")
                        : EMPTY))) {
            snapshot = source(server).snapshot(new SnapshotQuery(AT, bounds, new Form.Current()));

            assertThat(server.asked().stream().map(Asked::query).filter(query -> query.contains("_bucket")))
                    .satisfiesExactlyInAnyOrder(
                            query -> assertThat(query).contains(inQuery(HOST)).doesNotContain("le=~", "pay", "ads"),
                            query -> assertThat(query)
                                    .contains("\"pay\"", "le=~")
                                    .doesNotContain("ads"));
        }
        assertThat(snapshot.latency().values()).containsExactly(new LatencyCounts(Map.of(7.0, 2L), 10));
    }

    @Test
    void readsHowOldSamplesAreAndNowAndThenHowFarApart() throws Exception {
        try (var server = new RecordedServer(asked -> {
            String rows = "";
            if (isFreshness(asked)) {
                var at = Instant.ofEpochSecond(
                        (long) Double.parseDouble(asked.form().getOrDefault("time", "0")));
                rows = fresh("age", "12.3456", at);
                rows += asked.query().contains("\"interval\"") ? "," + fresh("interval", "15", at) : "";
            }
            return Reply.ok(EMPTY.replace("[]", "[" + rows + "]"));
        })) {
            var source = source(server);
            for (int second : List.of(0, 5, 299, 300, 305)) {
                assertThat(at(source, second).freshness())
                        .contains(new Freshness(Duration.ofMillis(12_346), Duration.ofSeconds(15)));
            }
            assertThat(server.asked().stream()
                            .filter(PrometheusMetricSourceTest::isFreshness)
                            .map(asked -> asked.query().contains("\"interval\"")))
                    .containsExactly(true, false, false, true, false);
        }
    }

    @Test
    void doesNotKnowHowOldSamplesAreThatAreNotThere() throws Exception {
        String row = fresh("age", "NaN");
        Snapshot snapshot =
                snapshot(asked -> Reply.ok(isFreshness(asked) ? EMPTY.replace("[]", "[" + row + "]") : EMPTY));

        assertThat(snapshot.freshness()).isEmpty();
        assertThat(snapshot(asked -> Reply.ok(EMPTY)).freshness()).isEmpty();
    }

    @Test
    void countersAreTakenWhereTheAgeOfSamplesIsRefused() throws Exception {
        String odd = fresh("age", "+Inf");
        for (var refused : List.of(
                Reply.ok(EMPTY.replace("[]", "[" + odd + "]")),
                new Reply(422, "too many samples", RecordedServer.Delivery.PLAIN),
                new Reply(200, "<html>", RecordedServer.Delivery.PLAIN))) {
            assertThat(snapshot(asked -> isFreshness(asked) ? refused : Reply.ok(EMPTY))
                            .freshness())
                    .isEmpty();
        }
    }

    @Test
    void takesScrapesForAMinuteApartUntilItIsKnown() throws Exception {
        String row = fresh("age", "1") + "," + fresh("interval", "NaN");
        Snapshot snapshot =
                snapshot(asked -> Reply.ok(isFreshness(asked) ? EMPTY.replace("[]", "[" + row + "]") : EMPTY));

        assertThat(snapshot.freshness()).contains(new Freshness(Duration.ofSeconds(1), Duration.ofMinutes(1)));
    }

    private static Snapshot at(PrometheusMetricSource source, int second) throws SourceUnavailableException {
        return source.snapshot(
                new SnapshotQuery(AT.plusSeconds(second), Set.of(HOST), BucketBounds.none(), new Form.Current()));
    }

    private static String fresh(String of, String seconds) {
        return fresh(of, seconds, AT);
    }

    private static String fresh(String of, String seconds, Instant at) {
        return "{\"metric\":{\"of\":\"" + of + "\"},\"value\":[" + at.getEpochSecond() + ",\"" + seconds + "\"]}";
    }

    private static String inQuery(String name) {
        return name.replace(".", "\\\\.");
    }

    @Test
    void knowsWhetherInstancesAreThePodsThatServed() {
        for (Reporter reporter : Reporter.values()) {
            var source = new PrometheusMetricSource(settings(URI.create("http://here"), PATIENT, Map.of()), reporter);
            assertThat(source.countsWhereServed()).as(reporter.label()).isEqualTo(reporter == Reporter.DESTINATION);
        }
    }

    @Test
    void keepsOnlyTheInstancesAskedFor() throws Exception {
        Snapshot snapshot;
        try (var server = new RecordedServer(requests("prom242_snapshot_requests.json"))) {
            var only = Set.of(
                    new Instance("istio15", "10.112.235.244:15020"), new Instance("other", "10.112.235.244:15020"));
            snapshot = source(server)
                    .snapshot(new SnapshotQuery(
                            AT, Set.of(HOST), BucketBounds.none(), new Form.LastKnown(Duration.ofSeconds(20), only)));
        }
        assertThat(snapshot.requests().keySet())
                .hasSize(2)
                .allSatisfy(series -> assertThat(series.instance().instance()).isEqualTo("10.112.235.244:15020"));
    }

    private static void fails(Function<Asked, Reply> answers, String... words) {
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> snapshot(answers))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private static Snapshot snapshot(Function<Asked, Reply> answers) throws SourceUnavailableException {
        try (var server = new RecordedServer(answers)) {
            return source(server).snapshot(query());
        }
    }

    private static PrometheusMetricSource source(RecordedServer server) {
        return new PrometheusMetricSource(settings(server.url(), PATIENT, Map.of()), Reporter.SOURCE);
    }

    private static PrometheusSettings settings(URI url, Duration timeout, Map<String, String> headers) {
        return new PrometheusSettings(url, timeout, headers, Map.of("dedup", "true"), 2_000);
    }

    private static SnapshotQuery query() {
        return new SnapshotQuery(AT, Set.of(HOST), BOUNDS, new Form.Current());
    }

    private static Function<Asked, Reply> requests(String body) {
        return asked -> Reply.ok(isRequests(asked) ? recorded(body) : EMPTY);
    }

    private static Function<Asked, Reply> latency(String body) {
        return asked -> Reply.ok(isLatency(asked) ? recorded(body) : EMPTY);
    }

    private static Function<Asked, Reply> counter(String value) {
        String row = "{\"metric\":{\"instance\":\"a\",\"job\":\"b\"},\"value\":[1795239900.000,\"" + value + "\"]}";
        return asked -> Reply.ok(isRequests(asked) ? EMPTY.replace("[]", "[" + row + "]") : EMPTY);
    }

    private static String bucket(String le, long count) {
        return "{\"metric\":{\"instance\":\"a\",\"job\":\"b\",\"le\":\"" + le + "\"},\"value\":[1795239900,\"" + count
                + "\"]}";
    }

    private static String rowPerHost(Asked asked, Set<String> hosts) {
        String query = asked.query();
        String start = "destination_service=~\"";
        String regex = query.substring(query.indexOf(start) + start.length(), query.indexOf("\"})"))
                .replace("\\\\", "\\");
        return EMPTY.replace(
                "[]",
                hosts.stream()
                        .filter(host -> host.matches(regex))
                        .map(host ->
                                "{\"metric\":{\"destination_service\":\"" + host + "\"},\"value\":[1795239900,\"1\"]}")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static String subject(Asked asked) {
        if (isFreshness(asked)) {
            return "freshness";
        }
        if (isAges(asked)) {
            return "ages";
        }
        return isLatency(asked) ? "latency" : "requests";
    }

    private static boolean isAges(Asked asked) {
        return asked.query().contains("envoy_server_uptime") && !isFreshness(asked);
    }

    private static boolean isFreshness(Asked asked) {
        return asked.query().contains("quantile(");
    }

    private static boolean isRequests(Asked asked) {
        return asked.query().contains("istio_requests_total{");
    }

    private static boolean isLatency(Asked asked) {
        return asked.query().contains("istio_request_duration_milliseconds_bucket{");
    }
}
