package io.serinus.prometheus;

import static io.serinus.prometheus.Finding.Grade.OK;
import static io.serinus.prometheus.Finding.Grade.PROBLEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.testbed.BackendServer;
import io.serinus.testbed.BackendServer.Authority;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Prometheus behind its own TLS and passwords, and what the checkup says of each way not to get through. */
class ConnectionIT {
    /** Of the password "test". */
    private static final String HASH = "$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay";

    @TempDir
    Path folder;

    @Test
    void tlsByAnAuthorityOfOnesOwn() throws Exception {
        Authority ours = Authority.create(folder, "ours");
        Authority theirs = Authority.create(folder, "theirs");
        ours.sign("server", "EC", "dns:localhost");
        try (var server = BackendServer.prometheus(Optional.empty(), web(""))) {
            URI url = URI.create("https://localhost:" + server.port());

            assertThat(check(url, ca(ours))).last().satisfies(it -> is(it, "query-limit", OK));
            assertThat(find(check(url, ca(ours)), "tls").seen()).startsWith("The certificate is good, by TLSv1.");
            assertThat(last(check(url, ca(theirs))))
                    .satisfies(it -> is(it, "tls", PROBLEM))
                    .satisfies(it -> assertThat(it.seen()).contains("authority that is not trusted"));
            assertThat(last(check(URI.create("https://127.0.0.1:" + server.port()), ca(ours))))
                    .satisfies(it -> is(it, "tls", PROBLEM))
                    .satisfies(it -> assertThat(it.seen()).contains("for another name"));
            assertThat(last(check(URI.create("http://localhost:" + server.port()), Connection.PLAIN)))
                    .satisfies(it -> is(it, "http", PROBLEM));
        }
    }

    @Test
    void bothShowACertificateAndTheClientsIsRenewed() throws Exception {
        Authority ours = Authority.create(folder, "ours");
        ours.sign("server", "EC", "dns:localhost");
        ours.sign("client", "RSA", "dns:serinus");
        try (var server = BackendServer.prometheus(
                Optional.empty(),
                web("  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: " + ours.certificate()
                        + "\n"))) {
            URI url = URI.create("https://localhost:" + server.port());

            assertThat(last(check(url, ca(ours))).seen()).contains("wants a certificate of this client");
            Connection mutual = new Connection(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(ours.certificate()),
                    Optional.of(folder.resolve("client.pem")),
                    Optional.of(folder.resolve("client.key")),
                    Optional.empty());
            assertThat(find(check(url, mutual), "credentials")).satisfies(it -> is(it, "credentials", OK));

            var connector = new Connector(settings(url, mutual));
            var before = connector.client();
            assertThat(connector.client()).isSameAs(before);
            Authority fresh = new Authority(folder, "ours");
            fresh.sign("renewed", "EC", "dns:serinus");
            Files.move(
                    folder.resolve("renewed.pem"), folder.resolve("client.pem"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    folder.resolve("renewed.key"), folder.resolve("client.key"), StandardCopyOption.REPLACE_EXISTING);
            assertThat(connector.client()).isNotSameAs(before);
            assertThat(find(check(url, mutual), "credentials")).satisfies(it -> is(it, "credentials", OK));
        }
    }

    @Test
    void basicAuthenticationWithAPasswordThatChanges() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "wrong\n");
        try (var server =
                BackendServer.prometheus(Optional.empty(), "basic_auth_users:\n  serinus: \"" + HASH + "\"\n")) {
            URI url = URI.create("http://localhost:" + server.port());

            assertThat(last(check(url, Connection.PLAIN)))
                    .satisfies(it -> is(it, "credentials", PROBLEM))
                    .satisfies(it -> assertThat(it.seen()).contains("it wants credentials"));
            Connection basic = new Connection(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("serinus"),
                    Optional.of(password),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            assertThat(last(check(url, basic)))
                    .satisfies(it -> is(it, "credentials", PROBLEM))
                    .satisfies(it -> assertThat(it.seen()).contains("not good enough"));

            var backend = new PrometheusBackend(
                    new PrometheusBackend.Settings(
                            "default", settings(url, basic), Optional.empty(), Optional.empty(), Optional.empty()),
                    BackendListener.NONE,
                    Duration.ofMillis(100));
            assertThat(backend.identity()).isEqualTo(Identity.UNKNOWN);
            Files.writeString(password, "test\n");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> backend.identity().flavor() == Flavor.PROMETHEUS);
            assertThat(backend.identity().version()).matches("\\d+[.].+");
            assertThat(backend.delay()).isEqualTo(Duration.ofMillis(500));
        }
    }

    private String web(String more) {
        return "tls_server_config:\n  cert_file: " + folder.resolve("server.pem") + "\n  key_file: "
                + folder.resolve("server.key") + "\n" + more;
    }

    private static Connection ca(Authority authority) {
        return new Connection(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(authority.certificate()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static PrometheusSettings settings(URI url, Connection connection) {
        return new PrometheusSettings(url, Duration.ofSeconds(10), Map.of(), Map.of(), 12_000, connection);
    }

    private static List<Finding> check(URI url, Connection connection) throws InterruptedException {
        var settings = new PrometheusBackend.Settings(
                "default", settings(url, connection), Optional.empty(), Optional.empty(), Optional.empty());
        return Checkup.of(settings, Optional.empty()).findings();
    }

    private static Finding last(List<Finding> findings) {
        return findings.getLast();
    }

    private static Finding find(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow(() -> new AssertionError(findings));
    }

    private static void is(Finding finding, String check, Finding.Grade grade) {
        assertThat(finding.check() + " " + finding.grade())
                .as(finding.toString())
                .isEqualTo(check + " " + grade);
    }
}
