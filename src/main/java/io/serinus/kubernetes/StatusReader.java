package io.serinus.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.serinus.analysis.Finding;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Outcome;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import io.serinus.routing.Endpoint;
import io.serinus.routing.LintFinding;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.template.Role;
import io.serinus.template.TemplateCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The release that a status records. */
final class StatusReader {
    private final TemplateCatalog catalog;

    StatusReader(TemplateCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * The release.
     *
     * @param created when its object was created, which stands in for a status that nobody has written yet
     */
    Release release(ReleaseId id, Request request, Instant created, @Nullable CanaryReleaseStatus status)
            throws UnreadableReleaseException {
        if (status == null || status.phase() == null) {
            return Release.requested(id, request, created);
        }
        try {
            Optional<Plan> plan =
                    status.plan() == null ? Optional.empty() : Optional.of(plan(id.name(), status.plan()));
            return new Release(
                    id,
                    request,
                    status.requestedAt() == null
                            ? created
                            : Present.instant("status.requestedAt", status.requestedAt()),
                    plan,
                    state(status, plan),
                    status.verdict() == null ? Optional.empty() : Optional.of(judgement(status)),
                    optionalInstant("status.firstCanaryRequest", status.firstCanaryRequest()),
                    history(status.history()),
                    LifeStatus.readLog(status.log()),
                    requireNonNullElse(status.command(), ""),
                    Boolean.TRUE.equals(status.withdrawn()),
                    LifeStatus.readTold(status.told()),
                    CourseStatus.read(status.course()),
                    SeriesStatus.read(status.series()));
        } catch (IllegalArgumentException e) {
            // The core's values refuse what contradicts itself.
            throw new UnreadableReleaseException("status contradicts itself: " + e.getMessage(), e);
        }
    }

    private static State state(CanaryReleaseStatus status, Optional<Plan> plan) throws UnreadableReleaseException {
        State.Phase phase = Present.word("status.phase", status.phase(), State.Phase.class);
        Instant since = Present.instant("status.since", status.since());
        String reason = requireNonNullElse(status.reason(), "");
        return switch (phase) {
            case PENDING -> new State.Pending(since, reason);
            case PROGRESSING ->
                new State.Progressing(
                        planned(plan),
                        Present.in("status.stepIndex", status.stepIndex()) - 1,
                        since,
                        optionalInstant("status.inForceSince", status.inForceSince()),
                        trouble(status.trouble()),
                        requireNonNullElse(status.reverts(), 0),
                        LifeStatus.readDoors(status.doors()));
            case PROMOTING -> new State.Promoting(planned(plan), since, reason, trouble(status.trouble()));
            case ABORTING ->
                new State.Returning(
                        planned(plan),
                        Present.word("status.outcome", status.outcome(), Outcome.class),
                        since,
                        reason,
                        trouble(status.trouble()),
                        Boolean.TRUE.equals(status.forced()));
            case PROMOTED -> ended(Outcome.PROMOTED, since, reason, status);
            case ABORTED -> ended(Outcome.ABORTED, since, reason, status);
            case CANCELLED -> ended(Outcome.CANCELLED, since, reason, status);
            case SUPERSEDED -> ended(Outcome.SUPERSEDED, since, reason, status);
        };
    }

    private static State ended(Outcome outcome, Instant since, String reason, CanaryReleaseStatus status)
            throws UnreadableReleaseException {
        return new State.Ended(
                outcome,
                since,
                reason,
                ScaleDownStatus.read(status.scaleDown()),
                optionalInstant("status.copyUntil", status.copyUntil()));
    }

    private static Plan planned(Optional<Plan> plan) throws UnreadableReleaseException {
        return Present.in("status.plan", plan.orElse(null));
    }

    private static Optional<Trouble> trouble(CanaryReleaseStatus.@Nullable Trouble trouble)
            throws UnreadableReleaseException {
        if (trouble == null) {
            return Optional.empty();
        }
        return Optional.of(new Trouble(
                Present.word("status.trouble.kind", trouble.kind(), Trouble.Kind.class),
                Present.instant("status.trouble.since", trouble.since()),
                requireNonNullElse(trouble.message(), "")));
    }

    private Plan plan(String name, CanaryReleaseStatus.Plan plan) throws UnreadableReleaseException {
        CanaryReleaseStatus.Target target = Present.in("status.plan.target", plan.target());
        String template = Present.in("status.plan.templateName", plan.templateName());
        Map<String, Object> spec = Present.in("status.plan.templateSpec", plan.templateSpec());
        return new Plan(
                name,
                new Pair(
                        endpoint("status.plan.baseline", plan.baseline()),
                        endpoint("status.plan.canary", plan.canary())),
                new Target(
                        version("status.plan.target.baseline", target.baseline()),
                        version("status.plan.target.canary", target.canary())),
                Original.fromTree(Present.in("status.plan.original", plan.original())),
                catalog.parse(template, spec),
                spec,
                lint(plan.lint()),
                CopyStatus.read(plan.copy()));
    }

    private static List<LintFinding> lint(@Nullable List<CanaryReleaseStatus.Lint> recorded)
            throws UnreadableReleaseException {
        var findings = new ArrayList<LintFinding>();
        for (CanaryReleaseStatus.Lint finding : requireNonNullElse(recorded, List.<CanaryReleaseStatus.Lint>of())) {
            String path = "status.plan.lint[" + findings.size() + "]";
            findings.add(new LintFinding(
                    Present.in(path + ".code", finding.code()),
                    Present.word(path + ".severity", finding.severity(), LintFinding.Severity.class),
                    requireNonNullElse(finding.path(), ""),
                    requireNonNullElse(finding.sentence(), "")));
        }
        return findings;
    }

    private static Endpoint endpoint(String path, CanaryReleaseStatus.@Nullable Endpoint endpoint)
            throws UnreadableReleaseException {
        CanaryReleaseStatus.Endpoint present = Present.in(path, endpoint);
        return new Endpoint(Present.in(path + ".host", present.host()), present.subset());
    }

    static Version version(String path, CanaryReleaseStatus.@Nullable Version version)
            throws UnreadableReleaseException {
        CanaryReleaseStatus.Version present = Present.in(path, version);
        return new Version(Present.in(path + ".host", present.host()), present.label());
    }

    private static Judgement judgement(CanaryReleaseStatus status) throws UnreadableReleaseException {
        var evidence = requireNonNullElse(status.evidence(), new CanaryReleaseStatus.Evidence(null, null, null));
        var metrics = new ArrayList<Judgement.MetricEvidence>();
        for (CanaryReleaseStatus.Metric metric :
                requireNonNullElse(status.metrics(), List.<CanaryReleaseStatus.Metric>of())) {
            metrics.add(metric("status.metrics[" + metrics.size() + "]", metric));
        }
        return new Judgement(
                verdict("status.verdict", status.verdict()),
                requireNonNullElse(status.verdictReason(), ""),
                new Judgement.Evidence(
                        number(evidence.againstLog10()),
                        number(evidence.abortAtLog10()),
                        requireNonNullElse(evidence.canaryRequestsInStep(), 0L),
                        metrics),
                findings(status.findings()),
                ForecastStatus.read(status.forecast()));
    }

    private static List<Finding> findings(@Nullable List<CanaryReleaseStatus.Finding> recorded)
            throws UnreadableReleaseException {
        var findings = new ArrayList<Finding>();
        for (CanaryReleaseStatus.Finding finding :
                requireNonNullElse(recorded, List.<CanaryReleaseStatus.Finding>of())) {
            String path = "status.findings[" + findings.size() + "]";
            findings.add(new Finding(
                    Present.word(path + ".code", finding.code(), Finding.Code.class),
                    requireNonNullElse(finding.message(), "")));
        }
        return findings;
    }

    private static Judgement.MetricEvidence metric(String path, CanaryReleaseStatus.Metric metric)
            throws UnreadableReleaseException {
        return new Judgement.MetricEvidence(
                Present.in(path + ".name", metric.name()),
                // Those without one were recorded when every metric decided.
                metric.role() == null ? Role.CRITICAL : Present.word(path + ".role", metric.role(), Role.class),
                verdict(path + ".verdict", metric.verdict()),
                requireNonNullElse(metric.reason(), ""),
                counts(metric.baseline()),
                counts(metric.canary()),
                number(metric.againstLog10()),
                number(metric.forLog10()),
                number(metric.promoteAtLog10()),
                ExplanationStatus.read(path + ".explanation", metric.explanation()));
    }

    static Judgement.BadOfTotal counts(CanaryReleaseStatus.@Nullable Counts counts) {
        return counts == null
                ? new Judgement.BadOfTotal(0, 0)
                : new Judgement.BadOfTotal(
                        requireNonNullElse(counts.bad(), 0L), requireNonNullElse(counts.total(), 0L));
    }

    private static Verdict verdict(String path, @Nullable String text) throws UnreadableReleaseException {
        String present = Present.in(path, text);
        for (Verdict verdict : Verdict.values()) {
            if (verdict.name().equals(present)) {
                return verdict;
            }
        }
        throw new UnreadableReleaseException(
                path + " is \"" + present + "\", expected one of " + List.of(Verdict.values()));
    }

    private static List<Release.StepRecord> history(@Nullable List<CanaryReleaseStatus.Step> steps)
            throws UnreadableReleaseException {
        var history = new ArrayList<Release.StepRecord>();
        for (CanaryReleaseStatus.Step step : requireNonNullElse(steps, List.<CanaryReleaseStatus.Step>of())) {
            String path = "status.history[" + history.size() + "]";
            history.add(new Release.StepRecord(
                    Present.in(path + ".step", step.step()) - 1,
                    Present.in(path + ".weight", step.weight()),
                    Present.instant(path + ".enteredAt", step.enteredAt())));
        }
        return history;
    }

    private static Optional<Instant> optionalInstant(String path, @Nullable String text)
            throws UnreadableReleaseException {
        return text == null ? Optional.empty() : Optional.of(Present.instant(path, text));
    }

    /** An absent number is no evidence. */
    static double number(@Nullable Double number) {
        return number == null ? 0 : number;
    }
}
