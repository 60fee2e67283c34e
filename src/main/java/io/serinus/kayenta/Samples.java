package io.serinus.kayenta;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that was measured.
 *
 * @param control the baseline's series
 * @param experiment the canary's series
 */
public record Samples(List<Series> control, List<Series> experiment) {
    /**
     * @throws IllegalArgumentException if one side has two series of one metric with the same tags, or the two sides of a
     *     metric are both tagged, but with different names of tags: Kayenta refuses to judge these
     */
    public Samples {
        control = List.copyOf(control);
        experiment = List.copyOf(experiment);
        requireOnce("control", control);
        requireOnce("experiment", experiment);
        requireSameTagNames(control, experiment);
    }

    private static void requireOnce(String side, List<Series> series) {
        record Identity(String metric, Map<String, String> tags) {}

        var seen = new HashSet<Identity>();
        for (Series one : series) {
            if (!seen.add(new Identity(one.metric(), one.tags()))) {
                throw new IllegalArgumentException(
                        side + " of " + one.metric() + " with tags " + one.tags() + " occurs twice, expected once");
            }
        }
    }

    private static void requireSameTagNames(List<Series> control, List<Series> experiment) {
        for (Series one : control) {
            Set<String> ofControl = tagNames(control, one.metric());
            Set<String> ofExperiment = tagNames(experiment, one.metric());
            if (!ofControl.isEmpty() && !ofExperiment.isEmpty() && !ofControl.equals(ofExperiment)) {
                throw new IllegalArgumentException("tags of " + one.metric() + " are " + ofControl
                        + " in the control and " + ofExperiment + " in the experiment, expected the same names");
            }
        }
    }

    private static Set<String> tagNames(List<Series> side, String metric) {
        var names = new HashSet<String>();
        side.stream()
                .filter(series -> series.metric().equals(metric))
                .forEach(series -> names.addAll(series.tags().keySet()));
        return names;
    }
}
