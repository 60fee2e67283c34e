package io.serinus.calibration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One scenario over all its cells.
 *
 * @param name the scenario's
 * @param trials one per cell
 */
record Summary(String name, List<Trial> trials) {

    /** One per scenario, in the order of the trials. */
    static List<Summary> of(Collection<Trial> trials) {
        Map<String, List<Trial>> byName = new LinkedHashMap<>();
        trials.forEach(trial -> byName.computeIfAbsent(trial.scenario().name(), _ -> new ArrayList<>())
                .add(trial));
        return byName.entrySet().stream()
                .map(entry -> new Summary(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** The mean of the cells' fractions of aborted releases. */
    double meanRate(int judge) {
        return trials.stream()
                .mapToDouble(trial -> trial.aborts().get(judge).rate())
                .average()
                .orElse(Double.NaN);
    }

    /** The Monte-Carlo error of the mean, as one standard deviation. */
    double meanError(int judge) {
        double variance = trials.stream()
                .mapToDouble(trial -> Math.pow(trial.aborts().get(judge).standardError(), 2))
                .sum();
        return Math.sqrt(variance) / trials.size();
    }

    /** The cell with the largest fraction of aborted releases. */
    Trial worst(int judge) {
        return trials.stream()
                .max(Comparator.comparingDouble(
                        trial -> trial.aborts().get(judge).rate()))
                .orElseThrow();
    }

    double worstRate(int judge) {
        return worst(judge).aborts().get(judge).rate();
    }
}
