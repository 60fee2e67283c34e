package io.serinus.report;

import io.serinus.analysis.Series;
import io.serinus.analysis.Verdict;
import io.serinus.report.ReleaseDocument.EvidenceDocument;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One release as the page shows it: the document with its numbers and times in words.
 *
 * @param document what is shown
 * @param series how the evidence came about
 * @param now the time the page is written
 */
record ReleaseView(ReleaseDocument document, Series series, Instant now) {

    /** Whether nothing will happen to it any more. */
    public boolean isOver() {
        return document.outcome() != null;
    }

    public String phase() {
        return Wording.word(document.phase());
    }

    public String phaseTone() {
        return Tone.of(document.phase());
    }

    /** By what a listener tells releases apart. */
    public String key() {
        return document.namespace() + "/" + document.name();
    }

    /** Where the release stands, for those who hear the page. */
    public String standing() {
        return document.step() == null || isOver()
                ? phase()
                : phase() + ", step " + step() + ", " + document.weight() + " %";
    }

    public Sparkline sparkline() {
        return Sparkline.of(document, series, now);
    }

    public String verdict() {
        Verdict verdict = document.verdict();
        return verdict == null ? "not judged yet" : Wording.word(verdict);
    }

    public String verdictTone() {
        Verdict verdict = document.verdict();
        return verdict == null ? "calm" : Tone.of(verdict);
    }

    public String baseline() {
        String baseline = document.baseline();
        return baseline == null ? "not known yet" : baseline;
    }

    /** For example "2 of 4"; a dash before the first step. */
    public String step() {
        return document.step() == null || document.steps() == null ? "–" : document.step() + " of " + document.steps();
    }

    public String age() {
        return Wording.age(document.since(), now);
    }

    /** What holds the release up, in a few words; empty if nothing does. */
    public String trouble() {
        var trouble = document.trouble();
        if (trouble == null) {
            return "";
        }
        return switch (trouble.kind()) {
            case NO_DATA -> "no data";
            case SOURCE_DOWN -> "metrics backend down";
            case DEADLINE -> "undecided for too long";
            case ROUTING -> "weights not in force";
            case EXTERNAL_CHANGE -> "routing changed by somebody else";
            case STALLED -> "stalled: routing undone again and again";
            case PAUSED -> "paused";
            case APPROVAL -> "waits for approval";
            case HOOK -> "waits for a hook";
            case CANARY_PODS -> "no pod of the canary is ready";
            case BASELINE_PODS -> "the baseline's pods are in trouble";
            case BASELINE_COPY -> "the baseline's copy is not ready";
            case NO_BASELINE -> "no pod of the baseline is ready";
        };
    }

    /** How long it has been held up; empty if it is not. */
    public String troubleAge() {
        var trouble = document.trouble();
        return trouble == null ? "" : Wording.age(trouble.since(), now);
    }

    public String reasonTone() {
        return document.trouble() == null ? phaseTone() : "warn";
    }

    public @Nullable Meter against() {
        EvidenceDocument evidence = document.evidence();
        return evidence == null ? null : Meter.of(evidence.againstLog10(), evidence.abortAtLog10());
    }

    public String requestsInStep() {
        EvidenceDocument evidence = document.evidence();
        return evidence == null ? "0" : Wording.count(evidence.canaryRequestsInStep());
    }

    public List<MetricView> metrics() {
        return document.metrics().stream().map(MetricView::of).toList();
    }

    public List<ExplanationView> explanations() {
        return ExplanationView.of(document.metrics());
    }

    public List<FindingView> findings() {
        return document.findings().stream()
                .map(finding ->
                        new FindingView(Wording.word(finding.code()), Tone.of(finding.code()), finding.message()))
                .toList();
    }

    public List<FindingView> lint() {
        return document.lint().stream()
                .map(finding -> new FindingView(
                        finding.code(), Tone.of(finding.severity()), finding.path() + ": " + finding.sentence()))
                .toList();
    }

    public List<Rung> ladder() {
        return Rung.ladder(document);
    }

    /** When the canary gets everything; empty where nobody has foreseen it. */
    public String outlook() {
        var forecast = document.forecast();
        return forecast == null ? "" : ForecastWording.of(forecast, document.trouble() != null);
    }

    public List<Event> events() {
        return document.log().stream()
                .map(entry -> new Event(entry.at(), entry.message()))
                .toList();
    }

    public String time(Instant instant) {
        return Wording.time(instant);
    }

    /**
     * Something to know besides.
     *
     * @param tone the stylesheet's class for its kind
     */
    record FindingView(String kind, String tone, String message) {}

    /** A line of the history. */
    record Event(Instant at, String text) {}
}
