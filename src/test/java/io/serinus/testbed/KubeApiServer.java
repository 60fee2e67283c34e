package io.serinus.testbed;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real Kubernetes API: etcd and kube-apiserver with RBAC on, without nodes and controllers, so nothing runs, nothing is
 * garbage-collected and namespaces stay. It knows Istio's resources and the project's own.
 *
 * <p>{@code @ExtendWith(KubeApiServer.class)} gives tests a parameter of this type: the one server that all tests of the
 * JVM share. Tests keep apart by {@linkplain #namespace() namespaces}. For a server of its own that it may stop and start, a
 * test calls {@link #start} and {@link #close} itself.
 */
public final class KubeApiServer implements ExecutionCondition, ParameterResolver, AutoCloseable {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final String adminToken = UUID.randomUUID().toString();
    private final AtomicInteger kubeconfigs = new AtomicInteger();
    private @Nullable TemporaryFolder data;
    private List<Integer> ports = List.of();
    private @Nullable ServerProcess etcd;
    private @Nullable ServerProcess apiServer;
    private @Nullable KubernetesClient client;

    /** A server that is not started yet. */
    public KubeApiServer() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext tests) {
        return Binaries.condition(List.of(Binaries::etcd, Binaries::kubeApiServer, Binaries::kubectl));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == KubeApiServer.class;
    }

    @Override
    public KubeApiServer resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(ExtensionContext.Namespace.create(KubeApiServer.class))
                .computeIfAbsent(KubeApiServer.class, none -> new KubeApiServer().start(), KubeApiServer.class);
    }

    /** Starts the server and installs the resource definitions; about 5 s. Does nothing if it runs. */
    public synchronized KubeApiServer start() {
        if (client != null) {
            return this;
        }
        Path etcdProgram = Binaries.etcd();
        Path apiServerProgram = Binaries.kubeApiServer();
        Binaries.kubectl();
        data = TemporaryFolder.create();
        ports = FreePorts.take(3);
        data.write("tokens.csv", adminToken + ",admin,admin,system:masters\n");
        data.write("service-accounts.key", newPrivateKey());
        try {
            startEtcd(etcdProgram);
            startApiServer(apiServerProgram);
            ResourceDefinitions.install(client());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    /** Stops the API server but not its data, as an outage of the control plane would. */
    public synchronized void stopApiServer() {
        require(apiServer).close();
    }

    /** Starts the API server again after {@link #stopApiServer}, at the same address and with the same certificate. */
    public synchronized void startApiServer() {
        startApiServer(Binaries.kubeApiServer());
    }

    private void startEtcd(Path program) {
        String clients = "http://127.0.0.1:" + ports.get(1);
        String peers = "http://127.0.0.1:" + ports.get(2);
        etcd = ServerProcess.start(
                "kube-apiserver",
                "etcd-" + ports.get(1),
                List.of(
                        program.toString(),
                        "--data-dir=" + file("etcd"),
                        "--log-level=error",
                        "--unsafe-no-fsync",
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=default=" + peers));
    }

    private void startApiServer(Path program) {
        ServerProcess process = ServerProcess.start(
                "kube-apiserver",
                "kube-apiserver-" + ports.getFirst(),
                List.of(
                        program.toString(),
                        "--etcd-servers=http://127.0.0.1:" + ports.get(1),
                        "--bind-address=127.0.0.1",
                        "--advertise-address=127.0.0.1",
                        "--secure-port=" + ports.getFirst(),
                        "--cert-dir=" + file("certificates"),
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-signing-key-file=" + file("service-accounts.key"),
                        "--service-account-key-file=" + file("service-accounts.key"),
                        "--authorization-mode=RBAC",
                        "--token-auth-file=" + file("tokens.csv"),
                        "--service-cluster-ip-range=10.0.0.0/24",
                        // It would wait for tokens that only the controller manager makes.
                        "--disable-admission-plugins=ServiceAccount",
                        "--allow-privileged=true"));
        apiServer = process;
        process.awaitReady(() -> Files.exists(certificate()) && "ok".equals(client().raw("/readyz")));
    }

    /** The address of the API. */
    public String url() {
        return "https://127.0.0.1:" + ports.getFirst();
    }

    /** The certificate that the API presents, in PEM: the one to trust. */
    public Path certificate() {
        return file("certificates").resolve("apiserver.crt");
    }

    /** A client that may do everything. It belongs to the server: do not close it. */
    public synchronized KubernetesClient client() {
        if (client == null) {
            client = clientWith(adminToken);
        }
        return client;
    }

    /** A client that may do what the token's owner may; the caller closes it. */
    public KubernetesClient clientWith(String token) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withCaCertFile(certificate().toString())
                .withOauthToken(token)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** The token of the administrator. */
    public String adminToken() {
        return adminToken;
    }

    /**
     * A token of a service account, which is created if it is not there. It has no rights until a role is bound to it.
     */
    public String serviceAccountToken(String namespace, String name) {
        client().serviceAccounts()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
        return client().serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest()
                .getStatus()
                .getToken();
    }

    /** A kubeconfig file for the administrator. */
    public Path kubeconfig() {
        return kubeconfig(adminToken);
    }

    /** A kubeconfig file for the token's owner. */
    public Path kubeconfig(String token) {
        return kubeconfig("user", token);
    }

    /** A kubeconfig file that calls the token's owner so. */
    public Path kubeconfig(String user, String token) {
        return require(data).write("kubeconfig-" + kubeconfigs.incrementAndGet(), """
                apiVersion: v1
                kind: Config
                clusters: [{name: testbed, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: %s, user: {token: "%s"}}]
                contexts: [{name: testbed, context: {cluster: testbed, user: %s}}]
                current-context: testbed
                """.formatted(
                        url(), certificate(), user, token, user));
    }

    /** A new namespace with a name of its own. */
    public String namespace() {
        String name = "testbed-" + NAMESPACES.incrementAndGet();
        client().namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    /** Runs kubectl as the administrator. */
    public Kubectl.Result kubectl(String... arguments) {
        return kubectlWithInput("", arguments);
    }

    /** Runs kubectl as the administrator with the given standard input, as for {@code apply -f -}. */
    public Kubectl.Result kubectlWithInput(String input, String... arguments) {
        return Kubectl.run(kubeconfig(), require(data).path(), input, arguments);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
        if (apiServer != null) {
            apiServer.close();
        }
        if (etcd != null) {
            etcd.close();
        }
        if (data != null) {
            data.close();
        }
    }

    private Path file(String name) {
        return require(data).path().resolve(name);
    }

    private static <T> T require(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the API server is not started");
        }
        return part;
    }

    private static String newPrivateKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RSA in this JDK", e);
        }
    }
}
