package io.serinus.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Whether the backend answers, and if not, on which of the steps on the way there it fails. */
final class ReachCheck {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final PrometheusBackend backend;
    private final List<Finding> findings;
    private final URI url;
    private final Optional<InetSocketAddress> proxy;

    ReachCheck(PrometheusBackend backend, List<Finding> findings) {
        this.backend = backend;
        this.findings = findings;
        this.url = backend.api().url();
        this.proxy = backend.api().connection().proxyAddress();
    }

    /** Goes as far as it comes, and adds a finding for each step. */
    boolean isReached() throws InterruptedException {
        String host = proxy.map(InetSocketAddress::getHostString).orElse(url.getHost());
        int port = proxy.map(InetSocketAddress::getPort)
                .orElse(url.getPort() >= 0 ? url.getPort() : isTls() ? HTTPS : HTTP);
        String whom = (proxy.isPresent() ? "the proxy " : "") + host;
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return name(whom, bare)
                && tcp(whom, bare, port)
                && (!isTls() || proxy.isPresent() || tls(bare, port))
                && http();
    }

    private boolean isTls() {
        return "https".equals(url.getScheme());
    }

    private boolean add(Finding finding) {
        findings.add(finding);
        return finding.grade() != Finding.Grade.PROBLEM;
    }

    private boolean name(String whom, String host) {
        try {
            return add(Finding.ok(
                    "name",
                    "The name of " + whom + " means "
                            + InetAddress.getByName(host).getHostAddress() + "."));
        } catch (UnknownHostException _) {
            return add(Finding.problem(
                    "name",
                    "The name of " + whom + " is not known on this machine.",
                    "Inside the cluster a service is SERVICE.NAMESPACE; from outside forward its port: kubectl -n NAMESPACE"
                            + " port-forward service/SERVICE 9090."));
        }
    }

