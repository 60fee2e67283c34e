package io.serinus.offline;

import io.serinus.catalog.TemplateMistake;
import io.serinus.catalog.TemplateParser;
import io.serinus.routing.CanaryName;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Lint;
import io.serinus.routing.LintFinding;
import io.serinus.routing.LintFinding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the objects of some files together: the DestinationRules say what the VirtualServices' subsets are. */
public final class LintRun {
    static final String ISTIO = "networking.istio.io";

    /** The code of a mistake in an AnalysisTemplate. */
    static final String TEMPLATE_INVALID = "template-invalid";

    private LintRun() {}

    /** Every code that a finding can have. */
    public static List<String> codes() {
        return Stream.concat(Lint.codes().stream(), Stream.of(TEMPLATE_INVALID)).toList();
    }

    /** The release from whose view VirtualServices are looked at; both named as in the annotations. */
    public record Release(CanaryName canary, Optional<String> baseline) {}

    /**
     * Everything that there is to say.
     *
     * @param release empty if none is in view
     * @param clusterDomain such as {@code cluster.local}
     */
    public static LintReport of(Manifests manifests, Optional<Release> release, String clusterDomain) {
        List<DestinationRule> rules = manifests.all().stream()
                .filter(manifest -> manifest.is(ISTIO, "DestinationRule"))
                .map(Manifest::toDestinationRule)
                .toList();
        var looked = new ArrayList<Manifest>();
        var skipped = new ArrayList<Manifest>();
        var entries = new ArrayList<LintReport.Entry>();
        for (Manifest manifest : manifests.all()) {
            Optional<List<LintFinding>> findings = findings(manifest, rules, release, clusterDomain);
            findings.ifPresent(found -> found.forEach(finding -> entries.add(new LintReport.Entry(manifest, finding))));
            (findings.isPresent() ? looked : skipped).add(manifest);
        }
        return new LintReport(looked, skipped, entries);
    }

    /** Empty if the object is of a kind that nobody looks at. */
    private static Optional<List<LintFinding>> findings(
            Manifest manifest, List<DestinationRule> rules, Optional<Release> release, String clusterDomain) {
        if (manifest.is(ISTIO, "VirtualService")) {
            return Optional.of(
                    release.isPresent()
                            ? Lint.ofRelease(
                                    manifest.toVirtualService(),
                                    rules,
                                    release.get().canary(),
                                    release.get().baseline(),
                                    clusterDomain)
                            : Lint.of(manifest.toVirtualService(), rules, Optional.empty(), clusterDomain));
        }
        if (manifest.is("serinus.io", "AnalysisTemplate")) {
            return Optional.of(TemplateParser.mistakes(manifest.tree()).stream()
                    .map(LintRun::finding)
                    .toList());
        }
        return manifest.is(ISTIO, "DestinationRule") ? Optional.of(List.of()) : Optional.empty();
    }

    private static LintFinding finding(TemplateMistake mistake) {
        String field = mistake.path().substring(mistake.path().lastIndexOf('.') + 1);
        String sentence = field + " " + mistake.message();
        return new LintFinding(
                TEMPLATE_INVALID, Severity.ERROR, mistake.path(), sentence.endsWith("?") ? sentence : sentence + ".");
    }
}
