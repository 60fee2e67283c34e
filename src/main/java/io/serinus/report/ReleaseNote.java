package io.serinus.report;

import io.serinus.analysis.Verdict;
import io.serinus.release.Reasons;
import io.serinus.release.State.Phase;
import io.serinus.report.Block.Fact;
import io.serinus.report.Block.Facts;
import io.serinus.report.Block.Heading;
import io.serinus.report.Block.Items;
import io.serinus.report.Block.Sentence;
import io.serinus.report.Block.Table;
import io.serinus.report.ExplanationDocument.RangeDocument;
import io.serinus.report.ReleaseDocument.CountsDocument;
import io.serinus.report.ReleaseDocument.EvidenceDocument;
import io.serinus.report.ReleaseDocument.MetricDocument;
import io.serinus.template.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One release as a note for people, such as one pastes into a chat or files with an incident: what, since when, how sure, what
 * was done, what users saw of it, what next. It says only what is known, and nothing that changes while nothing happens.
 */
final class ReleaseNote {
    private final ReleaseDocument release;
    private final boolean hasBegun;

    private ReleaseNote(ReleaseDocument release) {
        this.release = release;
        this.hasBegun = !release.history().isEmpty();
    }

    static List<Block> of(ReleaseDocument release) {
        return new ReleaseNote(release).blocks();
    }

