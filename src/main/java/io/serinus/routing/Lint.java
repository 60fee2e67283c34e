package io.serinus.routing;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for what a VirtualService says but does not do: what Istio refuses, what can never happen, and what works otherwise
 * than people believe. Only what is certain from the objects at hand is reported.
 */
public final class Lint {
    private static final Pattern PATH = Pattern.compile("spec(\\.[A-Za-z]+(\\[\\d+])*)+");
    private static final Pattern ANNOTATION = Pattern.compile("(?:annotation )?(serinus\\.io/\\S+) ");

    private Lint() {}

    /** Every code that a finding of a VirtualService can have. */
    public static List<String> codes() {
        return Arrays.stream(LintCode.values()).map(LintCode::text).toList();
    }

    /**
     * All findings, from the first route to the last.
     *
     * @param rules the DestinationRules that are known, of any host and namespace
     * @param pair baseline and canary of the release that it is looked at for; empty if there is none in view
     * @param clusterDomain such as {@code cluster.local}
     */
    public static List<LintFinding> of(
            VirtualService vs, Collection<DestinationRule> rules, Optional<Pair> pair, String clusterDomain) {
        var findings = new LintFindings();
        var subject = new LintSubject(vs, ShapeLint.check(vs, findings), rules, pair, clusterDomain);
        HostLint.check(subject, findings);
        var subsets = new SubsetLint(subject, findings);
        var reach = new ReachLint(subject, findings);
        for (Route route : subject.routes()) {
            ActionLint.check(subject, route, findings);
            HostLint.check(route, findings);
            reach.check(route);
            WeightLint.check(subject, route, findings);
            subsets.check(route);
            HashLint.check(subject, route, findings);
        }
        subsets.checkPair();
        VersionLint.check(subject, findings);
        return findings.all();
    }

    /**
     * All findings as a release would meet them: those of {@link #of} for the pair that it would choose, and why it would
     * be refused, if so.
     */
    public static List<LintFinding> ofRelease(
            VirtualService vs, Collection<DestinationRule> rules, Selection selection, String clusterDomain) {
        return switch (selection) {
            case Selection.Selected selected -> of(vs, rules, Optional.of(selected.pair()), clusterDomain);
            case Selection.Refused(String reason) -> {
                var findings = new LintFindings();
                of(vs, rules, Optional.empty(), clusterDomain).forEach(findings::add);
                refused(vs, reason, findings);
                yield findings.all();
            }
        };
    }

    /** The reason names the object first, which whoever reads a finding knows, and often the place in it. */
    private static void refused(VirtualService vs, String reason, LintFindings findings) {
        int end = reason.indexOf(": ");
        String sentence = reason.substring(end < 0 ? 0 : end + 2);
        findings.error(
                LintCode.RELEASE_REFUSED,
                path(vs, sentence),
                "A release would be refused: " + sentence + (sentence.endsWith(".") ? "" : "."));
    }

    private static String path(VirtualService vs, String sentence) {
        Matcher path = PATH.matcher(sentence);
        if (path.lookingAt()) {
            return vs.tree().get("spec") instanceof Map<?, ?> ? path.group() : "spec";
        }
        Map<String, Object> annotations =
                Tree.object(Tree.object(vs.tree().get("metadata")).get("annotations"));
        Matcher annotation = ANNOTATION.matcher(sentence);
        // What an option of the command line says stands nowhere in the object.
        return annotation.lookingAt() && annotations.containsKey(annotation.group(1))
                ? Tree.path("metadata.annotations", annotation.group(1))
                : "spec";
    }
}
