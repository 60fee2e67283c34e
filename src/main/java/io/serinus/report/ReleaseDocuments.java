package io.serinus.report;

import static java.util.function.Predicate.not;

import io.serinus.analysis.Finding;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.Version;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import io.serinus.report.ReleaseDocument.AheadDocument;
import io.serinus.report.ReleaseDocument.CopyDocument;
import io.serinus.report.ReleaseDocument.CountsDocument;
import io.serinus.report.ReleaseDocument.EndpointDocument;
import io.serinus.report.ReleaseDocument.EvidenceDocument;
import io.serinus.report.ReleaseDocument.FindingDocument;
import io.serinus.report.ReleaseDocument.ForecastDocument;
import io.serinus.report.ReleaseDocument.GateDocument;
import io.serinus.report.ReleaseDocument.HistoryDocument;
import io.serinus.report.ReleaseDocument.LinksDocument;
import io.serinus.report.ReleaseDocument.LintDocument;
import io.serinus.report.ReleaseDocument.LogDocument;
import io.serinus.report.ReleaseDocument.MetricDocument;
import io.serinus.report.ReleaseDocument.MetricEvidenceDocument;
import io.serinus.report.ReleaseDocument.PlanDocument;
import io.serinus.report.ReleaseDocument.StepDocument;
import io.serinus.report.ReleaseDocument.TroubleDocument;
import io.serinus.routing.Endpoint;
import io.serinus.routing.LintFinding;
import io.serinus.template.Gate;
import io.serinus.template.Step;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From a release to its document: the only place, besides that of the explanations, where the two meet. */
final class ReleaseDocuments {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private ReleaseDocuments() {}

    static ReleaseDocument of(Release release) {
        var request = release.request();
        var state = release.state();
        return new ReleaseDocument(
                release.id().namespace(),
                release.id().name(),
                request.virtualService(),
                request.canary(),
                baseline(release),
                request.template(),
                // In the same order at every look.
                new TreeMap<>(request.arguments()),
                request.routes(),
                state.phase(),
                step(release),
                release.plan().map(Plan::steps).orElse(null),
                release.weight(),
                release.judgement().map(Judgement::verdict).orElse(null),
                reason(release),
                state.since(),
                release.createdAt(),
                release.firstCanaryRequest().orElse(null),
                state.trouble()
                        .map(t -> new TroubleDocument(t.kind(), t.since(), t.message()))
                        .orElse(null),
                release.plan().map(ReleaseDocuments::plan).orElse(null),
                release.judgement()
                        .map(Judgement::evidence)
                        .map(ReleaseDocuments::evidence)
                        .orElse(null),
                release.judgement()
                        .map(judgement -> metrics(judgement.evidence()))
                        .orElse(List.of()),
                release.judgement()
                        .map(judgement -> findings(judgement.findings()))
                        .orElse(List.of()),
                release.plan().map(plan -> lint(plan.lint())).orElse(List.of()),
                forecast(release),
                release.history().stream()
                        .map(entered -> new HistoryDocument(entered.step() + 1, entered.weight(), entered.enteredAt()))
                        .toList(),
                release.log().stream()
                        .map(entry -> new LogDocument(
                                entry.number(), entry.at(), entry.severity(), entry.reason(), entry.message()))
                        .toList(),
                state instanceof State.Ended ended ? ended.outcome() : null,
                links(release));
    }

    private static @Nullable ForecastDocument forecast(Release release) {
        if (!(release.state() instanceof State.Progressing progressing)) {
            return null;
        }
        return release.judgement()
                .flatMap(Judgement::forecast)
                .map(forecast -> forecast.from(progressing.step(), progressing.pauseEnds()))
                .map(forecast -> new ForecastDocument(
                        forecast.at(),
                        rounded(forecast.requestsPerSecond()),
                        forecast.promotion()
                                .filter(_ -> progressing.trouble().isEmpty())
                                .orElse(null),
                        forecast.steps().stream()
                                .map(ahead -> new AheadDocument(
                                        ahead.step() + 1,
                                        ahead.left().map(Duration::toSeconds).orElse(null),
                                        ahead.bound()))
                                .toList()))
                .orElse(null);
    }

    private static @Nullable String baseline(Release release) {
        return release.plan()
                .map(plan -> plan.pair().baseline())
                .map(endpoint -> endpoint.subset() == null ? "host:" + endpoint.host() : endpoint.subset())
                .or(() -> release.request().baseline())
                .orElse(null);
    }

    private static @Nullable Integer step(Release release) {
        if (release.state() instanceof State.Progressing progressing) {
            return progressing.step() + 1;
        }
        return release.history().isEmpty() ? null : release.history().getLast().step() + 1;
    }

