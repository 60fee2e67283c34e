package io.serinus.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.prometheus.RecordedServer.Delivery;
import io.serinus.prometheus.RecordedServer.Reply;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusBackendTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String THANOS =
            "{\"status\":\"success\",\"data\":{\"version\":\"0.36.1\",\"revision\":\"x\",\"goVersion\":\"go1.23\"}}";
    private static final String MIMIR = "{\"status\":\"success\",\"data\":{\"application\":\"Grafana Mimir\","
            + "\"version\":\"2.15.0\",\"features\":{\"ruler_config_api\":\"true\"}}}";

    @TempDir
    Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Test
    void theTokenIsReadAgainWhenItsFileChanges() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        try (var server = new RecordedServer(_ -> Reply.ok(RecordedServer.EMPTY))) {
            var source = source(server.url(), connection(token, Optional.empty(), Optional.of("shop")));

            source.snapshot(query());
            Files.writeString(token, "the second\n");
            source.snapshot(query());
            Files.delete(token);
            source.snapshot(query());

            assertThat(server.asked().stream()
                            .map(asked -> asked.header("Authorization").orElse("")))
                    .containsExactly("Bearer first", "Bearer the second", "Bearer the second");
            assertThat(server.asked())
                    .allMatch(asked -> asked.header("X-Scope-OrgID").equals(Optional.of("shop")));
        }
    }

    @Test
    void aTokenThatCannotBeSentIsToldWithoutItsText() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "s3cret\ns3cret\n");
        try (var server = new RecordedServer(_ -> Reply.ok(RecordedServer.EMPTY))) {
            var source = source(server.url(), connection(token, Optional.empty(), Optional.empty()));

            assertThatThrownBy(() -> source.snapshot(query()))
                    .isInstanceOf(SourceUnavailableException.class)
                    .hasMessageContaining("bearer-token-file is " + token + "; expected one line of text in it")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void requestsGoThroughTheProxy() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "t");
        try (var proxy = new RecordedServer(_ -> Reply.ok(RecordedServer.EMPTY))) {
            var source = source(
                    URI.create("http://backend.invalid:9090/prometheus"),
                    connection(token, Optional.of(proxy.url().getAuthority()), Optional.empty()));

            source.snapshot(query());

            assertThat(proxy.asked()).singleElement().satisfies(asked -> {
                assertThat(asked.path()).isEqualTo("/prometheus/api/v1/query");
                assertThat(asked.header("Host")).contains("backend.invalid:9090");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "EC PRIVATE KEY, openssl pkcs8 -topk8 -nocrypt",
        "ENCRYPTED PRIVATE KEY, without a password",
        "CERTIFICATE, expected a key in PEM as PKCS #8",
    })
    void aKeyOfAnotherKindIsRefusedWithTheWayToConvertIt(String kind, String words) throws Exception {
        String text = "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(new byte[99])
                + "\n-----END " + kind + "-----\n";
        Path key = Files.writeString(folder.resolve("client.key"), text);
        Path cert = folder.resolve("client.pem");
        try (var in = PrometheusBackendTest.class.getResourceAsStream("client.pem")) {
            Files.write(cert, java.util.Objects.requireNonNull(in).readAllBytes());
        }

        assertThat(settings(
                                URI.create("https://backend"),
                                new Connection(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(cert),
                                        Optional.of(key),
                                        Optional.empty()))
                        .fileProblems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("key-file is " + key, words));
    }

    @ParameterizedTest
    @CsvSource({"AAAAA", "MIIB=AAA=B", "====", "A"})
    void aKeyThatIsNotBase64IsTold(String base64) throws Exception {
        Path key = Files.writeString(
                folder.resolve("client.key"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        Path cert = Files.writeString(folder.resolve("client.pem"), RecordedServer.recorded("client.pem"));
        var connection = tls(Optional.empty(), Optional.of(cert), Optional.of(key));

        assertThat(settings(URI.create("https://backend"), connection).fileProblems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("key-file is " + key)
                        .contains("key is broken")
                        .doesNotContain(base64));
    }

    @Test
    void theConnectionStaysWhileAFileIsBeingRenewed() throws Exception {
        String good = RecordedServer.recorded("client.pem");
        Path authority = Files.writeString(folder.resolve("ca.pem"), good);
        var settings = settings(
                URI.create("https://backend"), tls(Optional.of(authority), Optional.empty(), Optional.empty()));
        var connector = new Connector(settings);
        var first = connector.client();

        Files.writeString(authority, good.substring(0, good.length() / 2));
        assertThat(connector.client()).isSameAs(first);
        assertThat(connector.client()).isSameAs(first);
        assertThat(first.isTerminated()).isFalse();
        Files.writeString(authority, good + "\n\n");
        assertThat(connector.client()).isNotSameAs(first);

        Files.writeString(authority, "none");
        assertThat(settings.fileProblems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("ca-file is " + authority));
    }

    @Test
    void theDoctorShowsNoSecretOfARedirect() throws Exception {
        var backend = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        backend.start();
        try {
            backend.stubFor(any(anyUrl())
                    .willReturn(temporaryRedirect("https://user:s3cret@sso.example/login?state=s3cret#s3cret")));
            var findings = new ArrayList<Finding>();
            var checked = PrometheusBackend.plain(settings(URI.create(backend.baseUrl()), Connection.PLAIN));

            assertThat(new ReachCheck(checked, findings).isReached()).isFalse();

            assertThat(findings.getLast().toString())
                    .contains("It answers HTTP 302 and sends elsewhere: https://sso.example/login.")
                    .doesNotContain("s3cret");
        } finally {
            backend.stop();
        }
    }

    @Test
    void thanosIsRecognizedAndAskedForCompleteAnswers() throws Exception {
        try (var server = new RecordedServer(
                asked -> asked.path().endsWith("buildinfo") ? Reply.ok(THANOS) : Reply.ok(RecordedServer.EMPTY))) {
            var backend = backend(server.url(), Optional.empty());
            assertThat(backend.delay()).isEqualTo(Flavor.UNKNOWN.delay());
            await().atMost(LONG).until(() -> backend.identity().flavor() == Flavor.THANOS);

            new PrometheusMetricSource(backend, Reporter.SOURCE).snapshot(query());

            assertThat(backend.identity()).hasToString("Thanos 0.36.1");
            assertThat(backend.delay()).isEqualTo(Duration.ofSeconds(60));
            assertThat(server.asked().getLast().form())
                    .containsEntry("dedup", "true")
                    .containsEntry("partial_response", "false")
                    .containsEntry("nocache", "1")
                    .doesNotContainKey("deny_partial_response");
            assertThat(heard).contains("begins", "identified Thanos 0.36.1");
        }
    }

    @Test
    void aBackendThatIsAwayIsAskedAgainAndQueriesDoNotWait() throws Exception {
        var up = new AtomicBoolean();
        try (var server = new RecordedServer(asked -> !up.get()
                ? new Reply(503, "Service Unavailable", Delivery.PLAIN)
                : asked.path().endsWith("buildinfo") ? Reply.ok(MIMIR) : Reply.ok(RecordedServer.EMPTY))) {
            var backend = backend(server.url(), Optional.of(Duration.ofSeconds(30)));
            assertThatThrownBy(() -> new PrometheusMetricSource(backend, Reporter.SOURCE).snapshot(query()))
                    .isInstanceOf(SourceUnavailableException.class);
            assertThat(backend.identity()).isEqualTo(Identity.UNKNOWN);
            up.set(true);

            await().atMost(LONG).until(() -> backend.identity().flavor() == Flavor.MIMIR);

            assertThat(backend.delay()).as("the option goes first").isEqualTo(Duration.ofSeconds(30));
            assertThat(heard).contains("asked", "failed UNAVAILABLE", "retried", "identified Mimir or Cortex 2.15.0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Unauthorized | CREDENTIALS",
                "429 | too many | UNAVAILABLE",
                "404 | 404 page not found | REFUSED",
                "200 | {\"status\":\"success\",\"warnings\":[\"half\"],\"data\":{\"resultType\":\"vector\",\"result\":[]}} | UNUSABLE",
                "200 | <html> | UNUSABLE",
            })
    void failuresAreToldByKind(int status, String body, String kind) throws Exception {
        try (var server = new RecordedServer(_ -> new Reply(status, body, Delivery.PLAIN))) {
            var backend = new PrometheusBackend(
                    settings(server.url(), Optional.of(Flavor.PROMETHEUS), Optional.empty()), listener());

            assertThatThrownBy(() -> new PrometheusMetricSource(backend, Reporter.SOURCE).snapshot(query()))
                    .isInstanceOf(SourceUnavailableException.class);

            assertThat(heard).contains("asked", "failed " + kind);
        }
    }

    @Test
    void aClusterIsToldFromASingleNodeByItsAnswersWhereThePathHidesIt() throws Exception {
        try (var server = new RecordedServer(asked -> asked.path().endsWith("buildinfo")
                ? Reply.ok("{\"status\":\"success\",\"data\":{\"version\":\"2.24.0\"}}")
                : Reply.ok(RecordedServer.EMPTY.replace("\"data\"", "\"isPartial\":false,\"data\"")))) {
            assertThat(BackendWatch.ask(PrometheusBackend.plain(settings(server.url(), Connection.PLAIN))))
                    .map(Identity::flavor)
                    .contains(Flavor.VICTORIAMETRICS_CLUSTER);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | 404 page not found",
                "400 | bad request",
                "405 | no",
                "501 | no",
                "503 | Service Unavailable",
                "200 | <html>Sign in</html>",
                "200 | {\"status\":\"success\",\"data\":{\"version\":\"\",\"goVersion\":\"go1.17\"}}",
                "200 | {\"status\":\"error\"}",
            })
    void whatIsKnownOfABackendStaysUntilItSaysSomethingElse(int status, String body) throws Exception {
        var builds = new AtomicInteger();
        // Known, then whatever stands in between answers, then the backend has been replaced.
        try (var server = new RecordedServer(asked -> !asked.path().endsWith("buildinfo")
                ? Reply.ok(RecordedServer.EMPTY)
                : switch (builds.getAndIncrement()) {
                    case 0 -> Reply.ok(THANOS);
                    case 1, 2, 3 -> new Reply(status, body, Delivery.PLAIN);
                    default -> Reply.ok(MIMIR);
                })) {
            var backend = new PrometheusBackend(settings(server.url(), Optional.empty(), Optional.empty()), listener());
            var soon = Duration.ofMillis(20);
            var watch = new BackendWatch(backend, Optional.empty(), soon, soon);
            await().atMost(LONG).until(() -> watch.identity().flavor() == Flavor.THANOS);

            var seen = new CopyOnWriteArrayList<Flavor>();
            await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> {
                seen.add(watch.identity().flavor());
                return seen.getLast() == Flavor.MIMIR;
            });

            assertThat(builds).hasValueGreaterThan(4);
            assertThat(seen).containsOnly(Flavor.THANOS, Flavor.MIMIR);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
                "503 | Service Unavailable",
                "200 | <html>",
            })
    void howOldSamplesAreIsForgottenWhenItIsNotSaidAnyMore(int status, String body) throws Exception {
        var silent = new AtomicBoolean();
        String age = RecordedServer.EMPTY.replace("[]", "[{\"metric\":{},\"value\":[1795239900,\"12.5\"]}]");
        try (var server =
                new RecordedServer(asked -> silent.get() ? new Reply(status, body, Delivery.PLAIN) : Reply.ok(age))) {
            var told = Optional.of(new Identity(Flavor.PROMETHEUS, ""));
            var backend = new PrometheusBackend(
                    settings(server.url(), Optional.of(Flavor.PROMETHEUS), Optional.empty()), listener());
            var watch = new BackendWatch(backend, told, Duration.ofMillis(20), Duration.ofMillis(20));
            await().atMost(LONG)
                    .until(() -> !watch.identity().equals(Identity.UNKNOWN) && heard.contains("age PT12.5S"));
            silent.set(true);

            await().atMost(LONG)
                    .until(() -> !watch.identity().equals(Identity.UNKNOWN)
                            && heard.getLast().equals("age unknown"));
        }
    }

    @ParameterizedTest
    @CsvSource({"503", "200"})
    void aClusterIsNotTakenForASingleNodeWhileItsQueriesFail(int status) throws Exception {
        var builds = new AtomicInteger();
        try (var server = new RecordedServer(asked -> {
            if (asked.path().endsWith("buildinfo")) {
                builds.incrementAndGet();
                return Reply.ok("{\"status\":\"success\",\"data\":{\"version\":\"2.24.0\"}}");
            }
            return builds.get() < 2
                    ? Reply.ok(RecordedServer.EMPTY.replace("\"data\"", "\"isPartial\":false,\"data\""))
                    : new Reply(status, "Service Unavailable", Delivery.PLAIN);
        })) {
            var backend = new PrometheusBackend(settings(server.url(), Optional.empty(), Optional.empty()), listener());
            var watch = new BackendWatch(backend, Optional.empty(), Duration.ofMillis(20), Duration.ofMillis(20));

            await().atMost(LONG).until(() -> watch.identity().flavor() != Flavor.UNKNOWN);
            await().atMost(LONG).until(() -> {
                assertThat(watch.identity().flavor()).isEqualTo(Flavor.VICTORIAMETRICS_CLUSTER);
                return builds.get() > 4;
            });
        }
    }

    @Test
    void theClockIsComparedWithTolerance() {
        assertThat(ClockCheck.compared(Duration.ofMillis(1900), Duration.ofMillis(100))
                        .grade())
                .isEqualTo(Finding.Grade.OK);
        assertThat(ClockCheck.compared(Duration.ofSeconds(-5), Duration.ZERO))
                .isEqualTo(Finding.warning(
                        "clock", "This machine's clock is 5 s behind the backend's.", "Keep both clocks by NTP."));
        assertThat(ClockCheck.compared(Duration.ofSeconds(40), Duration.ZERO).grade())
                .isEqualTo(Finding.Grade.PROBLEM);
    }

    private PrometheusBackend backend(URI url, Optional<Duration> delay) {
        return new PrometheusBackend(settings(url, Optional.empty(), delay), listener(), Duration.ofMillis(50));
    }

    private BackendListener listener() {
        return new BackendListener() {
            @Override
            public void begins(String backend) {
                heard.add("begins");
            }

            @Override
            public void asked(String backend, Duration took, long bytes) {
                heard.add("asked");
            }

            @Override
            public void failed(String backend, Failure failure) {
                heard.add("failed " + failure);
            }

            @Override
            public void retried(String backend) {
                heard.add("retried");
            }

            @Override
            public void sampleAge(String backend, Duration age) {
                heard.add("age " + age);
            }

            @Override
            public void sampleAgeUnknown(String backend) {
                heard.add("age unknown");
            }

            @Override
            public void identified(String backend, Identity identity) {
                heard.add("identified " + identity);
            }
        };
    }

    private static PrometheusBackend.Settings settings(URI url, Optional<Flavor> flavor, Optional<Duration> delay) {
        return new PrometheusBackend.Settings(
                "default", settings(url, Connection.PLAIN), flavor, delay, Optional.empty());
    }

    private static PrometheusSettings settings(URI url, Connection connection) {
        return new PrometheusSettings(url, Duration.ofSeconds(10), Map.of(), Map.of(), 12_000, connection);
    }

    private static PrometheusMetricSource source(URI url, Connection connection) {
        return new PrometheusMetricSource(settings(url, connection), Reporter.SOURCE);
    }

    private static Connection connection(Path token, Optional<String> proxy, Optional<String> tenant) {
        return new Connection(
                tenant,
                Optional.of(token),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                proxy);
    }

    private static Connection tls(Optional<Path> authority, Optional<Path> cert, Optional<Path> key) {
        return new Connection(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                authority,
                cert,
                key,
                Optional.empty());
    }

    /** One for which one question is enough. */
    private static SnapshotQuery query() {
        return new SnapshotQuery(
                Instant.EPOCH,
                Set.of(),
                BucketBounds.none(),
                new SnapshotQuery.Form.LastKnown(Duration.ofMinutes(1), Set.of()));
    }
}
