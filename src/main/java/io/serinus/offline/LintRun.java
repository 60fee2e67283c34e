package io.serinus.offline;

import io.serinus.catalog.TemplateMistake;
import io.serinus.catalog.TemplateParser;
import io.serinus.release.Preflight;
import io.serinus.release.Request;
import io.serinus.release.Trigger;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Lint;
import io.serinus.routing.LintFinding;
import io.serinus.routing.LintFinding.Severity;
import io.serinus.routing.VirtualService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /** The release from whose view VirtualServices are looked at; both named as in the annotations, which they go before. */
    public record Release(String canary, Optional<String> baseline) {
        /** What a VirtualService asks for when it asks for this release. */
        private VirtualService askedOf(VirtualService vs) {
            var annotations = new LinkedHashMap<>(vs.annotations());
            annotations.put(Trigger.RELEASE, canary);
            baseline.ifPresent(text -> annotations.put(Trigger.BASELINE, text));
            return new VirtualService(vs.namespace(), vs.name(), vs.resourceVersion(), annotations, vs.tree());
        }
    }

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
            findings.ifPresent(found -> entries.addAll(LintReport.Entry.of(manifest, found)));
            (findings.isPresent() ? looked : skipped).add(manifest);
        }
        return new LintReport(looked, skipped, entries);
    }

    /** Empty if the object is of a kind that nobody looks at. */
    private static Optional<List<LintFinding>> findings(
            Manifest manifest, List<DestinationRule> rules, Optional<Release> release, String clusterDomain) {
        if (manifest.is(ISTIO, "VirtualService")) {
            return Optional.of(virtualService(manifest.toVirtualService(), rules, release, clusterDomain));
        }
        if (manifest.is("serinus.io", "AnalysisTemplate")) {
            return Optional.of(TemplateParser.mistakes(manifest.tree()).stream()
                    .map(LintRun::finding)
                    .toList());
        }
        return manifest.is(ISTIO, "DestinationRule") ? Optional.of(List.of()) : Optional.empty();
    }

    private static List<LintFinding> virtualService(
            VirtualService vs, List<DestinationRule> rules, Optional<Release> release, String clusterDomain) {
        if (release.isEmpty()) {
            return Lint.of(vs, rules, Optional.empty(), clusterDomain);
        }
        VirtualService asking = release.get().askedOf(vs);
        Request request = Trigger.request(asking).orElseThrow();
        List<LintFinding> findings =
                Lint.ofRelease(vs, rules, Preflight.select(asking, request, clusterDomain), clusterDomain);
        return release.get().baseline().isEmpty()
                ? findings
                : findings.stream()
                        .map(it ->
                                new LintFinding(it.code(), it.severity(), it.path(), AsTyped.baseline(it.sentence())))
                        .toList();
    }

    private static LintFinding finding(TemplateMistake mistake) {
        String field = mistake.path().substring(mistake.path().lastIndexOf('.') + 1);
        String sentence = field + " " + mistake.message();
        return new LintFinding(
                TEMPLATE_INVALID, Severity.ERROR, mistake.path(), sentence.endsWith("?") ? sentence : sentence + ".");
    }
}