    private boolean tcp(String whom, String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis());
            return add(Finding.ok("tcp", "Port " + port + " of " + whom + " is open."));
        } catch (IOException _) {
            return add(
                    Finding.problem(
                            "tcp",
                            "Port " + port + " of " + whom + " does not take connections from here.",
                            "See whether the port is right, the backend runs, and no NetworkPolicy or firewall is in between."));
        }
    }

    private int timeoutMillis() {
        return (int) Math.min(Integer.MAX_VALUE, backend.api().timeout().toMillis());
    }

    private boolean tls(String host, int port) {
        try {
            Optional<SSLContext> own = backend.connector().tls();
            SSLContext context = own.isPresent() ? own.get() : SSLContext.getDefault();
            try (var plain = new Socket()) {
                plain.connect(new InetSocketAddress(host, port), timeoutMillis());
                plain.setSoTimeout(timeoutMillis());
                try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                    var parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                    socket.startHandshake();
                    return add(Finding.ok(
                            "tls",
                            "The certificate is good, by " + socket.getSession().getProtocol() + "."));
                }
            }
        } catch (UnusableFileException e) {
            return add(Finding.problem("tls", "A file cannot be used: " + e.problem() + ".", "Mount or convert it."));
        } catch (IOException | GeneralSecurityException e) {
            return add(tlsProblem(e));
        }
    }

    private static Finding tlsProblem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return Finding.problem(
                        "tls",
                        "The backend's certificate is not valid now.",
                        "Renew it, and see whether this machine's clock is right.");
            }
            if (cause instanceof CertPathBuilderException) {
                return Finding.problem(
                        "tls",
                        "The backend's certificate comes from an authority that is not trusted here.",
                        "Give the authority's certificate with the option ca-file.");
            }
            if (cause instanceof CertificateException && cause.getCause() == null) {
                return Finding.problem(
                        "tls",
                        "The backend's certificate is for another name than that of the address.",
                        "Use a name that stands in the certificate, or add this one to it.");
            }
        }
        String text = String.valueOf(failure.getMessage());
        if (text.contains("Unsupported or unrecognized SSL message")) {
            return Finding.problem(
                    "tls", "The backend does not speak TLS on this port.", "Use http:// in the address.");
        }
        return isAboutOwnCertificate(text)
                ? ownCertificate("tls")
                : Finding.problem(
                        "tls",
                        "The backend broke off while TLS was agreed on.",
                        "See whether the port is right and which versions of TLS the backend takes: 1.2 or 1.3 is needed.");
    }

    private static boolean isAboutOwnCertificate(String text) {
        return text.contains("certificate_required")
                || text.contains("bad_certificate")
                || text.contains("unknown_ca")
                || text.contains("certificate_unknown");
    }

    private static Finding ownCertificate(String check) {
        return Finding.problem(
                check,
                "The backend wants a certificate of this client, and did not get one that it trusts.",
                "Give one by the options cert-file and key-file, from an authority that the backend trusts.");
    }

    private boolean http() throws InterruptedException {
        try {
            var reply = new Probe(backend).query("1", Instant.now());
            return answered(reply);
        } catch (UnusableFileException e) {
            return add(Finding.problem(
                    "credentials", "A file cannot be used: " + e.problem() + ".", "Mount it, or write it anew."));
        } catch (HttpTimeoutException _) {
            return add(Finding.problem(
                    "http",
                    "No answer within " + backend.api().timeout().toMillis() + " ms.",
                    "See whether the backend is overloaded; raise the option timeout."));
        } catch (SSLException e) {
            return add(isAboutOwnCertificate(String.valueOf(e.getMessage())) ? ownCertificate("http") : tlsProblem(e));
        } catch (IOException e) {
            if (isAboutOwnCertificate(String.valueOf(e.getMessage()))) {
                return add(ownCertificate("http"));
            }
            return add(Finding.problem(
                    "http",
                    "The connection ended before an answer came.",
                    proxy.isPresent()
                            ? "See whether the proxy lets this machine through to the backend."
                            : "See whether the port is that of the API, and whether it wants https://."));
        }
    }

    private boolean answered(Probe.Reply reply) {
        int status = reply.status();
        if (status == 401 || status == 403 || status == 407) {
            boolean given = isAuthorized();
            findings.add(Finding.ok("http", "It answers."));
            return add(Finding.problem(
                    "credentials",
                    "It answers HTTP " + status + ": "
                            + (given ? "the credentials are not good enough." : "it wants credentials."),
                    given
                            ? "See whether they are the right ones, have not expired, and may read."
                            : "Give bearer-token-file, or username and password-file."));
        }
        if (status >= 300 && status < 400) {
            return add(Finding.problem(
                    "http",
                    "It answers HTTP " + status + " and sends elsewhere: "
                            + reply.response()
                                    .headers()
                                    .firstValue("Location")
                                    .map(Refusal::withoutSecrets)
                                    .orElse("it does not say where")
                            + ".",
                    "Give the address that it sends to; where that is a login page, an address behind the login."));
        }
        if (status == 404 || (status == 400 && reply.body().contains("unsupported path"))) {
            return add(Finding.problem(
                    "http",
                    "There is no query API at " + backend.api().endpoint("query") + ".",
                    "See whether the address has the right path before /api/v1, such as /prometheus for Mimir or"
                            + " /select/0/prometheus for a VictoriaMetrics cluster."));
        }
        if (!reply.isSuccess()) {
            boolean tenant = reply.body().contains("no org id");
            return add(Finding.problem(
                    "http",
                    "It answers HTTP " + status + (tenant ? ", and asks for a tenant." : ", but not a query's result."),
                    tenant ? "Give the option tenant." : "See whether the address is that of a Prometheus API."));
        }
        return add(Finding.ok("http", "It answers queries in " + reply.took().toMillis() + " ms."))
                && add(Finding.ok("credentials", isAuthorized() ? "The credentials are taken." : "None are needed."))
                && add(ClockCheck.of(reply, Instant.now()));
    }

    private boolean isAuthorized() {
        Connection how = backend.api().connection();
        return how.bearerTokenFile().isPresent()
                || how.username().isPresent()
                || backend.api().headers().keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
    }
}
