package io.serinus.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real metrics backend as somebody else runs it: behind TLS and passwords, or of another make. */
public final class BackendServer implements AutoCloseable {
    private final TemporaryFolder data;
    private final ServerProcess process;
    private final int port;

    private BackendServer(TemporaryFolder data, ServerProcess process, int port) {
        this.data = data;
        this.process = process;
        this.port = port;
    }

    /**
     * A running Prometheus.
     *
     * @param mesh whose proxies it scrapes every second; empty for none
     * @param webConfig its {@code --web.config.file}
     */
    public static BackendServer prometheus(Optional<MeshServer> mesh, String webConfig) {
        TemporaryFolder data = TemporaryFolder.create();
        int port = FreePorts.take(1).getFirst();
        return start(
                data,
                port,
                "prometheus",
                List.of(
                        Binaries.prometheus().toString(),
                        "--config.file=" + data.write("prometheus.yml", scrapes(mesh, ", refresh_interval: 1s")),
                        "--web.config.file=" + data.write("web.yml", webConfig),
                        "--storage.tsdb.path=" + data.path().resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port));
    }

    /** A running VictoriaMetrics. */
    public static BackendServer victoriaMetrics(Optional<MeshServer> mesh, String... more) {
        TemporaryFolder data = TemporaryFolder.create();
        int port = FreePorts.take(1).getFirst();
        var command = new ArrayList<>(List.of(
                Binaries.victoriaMetrics().toString(),
                "-promscrape.config=" + data.write("scrape.yml", scrapes(mesh, "")),
                "-promscrape.httpSDCheckInterval=1s",
                "-storageDataPath=" + data.path().resolve("data"),
                "-httpListenAddr=127.0.0.1:" + port));
        command.addAll(List.of(more));
        return start(data, port, "victoria-metrics", command);
    }

    private static String scrapes(Optional<MeshServer> mesh, String more) {
        String global = "global: {scrape_interval: 1s, scrape_timeout: 1s}\n";
        return mesh.map(it -> {
                    it.start();
                    return global + "scrape_configs:\n- job_name: istio-proxies\n  http_sd_configs: [{url: \""
                            + it.serviceDiscovery() + "\"" + more + "}]\n";
                })
                .orElse(global);
    }

    private static BackendServer start(TemporaryFolder data, int port, String name, List<String> command) {
        ServerProcess process = ServerProcess.start(name, name + "-" + port, command);
        process.awaitReady(() -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
        return new BackendServer(data, process, port);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
        data.close();
    }

    /** A private certification authority, and what it signs; made by the JDK's keytool. */
    public record Authority(Path folder, String name) {
        private static final String PASSWORD = "changeit";

        /** A new one, whose certificate is in {@code NAME.pem} of the folder. */
        public static Authority create(Path folder, String name) throws IOException, InterruptedException {
            var authority = new Authority(folder, name);
            authority.keytool(
                    "-genkeypair",
                    "-alias",
                    name,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "bc:c",
                    "-validity",
                    "2");
            authority.keytool(
                    "-exportcert",
                    "-rfc",
                    "-alias",
                    name,
                    "-file",
                    authority.certificate().toString());
            return authority;
        }

        public Path certificate() {
            return folder.resolve(name + ".pem");
        }

        /**
         * A certificate in {@code WHO.pem} and its key in {@code WHO.key} of the folder.
         *
         * @param algorithm EC or RSA
         * @param alternatives such as {@code ip:127.0.0.1,dns:localhost}
         */
        public void sign(String who, String algorithm, String alternatives)
                throws IOException, InterruptedException, java.security.GeneralSecurityException {
            keytool("-genkeypair", "-alias", who, "-keyalg", algorithm, "-dname", "CN=" + who, "-validity", "2");
            keytool(
                    "-certreq",
                    "-alias",
                    who,
                    "-file",
                    folder.resolve(who + ".csr").toString());
            keytool(
                    "-gencert",
                    "-rfc",
                    "-alias",
                    name,
                    "-infile",
                    folder.resolve(who + ".csr").toString(),
                    "-outfile",
                    folder.resolve(who + ".pem").toString(),
                    "-ext",
                    "san=" + alternatives,
                    "-validity",
                    "2");
            var store = java.security.KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
            var key = store.getKey(who, PASSWORD.toCharArray());
            java.nio.file.Files.writeString(
                    folder.resolve(who + ".key"),
                    "-----BEGIN PRIVATE KEY-----\n"
                            + java.util.Base64.getMimeEncoder().encodeToString(key.getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
        }

        private Path store() {
            return folder.resolve(name + ".p12");
        }

        private void keytool(String... arguments) throws IOException, InterruptedException {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-XX:TieredStopAtLevel=1"));
            command.addAll(List.of(arguments));
            command.addAll(List.of("-keystore", store().toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(output);
            }
        }
    }
}
