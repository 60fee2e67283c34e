package io.serinus.calibration;

import io.serinus.template.AnalysisTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page {@code calibration.md} with its drawings.
 *
 * @param study what was found
 * @param plan what was run
 * @param template by which Serinus judged
 * @param date of the run, as it is to be printed
 * @param command that repeats it
 */
record Page(Study study, Plan plan, AnalysisTemplate template, String date, String command) {
    /** Whose course is drawn, in one cell that is neither easy nor hopeless. */
    private static final List<String> DRAWN = List.of(
            "errors 0.1 → 0.5 %",
            "errors 0.1 → 1 %, bursts of 2.5",
            "errors 1 → 2 %",
            "late errors 0.1 → 1 %",
            "latency × 1.25",
            "latency 2 s for 2 %");

    private static final Cell DRAWN_AT = new Cell(50, 10);

    /** Writes the page and a directory of drawings beside it. */
    void write(Path docs) throws IOException {
        Path drawings = Files.createDirectories(docs.resolve("calibration"));
        for (var drawing : drawings().entrySet()) {
            Files.writeString(drawings.resolve(drawing.getKey()), drawing.getValue());
        }
        Files.writeString(docs.resolve("calibration.md"), text());
    }

    /** File names and their contents. */
    Map<String, String> drawings() {
        var drawings = new LinkedHashMap<String, String>();
        drawings.put(
                "false-aborts.svg",
                new FalseAbortPlot(
                                study.judges(),
                                Summary.of(study.same()),
                                study.bound().falseAbort())
                        .draw());
        for (Trial trial : drawn()) {
            drawings.put(file(trial), new DetectionPlot(study.judges(), trial).draw());
        }
        return drawings;
    }

    String text() {
        var falseAborts = new FalseAbortTable(study);
        var detection = new DetectionTable(study);
        return String.join(
                "\n",
                introduction(),
                new Answer(study).text(),
                "## What is simulated\n",
                run(),
                ParameterTable.text(),
                judges(),
                "## How often is a good canary aborted?\n",
                promise(),
                "![False aborts by scenario and judge](calibration/false-aborts.svg)\n",
                "Percentage of releases: mean over the cells ± its Monte-Carlo standard error / worst cell.\n",
                falseAborts.byScenario(),
                "The same for Serinus, by cell:\n",
                falseAborts.byCell(),
                "## How soon is a bad canary aborted?\n",
                reading(),
                detection.againstBound(),
                "Beside the others: percentage found within 30 minutes, and the median seconds where at least half are found.\n",
                detection.byJudge(),
                plots(),
                "## What cannot be reached, and why\n",
                new Limits(study).text(),
                "## Where Kayenta is ahead\n",
                behind(detection),
                detection.behind());
    }

    private String introduction() {
        return String.format(Locale.ROOT, """
                # How far can I trust its verdicts?

                Releases on simulated traffic, judged by Serinus as it is shipped, with the template `%s`, and by the rules of
                other tools. This page is written by the simulation; no figure is edited.
                """, template.name());
    }

    private String run() {
        return String.format(
                Locale.ROOT,
                """
                Run on %s: seed %d, %d releases per scenario and amount of traffic (a *cell*) where the versions are the same, %d
                where they differ, %d cells in all, none left out. Every release is drawn from the seed, its scenario, its cell
                and its number, so that a run can be repeated exactly; `-Dfull` takes 2,000 releases per cell. The command was

                    %s
                """,
                date,
                plan.seed(),
                plan.sameReleases(),
                plan.differentReleases(),
                study.trials().size(),
                command);
    }

    private String judges() {
        return String.format(
                Locale.ROOT,
                """
                The judges:

                - **Serinus**: reads requests every %d s, judges intervals of %d s, the finer comparisons after a warm-up of
                  %d s, with a false-abort probability of at most %s %% for the whole release. First it learns from an hour of the
                  baseline how noisy the service is.
                - **Kayenta**: its default classifier, as Serinus [computes it](kayenta.md), on errors in per cent, median and 99th
                  percentile in points of 30 s; any metric that is `High` aborts. *Each look*: after every point from the tenth on, as when it runs periodically.
                  *Once*: after 30 minutes only.
                - **Flagger**: success rate of at least 99 %% and a 99th percentile of at most 500 ms in every minute, on the
                  canary alone; aborts after 5 failed checks, or at the first. A minute without a value is a failed check.
                - **Argo** Rollouts: success rate of at least 95 %% every 5 minutes, on the canary alone; aborts at more than 3
                  failed measurements, or at the first.
                """,
                template.tick().toSeconds(),
                template.interval().toSeconds(),
                template.warmup().toSeconds(),
                Figures.percent(template.risk().falseAbort()));
    }

