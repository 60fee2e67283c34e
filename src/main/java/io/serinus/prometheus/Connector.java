package io.serinus.prometheus;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes connections as the settings say. Safe for several threads. */
final class Connector {
    private static final Logger LOG = Logger.getLogger(Connector.class);

    private final PrometheusSettings settings;
    private final Optional<WatchedFile> token;
    private final Optional<WatchedFile> password;
    private final List<WatchedFile> tlsFiles;
    /** What the TLS files said when the client was made. Guarded by this. */
    private List<String> tlsTexts = List.of();

    private @Nullable HttpClient client;

    /** The problem of the files of which a warning was given. Guarded by this. */
    private String warnedOf = "";

    Connector(PrometheusSettings settings) {
        this(settings, System::nanoTime);
    }

    Connector(PrometheusSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        Connection how = settings.connection();
        this.token = how.bearerTokenFile().map(path -> new WatchedFile(path, nanoTime));
        this.password = how.passwordFile().map(path -> new WatchedFile(path, nanoTime));
        this.tlsFiles = java.util.stream.Stream.of(how.caFile(), how.certFile(), how.keyFile())
                .flatMap(Optional::stream)
                .map(path -> new WatchedFile(path, nanoTime))
                .toList();
    }

    /** What is wrong with the files, in words; empty if they can be used. */
    static List<String> problems(PrometheusSettings settings) {
        var connector = new Connector(settings);
        var problems = new ArrayList<String>();
        for (Step step : List.<Step>of(connector::authorization, connector::tls)) {
            try {
                step.run();
            } catch (UnusableFileException e) {
                problems.add(e.problem());
            }
        }
        return problems;
    }

    private interface Step {
        Object run() throws UnusableFileException;
    }

    /**
     * The client for the next request: a new one after a certificate or key has changed, and can be used.
     *
     * @throws UnusableFileException if there has never been one
     */
    synchronized HttpClient client() throws UnusableFileException {
        HttpClient current = client;
        try {
            List<String> texts = texts();
            if (current != null && texts.equals(tlsTexts)) {
                return current;
            }
            HttpClient next = build(tls(texts));
            if (current != null) {
                // Requests under way are completed.
                current.shutdown();
            }
            client = next;
            tlsTexts = texts;
            warnedOf = "";
            return next;
        } catch (UnusableFileException e) {
            if (current == null) {
                throw e;
            }
            // Files are renewed one after the other.
            if (!e.problem().equals(warnedOf)) {
                LOG.warnf("%s; connections stay as they were until it can be used", e.problem());
                warnedOf = e.problem();
            }
            return current;
        }
    }

    /** The same for a socket. */
    Optional<SSLContext> tls() throws UnusableFileException {
        return tls(texts());
    }

    private HttpClient build(Optional<SSLContext> tls) {
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER);
        tls.ifPresent(builder::sslContext);
        settings.connection().proxyAddress().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
        return builder.build();
    }

    /** Adds what every request carries. */
    void prepare(HttpRequest.Builder request) throws UnusableFileException {
        settings.headers().forEach(request::setHeader);
        settings.connection().tenant().ifPresent(tenant -> request.setHeader(Connection.TENANT, tenant));
        authorization().ifPresent(value -> request.setHeader("Authorization", value));
    }

    private Optional<String> authorization() throws UnusableFileException {
        if (token.isPresent()) {
            return Optional.of("Bearer " + secret("bearer-token-file", token.get()));
        }
        if (password.isPresent()) {
            String pair = settings.connection().username().orElse("") + ":" + secret("password-file", password.get());
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return Optional.empty();
    }

    private static String secret(String option, WatchedFile file) throws UnusableFileException {
        String text = text(option, file).strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new UnusableFileException(option + " is " + file.path() + "; expected one line of text in it");
        }
        return text;
    }

    private List<String> texts() throws UnusableFileException {
        var texts = new ArrayList<String>();
        for (WatchedFile file : tlsFiles) {
            texts.add(text(option(file.path()), file));
        }
        return texts;
    }

    private String option(Path path) {
        Connection how = settings.connection();
        return how.caFile().filter(path::equals).isPresent()
                ? "ca-file"
                : how.certFile().filter(path::equals).isPresent() ? "cert-file" : "key-file";
    }

    private static String text(String option, WatchedFile file) throws UnusableFileException {
        try {
            return file.text();
        } catch (IOException _) {
            throw new UnusableFileException(
                    option + " is " + file.path() + "; expected a file of text that this process may read");
        }
    }

    private Optional<SSLContext> tls(List<String> texts) throws UnusableFileException {
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        Connection how = settings.connection();
        int next = 0;
        TrustManager @Nullable [] trust = null;
        KeyManager @Nullable [] show = null;
        if (how.caFile().isPresent()) {
            trust = Pem.trusting(how.caFile().get(), texts.get(next++));
        }
        if (how.certFile().isPresent() && how.keyFile().isPresent()) {
            show = Pem.showing(
                    how.certFile().get(), texts.get(next), how.keyFile().get(), texts.get(next + 1));
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(show, trust, null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
