package io.serinus.report;

import io.serinus.analysis.Finding;
import io.serinus.analysis.Verdict;
import io.serinus.release.State.Phase;
import io.serinus.routing.LintFinding;

/** The stylesheet's classes: colour only repeats what a word beside it says. */
final class Tone {
    private Tone() {}

    static String of(Phase phase) {
        return switch (phase) {
            case PENDING, CANCELLED, SUPERSEDED -> "calm";
            case PROGRESSING, PROMOTING -> "busy";
            case PROMOTED -> "good";
            case ABORTING, ABORTED -> "bad";
        };
    }

    static String of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "good";
            case FAIL -> "bad";
            case UNDECIDED -> "calm";
            case NO_DATA, SOURCE_DOWN -> "warn";
        };
    }

    static String of(LintFinding.Severity severity) {
        return switch (severity) {
            case ERROR -> "bad";
            case WARNING -> "warn";
            case INFO -> "calm";
        };
    }

    static String of(Finding.Code code) {
        return switch (code) {
            case TRAFFIC_SHARE, ADVISORY, DRY_RUN -> "warn";
            case CALIBRATION, UNCERTAIN_COUNTS, UNATTRIBUTED -> "calm";
        };
    }
}
