package io.serinus.report;

import io.serinus.release.Reasons;
import io.serinus.report.ReleaseDocument.CountsDocument;
import io.serinus.report.ReleaseDocument.HistoryDocument;
import io.serinus.report.ReleaseDocument.LogDocument;
import io.serinus.report.ReleaseDocument.MetricDocument;
import io.serinus.report.ReleaseDocument.PlanDocument;
import io.serinus.report.ReleaseDocument.StepDocument;
import io.serinus.template.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What users saw of the canary, as far as it is known. */
final class Exposure {
    private Exposure() {}

    /** In sentences; none where nothing is known. */
    static List<String> of(ReleaseDocument release) {
        PlanDocument plan = release.plan();
        if (plan == null || release.history().isEmpty()) {
            return release.outcome() == null ? List.of() : List.of("No request was led to the canary.");
        }
        List<StepDocument> entered = release.history().stream()
                .map(HistoryDocument::step)
                .filter(step -> step <= plan.steps().size())
                .map(step -> plan.steps().get(step - 1))
                .toList();
        boolean hasMirrored = entered.stream().anyMatch(step -> step.mirrorPercent() != null);
        Optional<HistoryDocument> begin = release.history().stream()
                .filter(step -> step.step() <= plan.steps().size()
                        && isSeen(plan.steps().get(step.step() - 1)))
                .findFirst();
        if (begin.isEmpty()) {
            return List.of(
                    hasMirrored
                            ? "None of it: the canary got copies of requests only, whose answers no user saw."
                            : "No request of a user was led to the canary.");
        }
        var sentences = new ArrayList<String>();
        from(release, begin.get().enteredAt())
                .map(from -> span(release, from, entered))
                .ifPresent(sentences::add);
        sentences.addAll(requests(release, hasMirrored));
        return sentences;
    }

    /** Whether users' own requests are led to the canary. */
    private static boolean isSeen(StepDocument step) {
        return step.weight() > 0 || step.match() != null;
    }

    /** From when on the routing was seen in force; as far back as the log goes, else from when on the canary served. */
    private static Optional<Instant> from(ReleaseDocument release, Instant entered) {
        boolean isWhole = !release.log().isEmpty() && release.log().getFirst().number() == 1;
        Optional<Instant> inForce = release.log().stream()
                .filter(entry -> isWhole
                        && entry.reason().equals(Reasons.WEIGHT)
                        && !entry.at().isBefore(entered))
                .map(LogDocument::at)
                .findFirst();
        return inForce.or(
                () -> Optional.ofNullable(release.firstCanaryRequest()).filter(first -> !first.isBefore(entered)));
    }

    private static String span(ReleaseDocument release, Instant from, List<StepDocument> entered) {
        String weights = entered.stream()
                .filter(step -> step.weight() > 0)
                .map(step -> step.weight() + " %")
                .distinct()
                .collect(Collectors.joining(", then "));
        String share = weights.isEmpty() ? "" : ", at " + weights + " of the requests";
        return switch (release.phase()) {
            case PENDING, PROGRESSING, PROMOTING, ABORTING ->
                "The canary has been in force since " + Wording.time(from) + share + ".";
            case PROMOTED ->
                "The canary was in force beside the baseline from " + Wording.time(from) + " to "
                        + Wording.time(release.since()) + ", "
                        + Wording.duration(Duration.between(from, release.since())) + share + "; now it has all.";
            case ABORTED, CANCELLED, SUPERSEDED ->
                "The canary was in force from " + Wording.time(from) + " to " + Wording.time(release.since()) + ", "
                        + Wording.duration(Duration.between(from, release.since())) + share + ".";
        };
    }

    /** Only what was judged was counted, so there were more. */
    private static List<String> requests(ReleaseDocument release, boolean hasMirrored) {
        List<MetricDocument> counted = release.metrics().stream()
                .filter(metric ->
                        metric.role() == Role.CRITICAL && metric.canary().total() > 0)
                .toList();
        var sentences = new ArrayList<String>();
        counted.stream()
                .mapToLong(metric -> metric.canary().total())
                .max()
                .ifPresent(most -> sentences.add("It answered at least " + Wording.count(most) + " requests"
                        + (hasMirrored ? ", copies included whose answers no user saw." : ".")));
        counted.forEach(metric -> sentences.add(bad(metric)));
        return sentences;
    }

    private static String bad(MetricDocument metric) {
        CountsDocument canary = metric.canary();
        String bad = "By " + metric.name() + " " + Wording.count(canary.bad()) + " of " + Wording.count(canary.total())
                + " were bad (" + Wording.percent(canary.ratio()) + ")";
        Double baseline = metric.baseline().ratio();
        if (baseline == null) {
            return bad + ".";
        }
        double usual = baseline * canary.total();
        return bad + "; at the baseline's " + Wording.percent(baseline) + " it would have been "
                + (usual < 1 ? "less than one" : "about " + Wording.count(Math.round(usual))) + ".";
    }
}
