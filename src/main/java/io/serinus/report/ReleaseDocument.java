package io.serinus.report;

import io.serinus.analysis.Finding;
import io.serinus.analysis.Forecast;
import io.serinus.analysis.Verdict;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Outcome;
import io.serinus.release.State.Phase;
import io.serinus.release.Trouble;
import io.serinus.routing.LintFinding;
import io.serinus.template.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One release as the API shows it. Its field names are the API's and do not change; a field without a value is null.
 *
 * @param namespace that of the VirtualService and of the {@code CanaryRelease}
 * @param name the {@code CanaryRelease}'s name
 * @param virtualService the VirtualService's name
 * @param canary the subset on trial, or {@code host:<service>}
 * @param baseline the subset that serves now, or {@code host:<host>}; null while nobody has found it out
 * @param template the analysis template's name
 * @param arguments values of the template's arguments that the release has set, by their names; empty for none
 * @param routes names of the managed http routes; empty for all that route to the baseline
 * @param phase where the release stands
 * @param step the step that was entered last, from 1; null before the first
 * @param steps how many steps there are before promotion; null while pending
 * @param weight the canary's share that was last decided on, in percent
 * @param verdict the judge's last word; null before the first
 * @param reason why the release stands where it stands, in one sentence
 * @param since when the phase, or the step, began
 * @param createdAt when the release was asked for
 * @param firstCanaryRequest when the canary was first seen to serve; null before
 * @param trouble what keeps a release in a step; null if nothing does
 * @param plan what was resolved at the start; null while pending
 * @param evidence the combined evidence; null before the first judgement
 * @param metrics the evidence of each metric, in the template's order
 * @param findings what else people should know; does not decide
 * @param lint what is worth knowing of the VirtualService as the release found it
 * @param forecast how long the steps ahead take; null while nobody can tell, and where no step is ahead
 * @param history the steps entered so far, oldest first
 * @param log what people were told, oldest first; the newest 50
 * @param outcome how the release ended; null until then
 * @param links where to find it
 */
