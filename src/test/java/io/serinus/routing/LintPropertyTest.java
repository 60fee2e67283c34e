package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever somebody writes, lint answers, and what it answers can be found in the object. */
class LintPropertyTest {
    private static final List<VirtualService> CORPUS = VirtualServices.corpus();

    private static final Map<String, Object> RULE = VirtualServices.tree("""
            host: '*'
            trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true}}}
            subsets:
            - {name: v1, labels: {version: v1}, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
            - {name: v2, labels: {version: v2}}
            """);

    @Example
    void everyObjectOfTheCorpusHasAnAnswer() {
        var codes = new TreeMap<String, Integer>();
        for (VirtualService vs : CORPUS) {
            requireFindable(vs, vs, RULE).forEach(finding -> codes.merge(finding.code(), 1, Integer::sum));
        }
        // Istio's own examples of what its analyzers find are among them.
        assertThat(codes)
                .containsKeys(
                        "delegate-root",
                        "destination-missing",
                        "hidden-match",
                        "mirror-present",
                        "missing-subset",
                        "no-routes",
                        "unreachable-route",
                        "wildcard-host");
        assertThat(CORPUS).hasSizeGreaterThan(90);
    }

    /** Objects that Istio has as examples of mistakes, and what the mistakes are. */
    private static final Map<String, Set<String>> MISTAKES = Map.of(
            "invalid-virtual-service", Set.of("spec: no-routes"),
            "missing-gateway", Set.of("spec: no-routes"),
            "reviews-bogushost",
                    Set.of("spec.http[0].route: weights-zero", "spec.http[0].route[0]: destination-missing"));

    @Example
    void nothingThatIstioTakesIsAnError() {
        var errors = new TreeMap<String, Set<String>>();
        for (VirtualService vs : CORPUS) {
            for (LintFinding finding : Lint.of(vs, List.of(), Optional.empty(), "cluster.local")) {
                if (finding.severity() == LintFinding.Severity.ERROR) {
                    errors.computeIfAbsent(vs.name(), _ -> new TreeSet<>()).add(finding.path() + ": " + finding.code());
                }
            }
        }
        assertThat(errors).isEqualTo(MISTAKES);
    }

    /** Two are from Istio's early days, one is Envoy's name for a field. */
    @Example
    void theCorpusHasThreeFieldsThatIstioDoesNotHave() {
        assertThat(CORPUS.stream()
                        .flatMap(vs -> Lint.of(vs, List.of(), Optional.empty(), "cluster.local").stream())
                        .filter(finding -> finding.code().equals("unknown-field"))
                        .map(LintFinding::path))
                .containsExactlyInAnyOrder(
                        "spec.http[0].websocketUpgrade",
                        "spec.http[0].fault.abort.percent",
                        "spec.http[0].redirect.prefix_rewrite");
    }

    @Property(tries = 2000)
    void everythingElseHasOneToo(
            @ForAll("objects") VirtualService vs,
            @ForAll(supplier = AnyReplacements.class) List<AnyReplacements.Replacement> replacements) {
        Map<String, Object> tree = AnyReplacements.applied(vs.tree(), replacements);
        Map<String, Object> rule = AnyReplacements.applied(RULE, replacements);
        requireFindable(vs, new VirtualService(vs.namespace(), vs.name(), "1", Map.of(), tree), rule);
    }

    /** Also for releases that the object allowed before somebody changed it. */
    private static List<LintFinding> requireFindable(
            VirtualService before, VirtualService vs, Map<String, Object> rule) {
        Object untouched = Tree.copy(vs.tree());
        var rules = List.of(new DestinationRule(vs.namespace(), "rule", Map.of("spec", rule)));
        var findings = new ArrayList<>(Lint.of(vs, rules, Optional.empty(), "cluster.local"));
        for (Selection.Selected selected : Releases.selections(before)) {
            findings.addAll(Lint.of(vs, rules, Optional.of(selected.pair()), "cluster.local"));
        }
        for (String canary : List.of("v2", "host:next")) {
            Selection selection =
                    Selection.of(vs, CanaryName.parse(canary), Optional.empty(), List.of(), "cluster.local");
            findings.addAll(Lint.ofRelease(vs, rules, selection, "cluster.local"));
        }
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.path()).matches(path -> TreePaths.exists(vs.tree(), path), "is in " + vs.tree());
            assertThat(finding.code()).matches("[a-z]+(-[a-z]+)*");
            assertThat(finding.sentence()).endsWith(".").doesNotContain("\n", "Exception");
            // Why a release is refused is said in others' words.
            if (!finding.code().equals("release-refused")) {
                assertThat(finding.sentence()).doesNotContain("null");
            }
        });
        assertThat(vs.tree()).as("the tree that was given").isEqualTo(untouched);
        return findings;
    }

    @Provide
    Arbitrary<VirtualService> objects() {
        return Arbitraries.of(CORPUS);
    }
}
