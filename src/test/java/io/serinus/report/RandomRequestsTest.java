package io.serinus.report;

import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.serinus.release.Outcome;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Tuple;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests made at random from the description of the API, right ones and wrong ones, get an answer that it describes, and
 * never one that is the server's fault. {@code -Drequests.seed=N} makes others, {@code -Drequests.count=N} more.
 */
@QuarkusTest
@TestProfile(ReportProfile.class)
class RandomRequestsTest {
    private static final long SEED = Long.getLong("requests.seed", 20260301);
    private static final int COUNT = Integer.getInteger("requests.count", 1500);
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW");
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    @Inject
    FakeReleaseStore store;

    @Inject
    FakeAccessReview access;

    @Inject
    FakeRouter router;

    @Inject
    SetClock clock;

    private final Contract contract;
    private final Random random = new Random(SEED);
    private final Map<String, Integer> statuses = new TreeMap<>();

    /** What stands where a text is expected. */
    private final RandomGenerator<String> texts = Arbitraries.frequencyOf(
                    Tuple.of(3, Arbitraries.of("shop", "cart-1", "cart", "fast", "v2", "1", "-", "PENDING", "*")),
                    Tuple.of(
                            2,
                            Arbitraries.of(
                                    "",
                                    " ",
                                    "0",
                                    "-1",
                                    "501",
                                    "1e9",
                                    "99999999999999999999",
                                    "2026-03-01T12:00:00Z",
                                    "2026-02-30",
                                    "+999999999-12-31T23:59:59Z",
                                    "null",
                                    "..",
                                    "a/b",
                                    "a%b",
                                    "%00",
                                    "\u0000",
                                    "\r\nX: y",
                                    "\u202e",
                                    "😀",
                                    "'\"<script>",
                                    "${jndi:x}",
                                    "{{7*7}}",
                                    "MjAyNi0wMy0wMVQxMjowMDowMFogc2hvcCBjYXJ0LTE",
                                    "x".repeat(1000),
                                    "host:cart-v2",
                                    "W/\"x\"",
                                    "\"")),
                    Tuple.of(1, Arbitraries.strings().ofMaxLength(20)))
            .generator(1000);

    private final RandomGenerator<String> bodies = Arbitraries.frequencyOf(
                    Tuple.of(
                            2,
                            Arbitraries.of(
                                    "{\"command\": \"pause\"}",
                                    "{\"command\": \"approve\", \"gate\": \"x\", \"reason\": \"\\u202e\\n\"}",
                                    "{\"command\": null, \"reason\": {}}",
                                    "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a], http: [{route: [{destination: {host: a}}]}]}",
                                    "{\"apiVersion\": \"networking.istio.io/v1\", \"kind\": \"VirtualService\", \"spec\": 7}",
                                    "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: []\nspec: {http: {route: 1}, tls: [null], hosts: {}}",
                                    "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nspec: {subsets: [null, 1, {name: 2}], host: []}",
                                    "apiVersion: serinus.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: 1}\nspec: {steps: [1], metrics: {}, args: [[]]}",
                                    "apiVersion: v1\nkind: List\nitems: [null, 1, {kind: VirtualService, apiVersion: networking.istio.io/v1}]")),
                    Tuple.of(2, trees().map(RandomRequestsTest::virtualService)),
                    Tuple.of(
                            1,
                            Arbitraries.of(
                                    "",
                                    "[]",
                                    "{",
                                    "a: [",
                                    "--- ---",
                                    "\"",
                                    "a: &a [*a]",
                                    "!!java.net.URL x",
                                    "\u0000",
                                    "? [a]\n: b")),
                    Tuple.of(1, Arbitraries.strings().ofMaxLength(40)))
            .generator(1000);

    RandomRequestsTest() throws IOException {
        contract = new Contract();
    }