public record ReleaseDocument(
        String namespace,
        String name,
        String virtualService,
        String canary,
        @Nullable String baseline,
        String template,
        Map<String, String> arguments,
        List<String> routes,
        Phase phase,
        @Nullable Integer step,
        @Nullable Integer steps,
        int weight,
        @Nullable Verdict verdict,
        String reason,
        Instant since,
        Instant createdAt,
        @Nullable Instant firstCanaryRequest,
        @Nullable TroubleDocument trouble,
        @Nullable PlanDocument plan,
        @Nullable EvidenceDocument evidence,
        List<MetricDocument> metrics,
        List<FindingDocument> findings,
        List<LintDocument> lint,
        @Nullable ForecastDocument forecast,
        List<HistoryDocument> history,
        List<LogDocument> log,
        @Nullable Outcome outcome,
        LinksDocument links) {

    /** What keeps a release from moving although nothing speaks against its canary. */
    public record TroubleDocument(Trouble.Kind kind, Instant since, String message) {}

    /**
     * The two versions and the way to 100 %.
     *
     * @param copy the copy of the baseline that the canary is compared with; null if that is the baseline itself
     */
    public record PlanDocument(
            EndpointDocument baseline,
            EndpointDocument canary,
            @Nullable CopyDocument copy,
            List<StepDocument> steps) {}

    /**
     * A copy of the baseline.
     *
     * @param host its Service's host, fully qualified
     * @param version the value of {@code destination_version} in the metrics; null where its pods have none
     * @param deployment the name of its Deployment
     * @param replicas how many pods it has
     */
    public record CopyDocument(String host, @Nullable String version, String deployment, int replicas) {}

    /**
     * One version.
     *
     * @param host the destination's host, fully qualified
     * @param subset the destination's subset; null where the version has a host of its own
     * @param version the value of {@code destination_version} in the metrics; null where the host tells the versions apart
     */
    public record EndpointDocument(
            String host, @Nullable String subset, @Nullable String version) {}

    /**
     * One step of the plan.
     *
     * @param step its number, from 1
     * @param weight the canary's share, in percent
     * @param minDurationSeconds how long it is held at least
     * @param minRequests how many canary requests it needs at least
     * @param mirrorPercent how many of the requests are mirrored to the canary, in percent; null for none
     * @param match which requests go to the canary whatever the weight, as Istio's HTTPMatchRequest; null for none
     * @param maxDurationSeconds how long it may take before the template's onDeadline decides; null for the time there
     * @param gate what it waits for instead of evidence; null if it ends by evidence
     */
    public record StepDocument(
            int step,
            int weight,
            long minDurationSeconds,
            long minRequests,
            @Nullable Double mirrorPercent,
            @Nullable List<Map<String, Object>> match,
            @Nullable Long maxDurationSeconds,
            @Nullable GateDocument gate) {}

    /**
     * What a step waits for instead of evidence.
     *
     * @param approval the name of the gate that somebody must open; null for a pause
     * @param pauseSeconds how long the pause lasts at most; null if it lasts until somebody resumes
     */
    public record GateDocument(
            @Nullable String approval, @Nullable Long pauseSeconds) {}

    /**
     * The evidence against the canary, all metrics combined.
     *
     * @param againstLog10 log10 of the e-value; aborts from {@code abortAtLog10}
     * @param abortAtLog10 the threshold
     * @param against the e-value itself, to three digits: a harmless canary ever comes as far with a probability of at most 1
     *     in {@code against}; null where it is too large for a number
     * @param abortAt the threshold on the same scale
     * @param canaryRequestsInStep canary requests since the weight last changed
     */
    public record EvidenceDocument(
            @Nullable Double againstLog10,
            @Nullable Double abortAtLog10,
            @Nullable Double against,
            @Nullable Double abortAt,
            long canaryRequestsInStep) {}

    /**
     * The evidence of one metric.
     *
     * @param role whether it decides
     * @param explanation estimates and outlook; null where none were made
     */
    public record MetricDocument(
            String name,
            Role role,
            Verdict verdict,
            String reason,
            CountsDocument baseline,
            CountsDocument canary,
            MetricEvidenceDocument evidence,
            @Nullable ExplanationDocument explanation) {}

    /** Something that people should know, in a sentence. */
    public record FindingDocument(Finding.Code code, String message) {}

    /**
     * Something about the VirtualService, as {@code serinus lint} says it.
     *
     * @param code what kind of finding it is, and the anchor of its section in docs/lint.md
     * @param path where in the object it is
     */
    public record LintDocument(String code, LintFinding.Severity severity, String path, String sentence) {}

    /**
     * Bad requests among all.
     *
     * @param ratio the bad fraction, 0..1; null without requests
     */
    public record CountsDocument(
            long bad, long total, @Nullable Double ratio) {}

    /**
     * What one metric says.
     *
     * @param againstLog10 log10 of its e-value against the canary
     * @param against the same e-value as a number, to three digits
     * @param forLog10 log10 of its e-value for the next step; passes from {@code promoteAtLog10}
     * @param promoteAtLog10 the threshold
     */
    public record MetricEvidenceDocument(
            @Nullable Double againstLog10,
            @Nullable Double against,
            @Nullable Double forLog10,
            @Nullable Double promoteAtLog10) {}

    /**
     * How long the steps ahead take if the traffic stays as it is and the canary is as good as the baseline.
     *
     * @param at as of when
     * @param requestsPerSecond to both versions together, lately, to three digits; mirrored requests are not counted
     * @param promotionAt when the canary gets everything; null if that depends on what nobody can foresee, as
     *     while the release is held
     * @param steps from the present one on
     */
    public record ForecastDocument(
            Instant at, double requestsPerSecond, @Nullable Instant promotionAt, List<AheadDocument> steps) {}

    /**
     * One step ahead.
     *
     * @param step its number, from 1
     * @param seconds how much longer it takes, from its begin or, for the present one, from the time of the forecast; null
     *     if nobody can tell
     * @param bound what it takes that long for
     */
    public record AheadDocument(int step, @Nullable Long seconds, Forecast.Bound bound) {}

    /**
     * A step that was entered.
     *
     * @param step its number, from 1
     * @param weight the canary's share, in percent
     */
    public record HistoryDocument(int step, int weight, Instant enteredAt) {}

    /**
     * Something that people were told.
     *
     * @param number counted from 1 through the whole release
     * @param reason one word in CamelCase, stable, for machines
     * @param message one sentence
     */
    public record LogDocument(long number, Instant at, Severity severity, String reason, String message) {}

    /**
     * Paths on this server.
     *
     * @param self this document
     * @param page the same for people
     */
    public record LinksDocument(String self, String page) {}
}
