package io.serinus.calibration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a run found, for somebody who reads no further. */
record Answer(Study study) {
    /** What operators fear, from the plainest on. */
    private static final List<String> SHOWN = List.of(
            "outage 0 → 50 %",
            "errors 5 → 10 %",
            "errors 0.1 → 1 %",
            "errors 0.1 → 0.5 %",
            "errors 1 → 2 %",
            "latency × 1.5",
            "latency × 1.25",
            "latency 2 s for 2 %");

    private static final int SHOWN_PERCENT = 10;

    /** The run in one line. */
    String line() {
        List<String> broken = study.broken();
        String promise = broken.isEmpty() ? "promise kept" : "PROMISE BROKEN in " + places(broken.size());
        return String.format(
                Locale.ROOT,
                "Calibration: %s; good canaries aborted: %s, at worst %s; bad canaries aborted: %s",
                promise,
                Fraction.aborted(study.harmless(), Study.SERINUS),
                worst(),
                Fraction.aborted(study.harmful(), Study.SERINUS));
    }

    /** The beginning of the page. */
    String text() {
        List<String> broken = study.broken();
        String promise = Figures.percent(study.bound().falseAbort());
        String verdict = broken.isEmpty()
                ? "Its promise of at most " + promise + " % is kept."
                : "**Its promise of at most " + promise + " % is broken in " + places(broken.size())
                        + "**, named [below](#how-often-is-a-good-canary-aborted).";
        return String.format(
                Locale.ROOT,
                """
                **A good canary** was aborted in %s simulated releases;
                at worst, %s.
                %s

                **A bad canary** was aborted within 30 minutes in %s. How soon depends on
                how bad it is and on the traffic; with %d %% of it for the canary:

                %s
                Percentage of bad canaries aborted within 30 minutes, and the median time. *: no test could be expected to find
                95 %% of them in that time, because there are too few requests. Small differences need hundreds of failed or
                slow requests, whoever judges: [what cannot be reached](#what-cannot-be-reached-and-why).

                **Beside other tools**, on the same traffic, over all scenarios. Flagger and Argo compare with nothing: a service
                that always fails 1.5 %% of its requests is beyond Flagger's limit, and errors that stay within a limit are not
                found.

                %s""",
                Fraction.aborted(study.harmless(), Study.SERINUS),
                worst(),
                verdict,
                Fraction.aborted(study.harmful(), Study.SERINUS),
                SHOWN_PERCENT,
                found(),
                judges());
    }

    private static String places(int count) {
        return count == 1 ? "one place" : count + " places";
    }

    private String worst() {
        return study.harmless().stream()
                .max(Comparator.comparingDouble(
                        trial -> trial.aborts().get(Study.SERINUS).rate()))
                .map(trial -> Fraction.aborted(List.of(trial), Study.SERINUS) + " in \""
                        + trial.scenario().name() + "\" at " + trial.cell())
                .orElse("none");
    }

    private String found() {
        List<Cell> cells = study.different().stream()
                .map(Trial::cell)
                .distinct()
                .filter(cell -> cell.sharePercent() == SHOWN_PERCENT)
                .toList();
        var names = new ArrayList<String>(List.of("canary"));
        cells.forEach(cell -> names.add(String.format(Locale.ROOT, "%.0f requests/s", cell.requestsPerSecond())));
        var text = new StringBuilder(Figures.header(names.toArray(String[]::new)));
        Summary.of(study.different()).stream()
                .filter(summary -> SHOWN.contains(summary.name()))
                .sorted(Comparator.comparingInt(summary -> SHOWN.indexOf(summary.name())))
                .forEach(summary -> {
                    var row = new ArrayList<Object>(List.of(summary.name()));
                    cells.forEach(cell -> row.add(found(summary, cell)));
                    text.append(Figures.row(row.toArray()));
                });
        return text.toString();
    }

    private String found(Summary summary, Cell cell) {
        return summary.trials().stream()
                .filter(trial -> trial.cell().equals(cell))
                .findFirst()
                .map(trial -> {
                    Aborts aborts = trial.aborts().get(Study.SERINUS);
                    double median = aborts.medianSeconds();
                    return Figures.percent(aborts.rate()) + " %"
                            + (Double.isFinite(median) ? ", " + Figures.duration(median) : "")
                            + (study.isOutOfReach(trial) ? " *" : "");
                })
                .orElse("");
    }

    private String judges() {
        var text = new StringBuilder(Figures.header(
                "judge", "good canaries aborted, %", "in its worst scenario, %", "bad canaries aborted, %"));
        for (int judge = 0; judge < study.judges().size(); judge++) {
            int index = judge;
            double worst = Summary.of(study.harmless()).stream()
                    .mapToDouble(summary -> summary.meanRate(index))
                    .max()
                    .orElse(Double.NaN);
            text.append(Figures.row(
                    study.judges().get(judge),
                    Figures.percent(Fraction.aborted(study.harmless(), judge).rate()),
                    Figures.percent(worst),
                    Figures.percent(Fraction.aborted(study.harmful(), judge).rate())));
        }
        return text.toString();
    }
}
