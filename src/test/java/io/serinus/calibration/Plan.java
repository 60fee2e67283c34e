package io.serinus.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a run simulates.
 *
 * @param seed from which everything is drawn
 * @param sameReleases per cell, where both versions are the same
 * @param differentReleases per cell, where they differ
 * @param cells which of the scenarios' cells
 */
record Plan(long seed, int sameReleases, int differentReleases, Predicate<Cell> cells) {

    /** Everything that is to be run, nothing of it yet. */
    List<Trial> trials(int judges) {
        var trials = new ArrayList<Trial>();
        add(trials, Scenarios.SAME, judges, sameReleases);
        add(trials, Scenarios.DIFFERENT, judges, differentReleases);
        return List.copyOf(trials);
    }

    private void add(List<Trial> trials, List<Scenario> scenarios, int judges, int releases) {
        for (Scenario scenario : scenarios) {
            for (Cell cell : scenario.cells()) {
                if (cells.test(cell)) {
                    trials.add(Trial.of(scenario, cell, judges, releases));
                }
            }
        }
    }
}
