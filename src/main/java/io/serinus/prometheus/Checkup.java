package io.serinus.prometheus;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a backend is good enough to judge releases by: from the network up to the labels of Istio's metrics. */
public final class Checkup {
    /** The words of all checks, in order. */
    public static final List<String> CHECKS = List.of(
            "name",
            "tcp",
            "tls",
            "http",
            "credentials",
            "clock",
            "flavor",
            "requests",
            "latency",
            "labels",
            "reporters",
            "uptime",
            "scrapes",
            "age",
            "duplicates",
            "query-limit");

    private Checkup() {}

    /**
     * What was found.
     *
     * @param backend its name
     * @param url its address
     * @param identity what it is; empty if that was not found out
     * @param findings in the order of the checks; what needs a check that has failed is left out
     */
    public record Report(String backend, URI url, Optional<Identity> identity, List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        /** How many findings are of the grade. */
        public long count(Finding.Grade grade) {
            return findings.stream().filter(finding -> finding.grade() == grade).count();
        }
    }

    /**
     * Checks one backend; takes some seconds.
     *
     * @param host a service whose requests are looked at, as {@code destination_service} has it; empty for all
     */
    public static Report of(PrometheusBackend.Settings settings, Optional<String> host) throws InterruptedException {
        var findings = new ArrayList<Finding>();
        var stranger = PrometheusBackend.unwatched(settings);
        if (!new ReachCheck(stranger, findings).isReached()) {
            return new Report(settings.name(), settings.api().url(), Optional.empty(), findings);
        }
        Identity identity = settings.flavor()
                .map(flavor -> new Identity(flavor, ""))
                .or(() -> Optional.of(ask(stranger)))
                .get();
        var known = PrometheusBackend.unwatched(new PrometheusBackend.Settings(
                settings.name(),
                settings.api(),
                Optional.of(identity.flavor()),
                settings.delay(),
                settings.reporter()));
        findings.add(flavor(settings, identity, known.delay()));
        var check = new MeshCheck(new Asking(known), host, findings);
        check.run(Instant.now());
        return new Report(settings.name(), settings.api().url(), Optional.of(identity), findings);
    }

    private static Identity ask(PrometheusBackend backend) {
        try {
            return BackendWatch.ask(backend).orElse(Identity.UNKNOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Identity.UNKNOWN;
        }
    }

    private static Finding flavor(PrometheusBackend.Settings settings, Identity identity, Duration delay) {
        String read = "; its counters are read " + delay.toMillis() / 1000.0 + " s behind.";
        if (settings.flavor().isPresent()) {
            return Finding.ok("flavor", "It is taken for " + identity + ", as the option flavor says" + read);
        }
        if (identity.flavor() == Flavor.UNKNOWN) {
            return Finding.warning(
                    "flavor",
                    "It does not say what it is" + read,
                    "Say so with the option flavor, one of " + Flavor.words() + ", or set delay.");
        }
        return Finding.ok("flavor", "It is " + identity + read);
    }
}
