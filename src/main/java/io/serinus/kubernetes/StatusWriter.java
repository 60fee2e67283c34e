package io.serinus.kubernetes;

import io.serinus.analysis.Finding;
import io.serinus.analysis.Judgement;
import io.serinus.metric.Version;
import io.serinus.release.Outcome;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import io.serinus.routing.Endpoint;
import io.serinus.routing.LintFinding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A release as the status of its object. Bounded in size but for the plan, which is as large as what it was made from. */
final class StatusWriter {
    /** More steps than a template can have: weights ascend from 1 to 99. */
    static final int MAX_HISTORY = 100;

    /** One for each metric that only reports, and some about the whole. */
    static final int MAX_FINDINGS = 50;

    /** Characters of one sentence. */
    static final int MAX_SENTENCE = 1024;

    /** Far beyond every threshold; JSON has no infinity. */
    static final double MAX_LOG10 = 1e9;

    private StatusWriter() {}

    /**
     * The status.
     *
     * @param generation of the object that it goes to
     * @param before its conditions so far
     * @param now the time of conditions that change
     */
    static CanaryReleaseStatus status(
            Release release, long generation, List<CanaryReleaseStatus.Condition> before, Instant now) {
        String reason = sentence(reason(release));
        Optional<Integer> stepIndex = stepIndex(release).map(index -> index + 1);
        Optional<Integer> steps = release.plan().map(Plan::steps);
        Optional<Judgement> judgement = release.judgement();
        return new CanaryReleaseStatus(
                generation,
                release.createdAt().toString(),
                release.state().phase().name(),
                release.state().since().toString(),
                reason,
                baseline(release),
                stepIndex.isPresent() && steps.isPresent() ? stepIndex.get() + "/" + steps.get() : null,
                stepIndex.orElse(null),
                steps.orElse(null),
                release.weight(),
                inForce(release.state()),
                release.state().trouble().map(StatusWriter::trouble).orElse(null),
                reverts(release.state()),
                outcome(release.state()),
                judgement.map(word -> word.verdict().name()).orElse(null),
                judgement.isEmpty() ? null : sentence(judgement.get().reason()),
                judgement.map(word -> evidence(word.evidence())).orElse(null),
                judgement.map(word -> metrics(word.evidence().metrics())).orElse(null),
                judgement
                        .map(Judgement::findings)
                        .flatMap(StatusWriter::findings)
                        .orElse(null),
                ForecastStatus.of(release),
                release.firstCanaryRequest().map(Instant::toString).orElse(null),
                release.plan().map(StatusWriter::plan).orElse(null),
                history(release.history()),
                LifeStatus.doors(release.state()),
                release.state() instanceof State.Returning returning && returning.forced() ? true : null,
                LifeStatus.log(release.log()),
                sentence(release.command()),
                release.withdrawn(),
                LifeStatus.told(release.told()),
                CourseStatus.of(release.course()),
                SeriesStatus.of(release.series()),
                CopyStatus.until(release.state()),
                ScaleDownStatus.of(release.state()),
                Conditions.of(release, reason, generation, before, now));
    }

    /** The one sentence that says why the release stands where it stands; empty if there is nothing to say yet. */
    private static String reason(Release release) {
        return switch (release.state()) {
            case State.Pending pending -> pending.reason();
            case State.Progressing progressing ->
                progressing
                        .trouble()
                        .map(Trouble::message)
                        .or(() -> release.judgement().map(Judgement::reason))
                        .orElse("The canary is to get " + progressing.weight() + " % of the traffic.");
            case State.Promoting promoting -> promoting.reason();
            case State.Returning returning -> returning.reason();
            case State.Ended ended -> ended.reason();
        };
    }

    /** The step that the release is in or came to, from 0. */
    private static Optional<Integer> stepIndex(Release release) {
        if (release.state() instanceof State.Progressing progressing) {
            return Optional.of(progressing.step());
        }
        List<Release.StepRecord> history = release.history();
        return history.isEmpty()
                ? Optional.empty()
                : Optional.of(history.getLast().step());
    }

    private static @Nullable String baseline(Release release) {
        return release.plan()
                .map(plan -> plan.pair().baseline())
                .map(baseline -> baseline.subset() == null ? "host:" + baseline.host() : baseline.subset())
                .or(() -> release.request().baseline())
                .orElse(null);
    }