    /** The sentence that tells most: what holds the release up, before what the judge said, before what is waited for. */
    private static String reason(Release release) {
        return switch (release.state()) {
            case State.Pending pending ->
                pending.reason().isEmpty() ? "Waiting for the first look at the mesh." : pending.reason();
            case State.Progressing progressing ->
                progressing
                        .trouble()
                        .map(Trouble::message)
                        .or(() -> release.judgement().map(Judgement::reason).filter(not(String::isEmpty)))
                        .orElseGet(() -> waiting(progressing));
            case State.Promoting promoting -> promoting.reason();
            case State.Returning returning -> returning.reason();
            case State.Ended ended -> ended.reason();
        };
    }

    private static String waiting(State.Progressing state) {
        return state.inForce().isEmpty()
                ? "Waiting for the VirtualService to give the canary " + state.weight() + " % of the traffic."
                : "Waiting for the first evidence at " + state.weight() + " %.";
    }

    private static PlanDocument plan(Plan plan) {
        return new PlanDocument(
                endpoint(plan.pair().baseline(), plan.target().baseline()),
                endpoint(plan.pair().canary(), plan.target().canary()),
                plan.copy()
                        .map(copy -> new CopyDocument(
                                copy.version().host(), copy.version().label(), copy.deployment(), copy.replicas()))
                        .orElse(null),
                IntStream.range(0, plan.steps())
                        .mapToObj(index -> step(index + 1, plan.weightAt(index), plan.step(index)))
                        .toList());
    }

    private static EndpointDocument endpoint(Endpoint endpoint, Version version) {
        return new EndpointDocument(endpoint.host(), endpoint.subset(), version.label());
    }

    private static StepDocument step(int number, int weight, Step step) {
        return new StepDocument(
                number,
                weight,
                step.minDuration().toSeconds(),
                step.minRequests(),
                step.mirror().orElse(null),
                step.match().map(Step.Match::blocks).orElse(null),
                step.maxDuration().map(Duration::toSeconds).orElse(null),
                step.gate().map(ReleaseDocuments::gate).orElse(null));
    }

    private static GateDocument gate(Gate gate) {
        return switch (gate) {
            case Gate.Pause(var duration) ->
                new GateDocument(null, duration.map(Duration::toSeconds).orElse(null));
            case Gate.Approval(String name) -> new GateDocument(name, null);
        };
    }

    private static EvidenceDocument evidence(Judgement.Evidence evidence) {
        return new EvidenceDocument(
                finite(evidence.againstLog10()),
                finite(evidence.abortAtLog10()),
                fromLog10(evidence.againstLog10()),
                fromLog10(evidence.abortAtLog10()),
                evidence.canaryRequestsInStep());
    }

    private static List<MetricDocument> metrics(Judgement.Evidence evidence) {
        return evidence.metrics().stream()
                .map(metric -> new MetricDocument(
                        metric.name(),
                        metric.role(),
                        metric.verdict(),
                        metric.reason(),
                        counts(metric.baseline()),
                        counts(metric.canary()),
                        new MetricEvidenceDocument(
                                finite(metric.againstLog10()),
                                fromLog10(metric.againstLog10()),
                                finite(metric.forLog10()),
                                finite(metric.promoteAtLog10())),
                        metric.explanation().map(ExplanationDocuments::of).orElse(null)))
                .toList();
    }

    private static List<FindingDocument> findings(List<Finding> findings) {
        return findings.stream()
                .map(finding -> new FindingDocument(finding.code(), finding.message()))
                .toList();
    }

    private static List<LintDocument> lint(List<LintFinding> findings) {
        return findings.stream()
                .map(finding ->
                        new LintDocument(finding.code(), finding.severity(), finding.path(), finding.sentence()))
                .toList();
    }

    static CountsDocument counts(BadOfTotal counts) {
        return new CountsDocument(counts.bad(), counts.total(), finite(counts.ratio()));
    }

    /** JSON has no NaN and no infinity. */
    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static double rounded(double value) {
        return new BigDecimal(value, THREE_DIGITS).doubleValue();
    }

    private static @Nullable Double fromLog10(double log10) {
        double value = Math.pow(10, log10);
        return Double.isFinite(value) ? rounded(value) : null;
    }

    static LinksDocument links(Release release) {
        String path = "/releases/" + encode(release.id().namespace()) + "/"
                + encode(release.id().name());
        return new LinksDocument("/api/v1" + path, path);
    }

    /** Form encoding differs from that of a path only in the space. */
    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
