package io.serinus.calibration;

import java.util.ArrayList;
import java.util.List;

/** False aborts as Markdown: all judges by scenario, then Serinus by cell. */
final class FalseAbortTable {
    private final Study study;

    FalseAbortTable(Study study) {
        this.study = study;
    }

    String byScenario() {
        var names = new ArrayList<String>(List.of("scenario"));
        names.addAll(study.judges());
        var text = new StringBuilder(Figures.header(names.toArray(String[]::new)));
        for (Summary summary : Summary.of(study.same())) {
            var cells = new ArrayList<Object>(List.of(summary.name()));
            for (int judge = 0; judge < study.judges().size(); judge++) {
                cells.add(Figures.percent(summary.meanRate(judge)) + " ± "
                        + Figures.percent(summary.meanError(judge)) + " / "
                        + Figures.percent(summary.worstRate(judge)));
            }
            text.append(Figures.row(cells.toArray()));
        }
        return text.toString();
    }

    String byCell() {
        List<Cell> cells = study.same().stream().map(Trial::cell).distinct().toList();
        var names = new ArrayList<String>(List.of("scenario"));
        cells.forEach(cell -> names.add(cell.toString()));
        var text = new StringBuilder(Figures.header(names.toArray(String[]::new)));
        for (Summary summary : Summary.of(study.same())) {
            var row = new ArrayList<Object>(List.of(summary.name()));
            for (Cell cell : cells) {
                row.add(summary.trials().stream()
                        .filter(trial -> trial.cell().equals(cell))
                        .map(trial -> trial.aborts().get(Study.SERINUS))
                        .map(aborts -> aborts.count() + " of " + aborts.releases())
                        .findFirst()
                        .orElse(""));
            }
            text.append(Figures.row(row.toArray()));
        }
        return text.toString();
    }
}
