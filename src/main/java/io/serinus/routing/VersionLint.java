package io.serinus.routing;

import io.serinus.routing.DestinationRules.Subset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether the release's two subsets have pods of their own, and labels by which metrics tell them apart. */
final class VersionLint {
    private final LintSubject subject;
    private final LintFindings findings;
    private final Route managed;

    private VersionLint(LintSubject subject, LintFindings findings, Route managed) {
        this.subject = subject;
        this.findings = findings;
        this.managed = managed;
    }

    static void check(LintSubject subject, LintFindings findings) {
        Optional<Route> managed =
                subject.routes().stream().filter(subject::isManaged).findFirst();
        if (subject.pair().isPresent() && managed.isPresent()) {
            new VersionLint(subject, findings, managed.get())
                    .check(subject.pair().get());
        }
    }

    private void check(Pair pair) {
        Optional<Version> baseline = find(pair.baseline());
        Optional<Version> canary = find(pair.canary());
        baseline.ifPresent(this::label);
        canary.ifPresent(this::label);
        boolean isOneHost = pair.baseline().host().equals(pair.canary().host());
        if (isOneHost && baseline.isPresent() && canary.isPresent()) {
            apart(baseline.get(), canary.get());
        }
    }

    /** A version that is a subset, as its DestinationRule describes it. */
    private record Version(Endpoint endpoint, Subset.Found subset) {
        Map<String, String> labels() {
            return subset.labels();
        }

        String name() {
            return String.valueOf(endpoint.subset());
        }

        /** What it selects by, for sentences. */
        String shown() {
            return labels().isEmpty()
                    ? "no label"
                    : new TreeMap<>(labels())
                            .entrySet().stream()
                                    .map(label -> label.getKey() + "=" + label.getValue())
                                    .collect(Collectors.joining(", "));
        }

        boolean hasPodsOf(Version other) {
            return other.labels().entrySet().containsAll(labels().entrySet());
        }
    }

    private Optional<Version> find(Endpoint endpoint) {
        return endpoint.subset() != null
                        && DestinationRules.find(
                                        subject.rules(), endpoint, subject.vs().namespace(), subject.clusterDomain())
                                instanceof Subset.Found found
                ? Optional.of(new Version(endpoint, found))
                : Optional.empty();
    }

    private void label(Version version) {
        if (version.subset().version().isEmpty()) {
            findings.error(
                    LintCode.VERSION_NOT_MEASURABLE,
                    path(version),
                    "Subset " + Tree.shown(version.name()) + " of DestinationRule "
                            + version.subset().rule() + " selects pods by " + version.shown()
                            + ", expected one of the labels " + String.join(", ", DestinationRules.VERSION_LABELS)
                            + ": by these Istio's metrics tell versions apart, so a release is refused. Give the pods such a label,"
                            + " and select by it.");
        }
    }

    private void apart(Version baseline, Version canary) {
        if (baseline.labels().equals(canary.labels())) {
            findings.error(
                    LintCode.SUBSETS_OVERLAP,
                    path(canary),
                    both(baseline, canary) + " both select pods by " + canary.shown()
                            + ": they are the same pods, and no weight sends a " + request()
                            + " to one version alone. Give each a label that only its own pods have.");
        } else if (baseline.hasPodsOf(canary)) {
            contained(baseline, canary);
        } else if (canary.hasPodsOf(baseline)) {
            contained(canary, baseline);
        }
        Optional<String> version = canary.subset().version();
        if (version.isPresent() && version.equals(baseline.subset().version())) {
            findings.error(
                    LintCode.VERSION_NOT_MEASURABLE,
                    path(canary),
                    both(baseline, canary) + " both have pods of the version " + Tree.shown(version.get())
                            + ": Istio's metrics cannot tell them apart, so a release is refused. Give their pods different values"
                            + " of one of the labels " + String.join(", ", DestinationRules.VERSION_LABELS)
                            + ", and select by it.");
        }
    }

    private void contained(Version wide, Version narrow) {
        findings.warning(
                LintCode.SUBSETS_OVERLAP,
                path(wide),
                "Subset " + Tree.shown(wide.name()) + " of DestinationRule "
                        + wide.subset().rule() + " selects pods by " + wide.shown() + ", and so those of subset "
                        + Tree.shown(narrow.name()) + ", too, which selects by " + narrow.shown() + ": a part of the "
                        + request() + "s that the weights give to the one goes to the other. Give "
                        + Tree.shown(wide.name()) + " a label that only its own pods have.");
    }

    private static String both(Version baseline, Version canary) {
        return "Subsets " + Tree.shown(baseline.name()) + " (the baseline) and " + Tree.shown(canary.name())
                + " (the canary) of DestinationRule " + canary.subset().rule();
    }

    private String request() {
        return LintSubject.request(managed.kind());
    }

    private String path(Version version) {
        return managed.all(version.endpoint(), subject.vs().namespace()).stream()
                .findFirst()
                .map(destination -> LintSubject.path(managed, destination) + ".destination.subset")
                .orElse(managed.path() + ".route");
    }
}