    private String promise() {
        List<String> broken = study.broken();
        String verdict = broken.isEmpty()
                ? "It is kept in every cell and in every scenario.\n"
                : "It is broken here:\n\n- " + String.join("\n- ", broken) + "\n";
        return String.format(Locale.ROOT, """
                Serinus promises that a canary within its tolerances is aborted with a probability of at most %s %%, over the
                whole release. It rests on a proof for independent requests (see [judge](judge.md)); how far it holds
                for other noise is what this page shows. It counts as broken, and the build of the run fails, where the
                fraction of aborted releases is more than three standard errors above the promise, in any cell or in a
                scenario over all its cells; the standard error is that of a probability as large as promised. The
                others promise nothing of this sort.

                Nobody can do both, abort a canary at once that fails everything and forgive it for failing everything for
                half a minute: the rare bursts of 100 in a row that are aborted are such outages, of 15 to 30 s.

                """, Figures.percent(template.risk().falseAbort())) + verdict;
    }

    private String reading() {
        return String.format(Locale.ROOT, """
                *Found* is the percentage of releases aborted within 30 minutes, with its Monte-Carlo standard error.
                *Requests* are those of the canary until the abort; the mean counts releases that were never aborted up to their end.

                *Wald* is what any sequential test needs on average, whatever its method, to find this regression as often as
                Serinus did, if it too aborts tolerated canaries with a probability of %s %% at most: the divergence of two
                coins with these probabilities, divided by the information of a request, that is, the Kullback-Leibler divergence
                of the true pair of versions from the nearest pair within all tolerances (Wald 1945). For durations it is the
                divergence of the whole histograms, each within every bound's tolerance, so it binds tests that use all
                buckets too. Bursts count as one event each; a test is assumed to know all noise. The
                tolerances are the template's own. Where history is noisy Serinus tolerates more than these, so that part of its
                distance from the bound is a larger tolerance, not a slower test. The *ratio* is the mean
                requests over that; part of it is the warm-up, in which only outages are looked for, and at high traffic the time
                between two looks. It is left out where less than half is found. The last column is the average time that any
                such test needs to find 95 %%.
                """, Figures.percent(template.risk().falseAbort()));
    }

    private String plots() {
        var text = new StringBuilder();
        for (Trial trial : drawn()) {
            text.append("![Detection over time: ")
                    .append(trial.scenario().name())
                    .append("](calibration/")
                    .append(file(trial))
                    .append(")\n");
        }
        return text.toString();
    }

    private String behind(DetectionTable detection) {
        return String.format(
                Locale.ROOT,
                """
                Serinus finds less often than Kayenta at each look in %d cells, by more than three Monte-Carlo standard errors,
                and at least 30 s later in %d others. There are two reasons. Kayenta accepts no tolerance: it finds any
                difference, however small, and pays by the false aborts above, of which Serinus's promise rules out all but %s %%.
                And Serinus must exclude that the difference is noise of a few intervals, which takes several of them however
                large the counts are. The Wald time says how much of the distance a better method could close.
                """,
                detection.count(Study.Behind.LESS_OFTEN),
                detection.count(Study.Behind.LATER),
                Figures.percent(template.risk().falseAbort()));
    }

    private List<Trial> drawn() {
        return study.different().stream()
                .filter(trial -> trial.cell().equals(DRAWN_AT)
                        && DRAWN.contains(trial.scenario().name()))
                .toList();
    }

    private static String file(Trial trial) {
        String name = trial.scenario()
                .name()
                .toLowerCase(Locale.ROOT)
                .replace("→", "to")
                .replace("×", "times")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return "detection-" + name + ".svg";
    }
}