    private static @Nullable String inForce(State state) {
        return state instanceof State.Progressing progressing
                ? progressing.inForce().map(Instant::toString).orElse(null)
                : null;
    }

    private static @Nullable Integer reverts(State state) {
        return state instanceof State.Progressing progressing && progressing.reverts() > 0
                ? progressing.reverts()
                : null;
    }

    private static @Nullable String outcome(State state) {
        return switch (state) {
            case State.Pending _, State.Progressing _ -> null;
            case State.Promoting _ -> Outcome.PROMOTED.name();
            case State.Returning returning -> returning.outcome().name();
            case State.Ended ended -> ended.outcome().name();
        };
    }

    private static CanaryReleaseStatus.Trouble trouble(Trouble trouble) {
        return new CanaryReleaseStatus.Trouble(
                trouble.kind().name(), trouble.since().toString(), sentence(trouble.message()));
    }

    private static CanaryReleaseStatus.Evidence evidence(Judgement.Evidence evidence) {
        return new CanaryReleaseStatus.Evidence(
                finite(evidence.againstLog10()), finite(evidence.abortAtLog10()), evidence.canaryRequestsInStep());
    }

    private static List<CanaryReleaseStatus.Metric> metrics(List<Judgement.MetricEvidence> metrics) {
        return metrics.stream()
                .map(metric -> new CanaryReleaseStatus.Metric(
                        metric.name(),
                        metric.role().name(),
                        metric.verdict().name(),
                        sentence(metric.reason()),
                        counts(metric.baseline()),
                        counts(metric.canary()),
                        finite(metric.againstLog10()),
                        finite(metric.forLog10()),
                        finite(metric.promoteAtLog10()),
                        metric.explanation().map(ExplanationStatus::of).orElse(null)))
                .toList();
    }

    /** Empty if there are none, because an absent field says the same. */
    private static Optional<List<CanaryReleaseStatus.Finding>> findings(List<Finding> findings) {
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(findings.stream()
                        .limit(MAX_FINDINGS)
                        .map(finding ->
                                new CanaryReleaseStatus.Finding(finding.code().name(), sentence(finding.message())))
                        .toList());
    }

    static CanaryReleaseStatus.Counts counts(Judgement.BadOfTotal counts) {
        return new CanaryReleaseStatus.Counts(counts.bad(), counts.total());
    }

    private static CanaryReleaseStatus.Plan plan(Plan plan) {
        return new CanaryReleaseStatus.Plan(
                endpoint(plan.pair().baseline()),
                endpoint(plan.pair().canary()),
                new CanaryReleaseStatus.Target(
                        version(plan.target().baseline()), version(plan.target().canary())),
                plan.copy().map(CopyStatus::of).orElse(null),
                plan.original().toTree(),
                plan.template().name(),
                plan.templateSpec(),
                lint(plan.lint()).orElse(null));
    }

    /** Empty if there is none, because an absent field says the same. */
    private static Optional<List<CanaryReleaseStatus.Lint>> lint(List<LintFinding> findings) {
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(findings.stream()
                        .limit(MAX_FINDINGS)
                        .map(finding -> new CanaryReleaseStatus.Lint(
                                finding.code(),
                                finding.severity().name(),
                                sentence(finding.path()),
                                sentence(finding.sentence())))
                        .toList());
    }

    private static CanaryReleaseStatus.Endpoint endpoint(Endpoint endpoint) {
        return new CanaryReleaseStatus.Endpoint(endpoint.host(), endpoint.subset());
    }

    private static CanaryReleaseStatus.Version version(Version version) {
        return new CanaryReleaseStatus.Version(version.host(), version.label());
    }

    private static List<CanaryReleaseStatus.Step> history(List<Release.StepRecord> history) {
        return history.subList(Math.max(0, history.size() - MAX_HISTORY), history.size()).stream()
                .map(record -> new CanaryReleaseStatus.Step(
                        record.step() + 1, record.weight(), record.enteredAt().toString()))
                .toList();
    }

    static @Nullable Double finite(double log10) {
        return Double.isNaN(log10) ? null : Math.clamp(log10, -MAX_LOG10, MAX_LOG10);
    }

    /** Cut to its limit; null if it is empty, because an absent field says the same. */
    static @Nullable String sentence(String text) {
        if (text.isEmpty()) {
            return null;
        }
        return text.length() <= MAX_SENTENCE ? text : text.substring(0, MAX_SENTENCE - 1) + "…";
    }
}