    /** Values of JSON of every shape. */
    private static Arbitrary<String> trees() {
        return Arbitraries.recursive(
                () -> Arbitraries.of("null", "0", "-1", "1.5", "true", "\"\"", "\"a\"", "\"*\"", "1e400", "[]", "{}"),
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(2).map(list -> "[" + String.join(", ", list) + "]"),
                        inner.tuple2().map(two -> "{\"route\": " + two.get1() + ", \"match\": " + two.get2() + "}"),
                        inner.tuple2()
                                .map(two -> "{\"destination\": " + two.get1() + ", \"weight\": " + two.get2() + "}"),
                        inner.tuple2().map(two -> "{\"host\": " + two.get1() + ", \"subset\": " + two.get2() + "}")),
                0,
                4);
    }

    private static String virtualService(String http) {
        return "{\"apiVersion\": \"networking.istio.io/v1\", \"kind\": \"VirtualService\", \"metadata\": {\"name\": \"a\"},"
                + " \"spec\": {\"hosts\": [\"a\"], \"http\": [" + http + "]}}";
    }

    @BeforeEach
    void fill() {
        clock.set(START.plusSeconds(9000));
        access.always = null;
        access.knows("random", "system:serviceaccount:ci:random", "shop");
        router.reset();
        router.holds("shop", "cart", Map.of("serinus.io/release", "v2"));
        store.holds(
                release("shop", "cart-1", "cart").progressing(1),
                release("shop", "pay-1", "pay").ended(Outcome.ABORTED, "Errors rose."));
    }

    @Test
    void everyAnswerIsDescribedAndNoneIsTheServersFault() {
        // Who listens to events listens for good.
        List<String> paths = contract.paths().stream()
                .filter(path -> !path.equals("/api/v1/events"))
                .toList();
        JqwikSession.run(() -> {
            for (int i = 0; i < COUNT; i++) {
                clock.set(START.plusSeconds(9000 + 10L * i));
                String path = paths.get(random.nextInt(paths.size()));
                RawRequest request = request(path);
                try {
                    RawRequest.Answer answer = request.send();
                    statuses.merge(String.valueOf(answer.status()), 1, Integer::sum);
                    require(path, request, answer);
                } catch (IOException | AssertionError e) {
                    throw new AssertionError(
                            "seed " + SEED + ", request " + i + ": " + request.method() + " " + request.target() + " "
                                    + request.headers() + "\n" + new String(request.body(), UTF_8),
                            e);
                }
            }
        });
        // Otherwise nothing but refusals, or no refusals, would have been tried.
        assertThat(statuses)
                .containsKeys("200", "202", "304", "400", "401", "404", "405", "406", "413", "415", "422")
                .doesNotContainKeys("500", "501", "503");
    }

    private void require(String path, RawRequest request, RawRequest.Answer answer) throws IOException {
        assertThat(answer.status()).isLessThan(500);
        boolean isOdd = request.target().matches("[^?]*/(\\.\\.|%2E%2E)?(/.*|\\?.*|$)|.*/-/-/.*");
        if (isOdd) {
            // An empty name or the one above makes another address; whatever it is, it is answered.
            return;
        }
        contract.require(request.method(), path, answer);
    }

    private RawRequest request(String path) {
        String method = chance(85) ? described(path) : METHODS.get(random.nextInt(METHODS.size()));
        JsonNode operation =
                contract.operation(method, path).orElse(contract.document().missingNode());
        var headers = new HashMap<String, String>();
        if (chance(25)) {
            headers.put(
                    "Accept",
                    pick(
                            "application/json",
                            "text/plain",
                            "text/*;q=0.3",
                            "*/*",
                            "image/png",
                            "a/b;q=x",
                            ",;",
                            "application/yaml"));
        }
        if (chance(30)) {
            headers.put("If-None-Match", pick("*", "\"x\"", "W/", ",,", "\"x"));
        }
        if (chance(80)) {
            headers.put(
                    "Authorization",
                    pick("Bearer random", "Bearer random", "Bearer random", "Bearer", "Basic x", "Bearer \u00e9"));
        }
        byte[] body = new byte[0];
        if (!method.equals("HEAD") && (operation.has("requestBody") || chance(5))) {
            body = chance(3)
                    ? "#".repeat(300_000).getBytes(UTF_8)
                    : (chance(20) ? "{\"command\": \"pause\"}" : next(bodies)).getBytes(UTF_8);
            if (chance(95)) {
                headers.put("Content-Type", type(operation));
            }
        }
        return new RawRequest(method, target(path) + query(operation), headers, body);
    }

    private String described(String path) {
        var methods = new ArrayList<String>();
        contract.document()
                .path("paths")
                .path(path)
                .fieldNames()
                .forEachRemaining(name -> methods.add(name.toUpperCase(java.util.Locale.ROOT)));
        return methods.get(random.nextInt(methods.size()));
    }

    private String type(JsonNode operation) {
        var types = new ArrayList<String>();
        operation.path("requestBody").path("content").fieldNames().forEachRemaining(types::add);
        return types.isEmpty() || chance(10)
                ? pick(
                        "text/plain",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data",
                        "/",
                        "application/json;charset=x",
                        "*/*")
                : types.get(random.nextInt(types.size()));
    }

    private String target(String path) {
        Matcher matcher = NAME.matcher(path);
        var target = new StringBuilder();
        while (matcher.find()) {
            String value =
                    chance(70) ? matcher.group(1).equals("namespace") ? "shop" : pick("cart-1", "fast") : next(texts);
            matcher.appendReplacement(target, Matcher.quoteReplacement(encoded(value)));
        }
        return matcher.appendTail(target).toString();
    }

    private String query(JsonNode operation) {
        var parts = new ArrayList<String>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode resolved = contract.resolved(parameter);
            if (resolved.path("in").asText().equals("query") && chance(20)) {
                String value = resolved.has("example") && chance(50)
                        ? resolved.path("example").asText()
                        : next(texts);
                parts.add(resolved.path("name").asText() + "=" + encoded(value));
            }
        }
        if (chance(5)) {
            parts.add(encoded(next(texts)) + "=" + encoded(next(texts)));
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    /** What is no URI at all is refused before it comes to the API. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T next(RandomGenerator<T> generator) {
        return generator.next(random).value();
    }
}
