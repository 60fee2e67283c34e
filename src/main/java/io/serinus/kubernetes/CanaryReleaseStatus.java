package io.serinus.kubernetes;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code status} of a CanaryRelease. The CustomResourceDefinition says what each field means; a field that is not there is
 * null here. Times are RFC 3339 text.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CanaryReleaseStatus(
        @Nullable Long observedGeneration,
        @Nullable String requestedAt,
        @Nullable String phase,
        @Nullable String since,
        @Nullable String reason,
        @Nullable String baseline,
        @Nullable String step,
        @Nullable Integer stepIndex,
        @Nullable Integer steps,
        @Nullable Integer weight,
        @Nullable String inForceSince,
        @Nullable Trouble trouble,
        @Nullable Integer reverts,
        @Nullable String outcome,
        @Nullable String verdict,
        @Nullable String verdictReason,
        @Nullable Evidence evidence,
        @Nullable List<Metric> metrics,
        @Nullable List<Finding> findings,
        @Nullable Forecast forecast,
        @Nullable String firstCanaryRequest,
        @Nullable Plan plan,
        @Nullable List<Step> history,
        @Nullable Doors doors,
        @Nullable Boolean forced,
        @Nullable List<LogEntry> log,
        @Nullable String command,
        @Nullable Boolean withdrawn,
        @Nullable List<Told> told,
        @Nullable Course course,
        @Nullable List<Point> series,
        @Nullable String copyUntil,
        @Nullable ScaleDown scaleDown,
        @Nullable List<Condition> conditions) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Trouble(
            @Nullable String kind,
            @Nullable String since,
            @Nullable String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Evidence(
            @Nullable Double againstLog10,
            @Nullable Double abortAtLog10,
            @Nullable Long canaryRequestsInStep) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Metric(
            @Nullable String name,
            @Nullable String role,
            @Nullable String verdict,
            @Nullable String reason,
            @Nullable Counts baseline,
            @Nullable Counts canary,
            @Nullable Double againstLog10,
            @Nullable Double forLog10,
            @Nullable Double promoteAtLog10,
            @Nullable Explanation explanation) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Explanation(
            @Nullable Range ratio,
            @Nullable Range baselineRate,
            @Nullable Range canaryRate,
            @Nullable List<Quantile> quantiles,
            @Nullable Durations durations,
            @Nullable Levels levels,
            @Nullable Outlook outlook) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Range(
            @Nullable Double low,
            @Nullable Double estimate,
            @Nullable Double high) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Quantile(
            @Nullable Double quantile,
            @Nullable Range baseline,
            @Nullable Range canary) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Durations(
            @Nullable List<Double> boundsMillis,
            @Nullable List<Long> baseline,
            @Nullable List<Long> canary,
            @Nullable Long baselineTotal,
            @Nullable Long canaryTotal) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Levels(
            @Nullable Double baseline,
            @Nullable Double canary,
            @Nullable Range difference) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Outlook(
            @Nullable Long requestsToPass,
            @Nullable Long requestsToFail,
            @Nullable String sentence) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Finding(@Nullable String code, @Nullable String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Counts(@Nullable Long bad, @Nullable Long total) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Plan(
            @Nullable Endpoint baseline,
            @Nullable Endpoint canary,
            @Nullable Target target,
            @Nullable Copy copy,
            @Nullable Map<String, Object> original,
            @Nullable String templateName,
            @Nullable Map<String, Object> templateSpec,
            @Nullable List<Lint> lint) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Lint(
            @Nullable String code,
            @Nullable String severity,
            @Nullable String path,
            @Nullable String sentence) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Endpoint(@Nullable String host, @Nullable String subset) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Copy(
            @Nullable String namespace,
            @Nullable String deployment,
            @Nullable String service,
            @Nullable Version version,
            @Nullable Integer replicas) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Target(@Nullable Version baseline, @Nullable Version canary) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Version(@Nullable String host, @Nullable String label) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            @Nullable Integer step,
            @Nullable Integer weight,
            @Nullable String enteredAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Doors(
            @Nullable Hold hold,
            @Nullable List<String> approved,
            @Nullable List<String> agreed) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Hold(@Nullable String since, @Nullable String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LogEntry(
            @Nullable Long number,
            @Nullable String at,
            @Nullable String severity,
            @Nullable String reason,
            @Nullable String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Forecast(
            @Nullable String at,
            @Nullable Double requestsPerSecond,
            @Nullable List<Ahead> steps) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ahead(
            @Nullable Integer step,
            @Nullable Long seconds,
            @Nullable String bound) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(@Nullable String to, @Nullable Long number) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Course(
            @Nullable String began,
            @Nullable String countedFrom,
            @Nullable Past past,
            @Nullable List<Turn> turns) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Past(@Nullable String after, @Nullable String reason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Turn(
            @Nullable String after,
            @Nullable String at,
            @Nullable Integer step,
            @Nullable Integer weight,
            @Nullable Integer next,
            @Nullable Boolean share) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Point(
            @Nullable String at,
            @Nullable Integer intervals,
            @Nullable Integer step,
            @Nullable Integer weight,
            @Nullable Boolean share,
            @Nullable Long baseline,
            @Nullable Long canary,
            @Nullable Double againstLog10,
            @Nullable List<MetricPoint> metrics) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MetricPoint(
            @Nullable Counts baseline,
            @Nullable Counts canary,
            @Nullable Double boundMillis,
            @Nullable PairOfLevels levels,
            @Nullable Range ratio,
            @Nullable Double againstLog10,
            @Nullable Double forLog10) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PairOfLevels(@Nullable Double baseline, @Nullable Double canary) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ScaleDown(
            @Nullable String state,
            @Nullable String at,
            @Nullable List<Candidate> deployments,
            @Nullable String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Candidate(
            @Nullable String name,
            @Nullable String uid,
            @Nullable Long generation,
            @Nullable Integer replicas) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Condition(
            @Nullable String type,
            @Nullable String status,
            @Nullable Long observedGeneration,
            @Nullable String lastTransitionTime,
            @Nullable String reason,
            @Nullable String message) {}
}
