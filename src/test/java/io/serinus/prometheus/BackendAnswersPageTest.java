package io.serinus.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/backend-answers.md: each row of its table, answered so. */
class BackendAnswersPageTest {
    @RegisterExtension
    static final WireMockExtension BACKEND = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([12]) \\| (`+)(.*?)\\3 \\|");
    private static final Instant AT = Instant.ofEpochSecond(1_795_239_900L);
    private static final String ONE =
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"job\":\"j\","
                    + "\"instance\":\"i\"},\"value\":[1795239900,\"7\"]}]}}";

    private static final String INFO =
            "\"PromQL info: metric might not be a counter, name does not end in _total: \\\"x\\\" (1:6)\",";

    private static final Map<String, ResponseDefinitionBuilder> ANSWERS = Map.ofEntries(
            Map.entry("the connection is reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
            Map.entry("the connection is closed without an answer", aResponse().withFault(Fault.EMPTY_RESPONSE)),
            Map.entry("half an answer", ok("{\"status\":\"success\",\"data\"")),
            Map.entry("nothing at all, with HTTP 200", ok()),
            Map.entry("no answer in time", okJson(ONE).withFixedDelay(30_000)),
            Map.entry("more than 64 MB", ok(" ".repeat((64 << 20) + 1))),
            Map.entry("the backend is starting", status(503, "Service Unavailable")),
            Map.entry(
                    "HTTP 429 with `Retry-After: 1` twice",
                    status(429, "too many").withHeader("Retry-After", "1")),
            Map.entry(
                    "HTTP 429 with `Retry-After: 120`", status(429, "too many").withHeader("Retry-After", "120")),
            Map.entry(
                    "a redirect to a login",
                    aResponse().withStatus(302).withHeader("Location", "https://sso.example/login?state=1")),
            Map.entry("a login page", ok("<html>Sign in</html>").withHeader("Content-Type", "text/html")),
            Map.entry("no credentials, or wrong ones", status(401, "Unauthorized")),
            Map.entry("a wrong path", status(404, "404 page not found\n")),
            Map.entry("an error in the query", status(400, error("invalid parameter \\\"query\\\": parse error"))),
            Map.entry("an error with HTTP 200", okJson(error("found duplicate series"))),
            Map.entry(
                    "a query that takes too long (Prometheus 2)",
                    status(503, error("query timed out in expression evaluation"))),
            Map.entry(
                    "a query that takes too long (Prometheus 3)",
                    status(422, error("expanding series: context deadline exceeded"))),
            Map.entry(
                    "too many series or samples",
                    status(422, error("query processing would load too many samples into memory"))),
            Map.entry(
                    "a query that is too long (VictoriaMetrics)",
                    status(422, error("too long query; mustn't exceed `-search.maxQueryLen=8192` bytes"))),
            Map.entry("a warning", okJson(with("\"warnings\":[\"store 1 is down\"]"))),
            Map.entry(
                    "a warning after many infos",
                    okJson(with(
                            "\"warnings\":[" + INFO.repeat(20) + "\"PromQL warning: mixed floats and histograms\"]"))),
            Map.entry("a part of a cluster", okJson(with("\"isPartial\":true"))),
            Map.entry("not a vector", okJson(RecordedServer.EMPTY.replace("vector", "matrix"))),
            Map.entry("a value that is no string", okJson(ONE.replace("\"7\"", "7"))),
            Map.entry("a count that is none", okJson(ONE.replace("\"7\"", "\"NaN\""))),
            Map.entry("a series twice", okJson(ONE.replaceFirst("\\[(\\{.*})]", "[$1,$1]"))),
            Map.entry("values of another time", okJson(ONE.replace("1795239900", "1795239870"))),
            Map.entry("gzip that is none", ok(ONE).withHeader("Content-Encoding", "gzip")));

    /** One row of the page. */
    record Row(String what, int tries, String sentence) {}

    static Stream<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs", "backend-answers.md")))
                .results()
                .map(row -> new Row(row.group(1), Integer.parseInt(row.group(2)), row.group(4)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatThePageSays(Row row) {
        BACKEND.stubFor(post(anyUrl()).willReturn(Objects.requireNonNull(ANSWERS.get(row.what), row.what)));
        Duration budget = row.what.equals("no answer in time") ? Duration.ofMillis(600) : Duration.ofSeconds(20);
        var source = new PrometheusMetricSource(
                new PrometheusSettings(URI.create(BACKEND.baseUrl()), budget, Map.of(), Map.of(), 2_000),
                Reporter.SOURCE);

        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> source.snapshot(
                        new SnapshotQuery(AT, Set.of(), BucketBounds.none(), new SnapshotQuery.Form.Current())))
                .withMessage("query for proxy ages to " + BACKEND.baseUrl() + "/api/v1/query: " + row.sentence);
        BACKEND.verify(row.tries, postRequestedFor(anyUrl()));
    }

    @Test
    void takesAnAnswerWhoseWarningsAreRemarksOnTheQuery() throws SourceUnavailableException {
        BACKEND.stubFor(post(anyUrl())
                .willReturn(okJson(with("\"warnings\":[" + INFO.repeat(12) + "\"PromQL info: ends here\"]"))));
        var source = new PrometheusMetricSource(
                new PrometheusSettings(
                        URI.create(BACKEND.baseUrl()), Duration.ofSeconds(20), Map.of(), Map.of(), 2_000),
                Reporter.SOURCE);

        assertThat(source.snapshot(
                                new SnapshotQuery(AT, Set.of(), BucketBounds.none(), new SnapshotQuery.Form.Current()))
                        .ages())
                .isEmpty();
    }

    @Test
    void everyAnswerIsOnThePage() throws IOException {
        var onPage = new TreeMap<String, String>();
        rows().forEach(row -> onPage.put(row.what, row.sentence));
        assertThat(onPage).containsOnlyKeys(ANSWERS.keySet());
        assertThat(onPage).doesNotContainValue("");
    }

    private static ResponseDefinitionBuilder status(int status, String body) {
        return aResponse().withStatus(status).withBody(body);
    }

    private static String error(String message) {
        return "{\"status\":\"error\",\"errorType\":\"any\",\"error\":\"" + message + "\"}";
    }

    private static String with(String field) {
        return "{" + field + "," + RecordedServer.EMPTY.substring(1);
    }
}
