package io.serinus.calibration;

import java.util.ArrayList;
import java.util.List;

/** How often and when worse canaries were aborted, as Markdown, beside what any test needs. */
final class DetectionTable {
    private static final double HALF = 0.5;

    private final Study study;

    DetectionTable(Study study) {
        this.study = study;
    }

    /** Serinus beside the bound. */
    String againstBound() {
        var text = new StringBuilder(Figures.header(
                "scenario",
                "traffic, share",
                "found, %",
                "± ",
                "median s",
                "median requests",
                "mean requests",
                "Wald requests",
                "ratio",
                "Wald s for 95 %"));
        for (Trial trial : study.different()) {
            Aborts aborts = trial.aborts().get(Study.SERINUS);
            double least = leastRequests(trial);
            text.append(Figures.row(
                    trial.scenario().name(),
                    trial.cell(),
                    Figures.percent(aborts.rate()),
                    Figures.percent(aborts.standardError()),
                    Figures.number(aborts.medianSeconds()),
                    Figures.number(aborts.medianRequests()),
                    Figures.number(aborts.meanRequests()),
                    Figures.number(least),
                    Figures.number(aborts.meanRequests() / least),
                    secondsForPower(trial)));
        }
        return text.toString();
    }

    /** All judges. */
    String byJudge() {
        var names = new ArrayList<String>(List.of("scenario", "traffic, share"));
        names.addAll(study.judges());
        names.add("behind Kayenta");
        var text = new StringBuilder(Figures.header(names.toArray(String[]::new)));
        for (Trial trial : study.different()) {
            var row = new ArrayList<Object>(List.of(trial.scenario().name(), trial.cell()));
            trial.aborts().forEach(aborts -> row.add(Figures.detection(aborts)));
            row.add(study.behindKayenta(trial).text());
            text.append(Figures.row(row.toArray()));
        }
        return text.toString();
    }

    /** One line for each trial in which Serinus is behind. */
    String behind() {
        var text = new StringBuilder(Figures.header(
                "scenario", "traffic, share", "Serinus", "Kayenta, each look", "behind", "Wald s for 95 %"));
        for (Trial trial : study.different()) {
            Study.Behind behind = study.behindKayenta(trial);
            if (behind != Study.Behind.NOWHERE) {
                text.append(Figures.row(
                        trial.scenario().name(),
                        trial.cell(),
                        Figures.detection(trial.aborts().get(Study.SERINUS)),
                        Figures.detection(trial.aborts().get(Study.KAYENTA)),
                        behind.text(),
                        secondsForPower(trial)));
            }
        }
        return text.toString();
    }

    /** How many trials are behind in this way. */
    long count(Study.Behind behind) {
        return study.different().stream()
                .filter(trial -> study.behindKayenta(trial) == behind)
                .count();
    }

    /** NaN where the canary is within its tolerances, or was found too seldom for a comparison. */
    private double leastRequests(Trial trial) {
        double information = study.information(trial);
        double found = trial.aborts().get(Study.SERINUS).rate();
        return information == 0 || found < HALF ? Double.NaN : study.bound().requests(information, found);
    }

    private String secondsForPower(Trial trial) {
        if (study.information(trial) == 0) {
            return "within tolerance";
        }
        return Figures.number(study.secondsForPower(trial)) + (study.isOutOfReach(trial) ? ", out of reach" : "");
    }
}
