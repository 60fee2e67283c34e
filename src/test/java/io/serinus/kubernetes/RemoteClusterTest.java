package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cluster a kubeconfig means and who asks; with API servers newer and odder than that of the integration tests. */
class RemoteClusterTest {
    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int status, String json) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private Path kubeconfig() throws IOException {
        return Files.writeString(
                folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                clusters:
                - {name: near, cluster: {server: "http://127.0.0.1:%d"}}
                - {name: far, cluster: {server: "http://no.such.host.invalid:1"}}
                users: [{name: alice@near, user: {token: secret}}]
                contexts:
                - {name: shop, context: {cluster: near, user: alice@near, namespace: shop}}
                - {name: plain, context: {cluster: near, user: alice@near}}
                - {name: away, context: {cluster: far, user: alice@near}}
                current-context: shop
                """.formatted(server.getAddress().getPort()));
    }

    private RemoteCluster open(String context) throws IOException, ClusterException {
        return RemoteCluster.open(
                Optional.of(kubeconfig()), Optional.of(context).filter(name -> !name.isEmpty()));
    }

    @Test
    void theContextSaysWhichNamespaceIsMeant() throws Exception {
        try (var shop = open("");
                var plain = open("plain")) {
            assertThat(shop.namespace()).isEqualTo("shop");
            assertThat(plain.namespace()).isEqualTo("default");
        }
    }

    @Test
    void anotherContextIsNeverTakenForTheOneThatIsNamed() throws IOException {
        assertThatThrownBy(() -> open("shpo"))
                .isInstanceOf(ClusterException.class)
                .hasMessage("--context is \"shpo\", expected one of away, plain, shop");
        Path config = kubeconfig();
        Files.writeString(config, Files.readString(config).replace("current-context: shop", ""));
        assertThatThrownBy(() -> RemoteCluster.open(Optional.of(config), Optional.empty()))
                .hasMessage("kubeconfig " + config
                        + " has no current context; name one by --context, expected one of away, plain, shop");
    }

    /** As a controller that names one would otherwise wait for ever. */
    @Test
    void aKubeconfigThatIsNamedHasToBeOne() throws Exception {
        Path none = folder.resolve("none");
        Path good = kubeconfig();
        Path broken = Files.writeString(folder.resolve("broken"), ": [");

        Kubeconfig.requireReadable(Optional.empty());
        Kubeconfig.requireReadable(Optional.of(good + File.pathSeparator + none));
        assertThatThrownBy(() -> Kubeconfig.requireReadable(Optional.of(none.toString())))
                .isInstanceOf(ClusterException.class)
                .hasMessage("there is no kubeconfig " + none
                        + ", expected the file by which kubectl finds the cluster; name it by KUBECONFIG");
        assertThatThrownBy(() -> Kubeconfig.requireReadable(Optional.of(good + File.pathSeparator + broken)))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("kubeconfig " + broken + " cannot be read, expected a file");
    }

    @Test
    void aFileThatIsNoKubeconfigIsTold() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> RemoteCluster.open(Optional.of(none), Optional.empty()))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("there is no kubeconfig " + none);
        Path broken = Files.writeString(folder.resolve("broken"), ": [");
        assertThatThrownBy(() -> RemoteCluster.open(Optional.of(broken), Optional.empty()))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("kubeconfig " + broken + " cannot be read");
        Path empty = Files.writeString(folder.resolve("empty"), "apiVersion: v1\nkind: Config\n");
        assertThatThrownBy(() -> RemoteCluster.open(Optional.of(empty), Optional.of("shop")))
                .isInstanceOf(ClusterException.class)
                .hasMessage("--context is \"shop\", but kubeconfig " + empty + " has no contexts");
    }

    @Test
    void aPersonIsWhoTheApiServerSays() throws Exception {
        answer("/apis/authentication.k8s.io/v1/selfsubjectreviews", 201, """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
                 "status": {"userInfo": {"username": "alice@example.com"}}}""");
        try (var cluster = open("")) {
            assertThat(cluster.user()).isEqualTo("alice@example.com");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 405})
    void whereNobodySaysItIsTheNameInTheKubeconfig(int status) throws Exception {
        answer("/", status, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": " + status + "}");
        try (var cluster = open("")) {
            assertThat(cluster.user()).isEqualTo("alice@near");
        }
    }

    @Test
    void whatIsInTheWayIsTold() throws Exception {
        answer("/apis/serinus.io", 404, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 404}");
        answer("/apis/authentication.k8s.io", 401, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 401}");
        String here = "the API server http://127.0.0.1:" + server.getAddress().getPort() + "/ of context shop";
        try (var cluster = open("");
                var away = open("away")) {
            assertThatThrownBy(() -> cluster.releases("shop"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith(here + " knows no CanaryReleases");
            assertThatThrownBy(cluster::user)
                    .isInstanceOf(ClusterException.class)
                    .hasMessage(here + " does not know you: log in again, or name another --context");
            stop();
            assertThatThrownBy(() -> cluster.releases("shop"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageStartingWith(here + " cannot be reached: ");
            assertThatThrownBy(() -> away.releases("shop"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("of context away cannot be reached: there is no host of its name");
        }
    }
}