    private List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        blocks.add(new Heading(
                1,
                "Release " + release.namespace() + "/" + release.name() + ": "
                        + release.phase().name()));
        blocks.add(new Sentence("VirtualService " + release.virtualService() + ", canary " + release.canary()
                + (release.baseline() == null ? "" : " against baseline " + release.baseline()) + ", template "
                + release.template() + "."));
        blocks.add(new Facts(List.of(
                new Fact("What", what()),
                new Fact("Since", since()),
                new Fact("How sure", sure()),
                new Fact("Done", done()),
                new Fact("Seen by users", Exposure.of(release)),
                new Fact("Next", next()))));
        metrics(blocks);
        findings(blocks);
        steps(blocks);
        log(blocks);
        blocks.add(new Sentence("The page of the release: " + release.links().page()));
        return blocks;
    }

    private List<String> what() {
        String what = switch (release.phase()) {
            case PENDING -> "The release has not begun.";
            case PROGRESSING ->
                "Step " + release.step() + " of " + release.steps() + ", weight " + release.weight() + " %."
                        + (release.trouble() == null ? "" : " It is held.");
            case PROMOTING -> "The canary is being given all requests.";
            case ABORTING -> "The canary is being taken back.";
            case PROMOTED -> "The canary was promoted.";
            case ABORTED -> hasBegun ? "The canary was taken back." : "The release was given up before it began.";
            case CANCELLED -> "The release was cancelled.";
            case SUPERSEDED -> "Another release took the place of this one.";
        };
        return List.of(what, release.reason());
    }

    private List<String> since() {
        var since = new ArrayList<String>();
        since.add("Asked for " + Wording.time(release.createdAt()) + ".");
        Instant first = release.firstCanaryRequest();
        if (first != null) {
            since.add("First request of the canary " + Wording.time(first) + ".");
        }
        decided().ifPresent(at -> since.add("Decided " + Wording.time(at) + "."));
        since.add((release.outcome() != null
                        ? "Over since "
                        : release.phase() == Phase.PROGRESSING ? "In this step since " : "In this phase since ")
                + Wording.time(release.since()) + ".");
        return since;
    }

    /** When it was decided to go back or to promote; empty before, and where the log does not say. */
    private Optional<Instant> decided() {
        return release.log().reversed().stream()
                .filter(entry -> entry.reason().equals(Reasons.RETURNING)
                        || entry.reason().equals(Reasons.PROMOTING))
                .map(entry -> entry.at())
                .findFirst();
    }

    private List<String> sure() {
        var sure = new ArrayList<String>();
        EvidenceDocument evidence = release.evidence();
        if (evidence != null && evidence.againstLog10() != null && evidence.abortAtLog10() != null) {
            String against = Wording.evidence(evidence.againstLog10());
            sure.add("Evidence against the canary: " + against + "; from " + Wording.evidence(evidence.abortAtLog10())
                    + " on a release is aborted.");
            if (evidence.againstLog10() >= evidence.abortAtLog10()) {
                sure.add("A canary no worse than tolerated ever comes as far with a probability of at most 1 in "
                        + against.replace("more than ", "") + ".");
            } else if (release.phase() == Phase.ABORTED) {
                sure.add("So it was not this evidence that decided.");
            }
        }
        for (MetricDocument metric : release.metrics()) {
            ratio(metric)
                    .filter(_ -> metric.verdict() == Verdict.FAIL)
                    .ifPresent(ratio -> sure.add("By " + metric.name() + " the canary's bad requests are " + ratio
                            + " times the baseline's; the limits hold with a confidence of 95 %."));
        }
        return sure;
    }

    private List<String> done() {
        Optional<Instant> decided = decided();
        return switch (release.phase()) {
            case PENDING, PROGRESSING, PROMOTING -> List.of();
            case ABORTING -> List.of("The routing before the release is being restored.");
            case PROMOTED -> List.of("Since " + Wording.time(release.since()) + " the canary has all requests.");
            case ABORTED, CANCELLED, SUPERSEDED ->
                decided.isEmpty()
                        ? List.of()
                        : List.of("The routing before the release was restored by " + Wording.time(release.since())
                                + (release.baseline() == null
                                        ? "."
                                        : ": baseline " + release.baseline() + " has its requests back."));
        };
    }

    private List<String> next() {
        String name = release.namespace() + "/" + release.name();
        var trouble = release.trouble();
        var forecast = release.forecast();
        return switch (release.phase()) {
            case PENDING -> List.of("It begins by itself as soon as that is put right.");
            case PROGRESSING -> {
                if (trouble != null) {
                    yield switch (trouble.kind()) {
                        case PAUSED -> List.of("It goes on with: serinus resume " + name);
                        case APPROVAL -> List.of("It goes on with: serinus approve " + name);
                        default -> List.of("It goes on as soon as that is put right.");
                    };
                }
                yield forecast == null ? List.of() : List.of(ForecastWording.of(forecast, false));
            }
            case ABORTED -> List.of("Ask for a mended canary, or begin this one anew with: serinus retry " + name);
            case PROMOTING, ABORTING, PROMOTED, CANCELLED, SUPERSEDED -> List.of();
        };
    }

    private void metrics(List<Block> blocks) {
        if (release.metrics().isEmpty()) {
            return;
        }
        blocks.add(new Heading(2, "Metrics"));
        blocks.add(new Table(
                List.of("METRIC", "VERDICT", "BASELINE", "CANARY", "TIMES", "WHY"),
                release.metrics().stream()
                        .map(metric -> List.of(
                                metric.name()
                                        + (metric.role() == Role.CRITICAL
                                                ? ""
                                                : " (" + Wording.word(metric.role()) + ")"),
                                Wording.word(metric.verdict()),
                                counts(metric.baseline()),
                                counts(metric.canary()),
                                ratio(metric).orElse("–"),
                                metric.reason()))
                        .toList()));
    }

    private static String counts(CountsDocument counts) {
        return counts.total() == 0
                ? "–"
                : Wording.percent(counts.ratio()) + " (" + Wording.count(counts.bad()) + " of "
                        + Wording.count(counts.total()) + ")";
    }

    /** The canary's bad fraction over the baseline's with its limits; empty where nothing is known of it. */
    private static Optional<String> ratio(MetricDocument metric) {
        var explanation = metric.explanation();
        RangeDocument ratio = explanation == null ? null : explanation.ratio();
        return ratio == null || (ratio.low() == null && ratio.estimate() == null && ratio.high() == null)
                ? Optional.empty()
                : Optional.of(Wording.range(ratio, Wording::number));
    }

    private void findings(List<Block> blocks) {
        if (!release.findings().isEmpty()) {
            blocks.add(new Heading(2, "Findings, which do not decide"));
            blocks.add(new Items(release.findings().stream()
                    .map(finding -> Wording.word(finding.code()) + ": " + finding.message())
                    .toList()));
        }
    }

    private void steps(List<Block> blocks) {
        List<Rung> ladder = Rung.ladder(release);
        if (!ladder.isEmpty()) {
            blocks.add(new Heading(2, "Steps"));
            blocks.add(new Table(
                    List.of("STEP", "WEIGHT", "STANDING", "ENTERED"),
                    ladder.stream()
                            .map(rung -> List.of(
                                    rung.name(),
                                    rung.weight() + " %",
                                    rung.standing(),
                                    entered(ladder.indexOf(rung) + 1)))
                            .toList()));
        }
    }

    private String entered(int step) {
        return release.history().stream()
                .filter(entered -> entered.step() == step)
                .map(entered -> Wording.time(entered.enteredAt()))
                .findFirst()
                .orElse("–");
    }

    private void log(List<Block> blocks) {
        List<String> entries = release.log().stream()
                .map(entry -> Wording.time(entry.at()) + "  " + entry.message())
                .toList();
        if (!entries.isEmpty()) {
            blocks.add(new Heading(2, "Log"));
            blocks.add(new Items(entries));
        }
    }
}
