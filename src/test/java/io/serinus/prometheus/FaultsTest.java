package io.serinus.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Instance;
import io.serinus.metric.Reporter;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What backends, what stands before them and networks do wrong, and the sentence that each is told by. */
class FaultsTest {
    @RegisterExtension
    static final WireMockExtension BACKEND = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1").gzipDisabled(true))
            .build();

    private static final Instant AT = Instant.ofEpochSecond(1_795_239_900L);
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final String ONE =
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"job\":\"j\","
                    + "\"instance\":\"i\"},\"value\":[1795239900,\"7\"]}]}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CONNECTION_RESET_BY_PEER | no connection or no complete answer (it was reset); see whether the address is right and reachable
            EMPTY_RESPONSE           | no connection or no complete answer (it was closed before an answer came); see whether the address is right and reachable
            MALFORMED_RESPONSE_CHUNK | no connection or no complete answer (it broke off); see whether the address is right and reachable
            """)
    void triesAConnectionThatBreaksOnceMore(Fault fault, String sentence) {
        assertFails(aResponse().withStatus(200).withFault(fault), 2, sentence);
        assertSucceedsAfter(aResponse().withStatus(200).withFault(fault));
    }

    @Test
    void triesWhatIsNotHttpOnceMore() {
        // The garbage is random: what is wrong with it first is, too.
        var garbage = aResponse().withStatus(200).withFault(Fault.RANDOM_DATA_THEN_CLOSE);
        assertThat(failure(garbage, 2))
                .matches(
                        "no connection or no complete answer [(](what came is not HTTP|it was closed before an answer came"
                                + "|it broke off|it was reset)[)]; see whether the address is right and reachable");
        assertSucceedsAfter(garbage);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 60, 120})
    void triesATruncatedAnswerOnceMore(int left) {
        String part = ONE.substring(0, left);
        assertFails(ok(part), 2, "HTTP 200, the answer is not complete JSON: " + part);
        assertSucceedsAfter(ok(part));
        assertFails(
                ok(part).withHeader("Content-Length", Integer.toString(ONE.length())),
                2,
                "no connection or no complete answer (it was closed before an answer came); see whether the address is right"
                        + " and reachable");
        assertFails(packed(Arrays.copyOf(gzip(ONE), left)), 2, "the answer broke off");
        assertSucceedsAfter(packed(Arrays.copyOf(gzip(ONE), left)));
    }

    @Test
    void doesNotWaitForAnAnswerLongerThanItsBudget() {
        BACKEND.stubFor(post(anyUrl()).willReturn(okJson(ONE).withFixedDelay(30_000)));
        assertThatFails(
                SHORT, "no complete answer within 600 ms; raise the timeout or see whether the backend is overloaded");
        BACKEND.stubFor(post(anyUrl()).willReturn(okJson(ONE).withChunkedDribbleDelay(10, 30_000)));
        assertThatFails(
                SHORT, "no complete answer within 600 ms; raise the timeout or see whether the backend is overloaded");
        BACKEND.verify(2, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsAsLongAsItIsAskedToIfThatFitsTheBudget(int status) {
        for (String value : new String[] {"0", "1", "Sat, 21 Nov 2026 12:00:01 GMT", "Sun, 22 Nov 2015 12:00:00 GMT"}) {
            var refusal = aResponse()
                    .withStatus(status)
                    .withHeader("Date", "Sat, 21 Nov 2026 12:00:00 GMT")
                    .withHeader("Retry-After", value);
            assertSucceedsAfter(refusal);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            429 | 20                            | HTTP 429, slow down; it asks for a pause of 20 s; ask less often, or raise that limit of the backend
            429 | Sat, 21 Nov 2026 12:02:00 GMT | HTTP 429, slow down; it asks for a pause of 120 s; ask less often, or raise that limit of the backend
            503 | 999999999                     | HTTP 503, slow down; it asks for a pause of 999999999 s
            503 | Sat, 21 Nov 2026 13:00:00 GMT | HTTP 503, slow down; it asks for a pause of 3600 s
            """)
    void failsAtOnceWhereThePauseDoesNotFit(int status, String value, String sentence) {
        assertFails(
                aResponse()
                        .withStatus(status)
                        .withHeader("Date", "Sat, 21 Nov 2026 12:00:00 GMT")
                        .withHeader("Retry-After", value)
                        .withBody("slow down"),
                1,
                sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999", "Sat, 99 Nov 2026 12:00:00 GMT"})
    void triesOnceMoreWhereNoPauseIsAskedForThatCanBeRead(String value) {
        var refusal = aResponse().withStatus(503).withBody("Service Unavailable");
        assertFails(refusal, 2, "HTTP 503, Service Unavailable");
        assertFails(refusal.withHeader("Retry-After", value), 2, "HTTP 503, Service Unavailable");
        assertSucceedsAfter(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            301 | https://prom.example:9443/api/v1/query                | ' to https://prom.example:9443/api/v1/query'
            302 | https://u:s3cret@sso.example/login?token=s3cret#s3cret | ' to https://sso.example/login'
            303 | //prom.example/api/v1/query                           | ' to //prom.example/api/v1/query'
            307 | /prometheus/api/v1/query                              | ' to /prometheus/api/v1/query'
            308 | ht tp://s3cret                                        | ' to an address that cannot be read'
            302 | -                                                     | ''
            """)
    void followsNoRedirectAndSaysWhereItLeads(int status, String location, String where) {
        var redirect = aResponse().withStatus(status);
        assertFails(
                location == null ? redirect : redirect.withHeader("Location", location),
                1,
                "HTTP " + status + ", no message; it redirects" + where
                        + ", which is not followed: if the backend is there, give its address (what stands before /api/v1),"
                        + " and if that is a login, give credentials");
    }

    @Test
    void saysThatAWebPageIsNoAnswer() {
        String advice =
                "; it may be a login page: see whether the address is that of a Prometheus API and what credentials"
                        + " it needs";
        assertFails(
                ok("<!DOCTYPE html>\n<title>Sign in</title>").withHeader("Content-Type", "text/html; charset=utf-8"),
                1,
                "HTTP 200, the answer is a web page, not JSON: <!DOCTYPE html> <title>Sign in</title>" + advice);
        assertFails(
                ok("Please sign in").withHeader("Content-Type", "text/html"),
                1,
                "HTTP 200, the answer is a web page, not JSON: Please sign in" + advice);
        assertFails(ok("OK"), 1, "HTTP 200, the answer is not complete JSON: OK");
        assertFails(aResponse().withStatus(204), 1, "HTTP 204, no message");
    }

    @Test
    void readsJsonWhateverItIsCalled() throws Exception {
        for (String type : new String[] {"text/plain", "text/html", "application/stream+json; charset=utf-8"}) {
            answer(ok(ONE).withHeader("Content-Type", type));
            assertThat(snapshot(PATIENT).ages()).containsEntry(new Instance("j", "i"), Duration.ofSeconds(7));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            200 | 1 | {"status":"error","errorType":"execution","error":"found duplicate series"} | HTTP 200, but the answer is no success, found duplicate series
            200 | 2 | {"status":"error","errorType":"timeout","error":"query timed out: timeout"}  | HTTP 200, but the answer is no success, query timed out: timeout
            200 | 1 | {"status":"error"}                         | HTTP 200, but the answer is no success, no message
            200 | 1 | {"message":"not a Prometheus"}             | HTTP 200, but the answer is no success, no message
            206 | 1 | {"status":"success"}                       | HTTP 206, no message
            500 | 2 | {"status":"error","error":"panic"}         | HTTP 500, panic
            502 | 2 | Bad Gateway                                | HTTP 502, Bad Gateway
            504 | 2 | <html>upstream request timeout</html>      | HTTP 504, <html>upstream request timeout</html>
            403 | 1 | RBAC: access denied                        | HTTP 403, RBAC: access denied; give credentials in a header
            405 | 1 | {"status":"error","error":"POST only"}     | HTTP 405, POST only; see whether the address has the right path before /api/v1
            200 | 1 | {"status":"success","data":{"resultType":"vector","result":[]},"warnings":["store 1 is down","b"]} | the answer is incomplete: store 1 is down; b
            200 | 1 | {"isPartial":true,"status":"success","data":{"resultType":"vector","result":[]}}                   | the answer is incomplete: a part of the backend did not answer
            200 | 1 | {"status":"success","data":{"resultType":"matrix","result":[]}}  | the result is a 'matrix', not a vector; see whether the address is that of a Prometheus API
            200 | 1 | {"status":"success","data":{"resultType":"streams","result":[{"stream":{},"values":[["1","line"]]}]}} | the result is a 'streams', not a vector; see whether the address is that of a Prometheus API
            200 | 1 | {"status":"success"}                       | the result is a '', not a vector; see whether the address is that of a Prometheus API
            200 | 1 | [1]                                        | HTTP 200, the answer is not one of a Prometheus API: the answer is a list, expected an object, in [1]
            200 | 1 | {"status":"success","data":{"resultType":"vector"}} | HTTP 200, the answer is not one of a Prometheus API: its data has no result, in {"status":"success","data":{"resultType":"vector"}}
            """)
    void saysWhatIsWrongWithAnAnswer(int status, int tries, String body, String sentence) {
        assertFails(aResponse().withStatus(status).withBody(body), tries, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            "value":[1795239900,7]                      | a value is a whole number, expected a string
            "value":[1795239900,null]                   | a value is null, expected a string
            "value":["1795239900","7"]                  | the time of a value is a string, expected a number
            "value":[1795239900,"7","8"]                | a value has too many parts
            "value":[1795239900]                        | a value is missing, expected a string
            "value":null                                | a value is null, expected a list
            "other":1                                   | a row has no value
            "value":[1795239900,"7"],"values":[]        | a row has several values where one is expected
            "values":[[1795239900,"7"]]                 | it says that its result is a vector, but the rows are not
            """)
    void saysWhatIsWrongWithARow(String value, String problem) {
        String body = ONE.replace("\"value\":[1795239900,\"7\"]", value);
        assertThat(failure(okJson(body), 1))
                .startsWith("HTTP 200, the answer is not one of a Prometheus API: " + problem + ", in {\"status\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"metric\":null,", "\"metric\":[],", "", "\"metric\":{\"job\":null},", "\"metric\":{\"job\":1},"
            })
    void takesNoRowWhoseLabelsAreNone(String metric) {
        String body = ONE.replace("\"metric\":{\"job\":\"j\",\"instance\":\"i\"},", metric);
        assertThat(failure(okJson(body), 1)).contains("is not one of a Prometheus API: ");
    }

    @Test
    void takesNoFieldTwice() {
        String twice = ONE.replace("\"value\"", "\"value\":[1795239900,\"9\"],\"value\"");
        assertThat(failure(okJson(twice), 1)).startsWith("HTTP 200, the answer repeats a field: {\"status\"");
    }

    @Test
    void takesNoSeriesTwice() {
        String row = ONE.substring(ONE.indexOf("{\"metric"), ONE.indexOf("]}}"));
        assertFails(
                okJson(ONE.replace(row, row + "," + row)),
                1,
                "the answer holds the series {instance=i, job=j} twice; see whether the backend unites replicas without"
                        + " deduplicating them");
    }

    @Test
    void takesNoAnswerToAnotherQuestion() {
        assertFails(
                okJson(ONE.replace("1795239900", "1795239870.5")),
                1,
                "the answer holds values of 2026-11-21T05:44:30.500Z, asked for were those of 2026-11-21T05:45:00Z; see whether"
                        + " a cache in between answers other questions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"infos\":[\"might not be a counter\"]",
                "\"warnings\":[]",
                "\"warnings\":null",
                "\"isPartial\":false",
                "\"stats\":{\"a\":[1,{}]}"
            })
    void takesAnAnswerThatSaysMoreThanItMust(String more) throws Exception {
        answer(okJson(ONE.substring(0, ONE.length() - 1) + "," + more + "}"));
        assertThat(snapshot(PATIENT).ages()).hasSize(1);
    }

    @Test
    void unpacksWhatItAskedForAndNothingElse() throws Exception {
        answer(packed(gzip(ONE)));
        assertThat(snapshot(PATIENT).ages()).hasSize(1);
        String sentence =
                "the answer is not packed as its header Content-Encoding says, or in another way than gzip; see"
                        + " whether a proxy in between changes answers";
        assertFails(packed(ONE.getBytes(StandardCharsets.UTF_8)), 1, sentence);
        byte[] damaged = gzip(ONE);
        damaged[damaged.length - 6] ^= 1;
        assertFails(packed(damaged), 1, sentence);
        assertFails(ok().withBody(deflate(ONE)).withHeader("Content-Encoding", "deflate"), 1, sentence);
        assertFails(okJson(ONE).withHeader("Content-Encoding", "br"), 1, sentence);
        assertFails(
                ok().withBody(gzip(ONE)),
                1,
                "HTTP 200, the answer is not JSON, since it is not UTF-8: "
                        + Shown.text(new String(gzip(ONE), StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            ''              | % %       | the answer is larger than 67108864 bytes
            %{"stats":"%    | x         | the answer is larger than 67108864 bytes
            %{"error":"%    | x         | HTTP 200, the answer has parts larger or deeper than the API's: {"error":"xxx
            %{"stats":%     | %{"a":[%  | HTTP 200, the answer has parts larger or deeper than the API's: {"stats":{"a":[{
            %{"stats":%     | 1         | HTTP 200, the answer has parts larger or deeper than the API's: {"stats":111
            %%              | %[%       | HTTP 200, the answer is not one of a Prometheus API: the answer is a list
            """)
    void unpacksNoMoreThanItsLimit(String start, String part, String sentence) {
        byte[] bomb = gzip((start.equals("''") ? "" : start) + part.repeat(80_000_000 / part.length()));
        assertThat(bomb).hasSizeLessThan(400_000);
        assertThat(failure(packed(bomb), 1)).startsWith(sentence).hasSizeLessThan(500);
    }

    @ParameterizedTest
    @EnumSource(Text.class)
    void showsNoTextOfExceptionsNorControlCharacters(Text where) {
        assertThat(failure(aResponse().withStatus(400).withBody(where.body), 1))
                .doesNotContainPattern("[\\p{Cntrl}]")
                .hasSizeLessThan(400);
    }

    enum Text {
        ESCAPES("{\"status\":\"error\",\"error\":\"\\u001b[31mred\\u0000\\u202e\"}"),
        LONG("{\"status\":\"error\",\"error\":\"" + "x".repeat(100_000) + "\"}"),
        TEXT("\u001b[2J\r\n" + "y".repeat(100_000));

        private final String body;

        Text(String body) {
            this.body = body;
        }
    }

    private static void answer(ResponseDefinitionBuilder response) {
        BACKEND.resetAll();
        BACKEND.stubFor(post(anyUrl()).willReturn(response));
    }

    private static void assertFails(ResponseDefinitionBuilder response, int tries, String sentence) {
        assertThat(failure(response, tries)).isEqualTo(sentence);
    }

    /** The sentence, without what it begins with; every try is counted. */
    private static String failure(ResponseDefinitionBuilder response, int tries) {
        answer(response);
        String sentence = sentence(PATIENT);
        BACKEND.verify(tries, postRequestedFor(anyUrl()));
        return sentence;
    }

    private static void assertThatFails(Duration budget, String sentence) {
        assertThat(sentence(budget)).isEqualTo(sentence);
    }

    private static String sentence(Duration budget) {
        String start = "query for proxy ages to " + BACKEND.baseUrl() + "/api/v1/query: ";
        var message = new StringBuilder();
        assertThatExceptionOfType(SourceUnavailableException.class)
                .isThrownBy(() -> snapshot(budget))
                .satisfies(e -> assertThat(e.getMessage()).startsWith(start).doesNotContain("s3cret"))
                .satisfies(e -> message.append(e.getMessage()));
        return message.substring(start.length());
    }

    private static void assertSucceedsAfter(ResponseDefinitionBuilder first) {
        BACKEND.resetAll();
        BACKEND.stubFor(post(anyUrl())
                .inScenario("s")
                .whenScenarioStateIs(STARTED)
                .willSetStateTo("again")
                .willReturn(first));
        BACKEND.stubFor(
                post(anyUrl()).inScenario("s").whenScenarioStateIs("again").willReturn(okJson(ONE)));
        try {
            assertThat(snapshot(PATIENT).ages()).containsEntry(new Instance("j", "i"), Duration.ofSeconds(7));
        } catch (SourceUnavailableException e) {
            throw new AssertionError(e);
        }
        BACKEND.verify(2, postRequestedFor(anyUrl()));
    }

    /** Of last known values, for which one query is enough. */
    private static Snapshot snapshot(Duration budget) throws SourceUnavailableException {
        var settings = new PrometheusSettings(
                URI.create(BACKEND.baseUrl()), budget, Map.of("Authorization", "Bearer s3cret"), Map.of(), 2_000);
        return new PrometheusMetricSource(settings, Reporter.SOURCE)
                .snapshot(new SnapshotQuery(
                        AT,
                        Set.of(),
                        BucketBounds.none(),
                        new SnapshotQuery.Form.LastKnown(Duration.ofMinutes(1), Set.of())));
    }

    private static ResponseDefinitionBuilder packed(byte[] body) {
        return ok().withBody(body).withHeader("Content-Encoding", "gzip");
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
