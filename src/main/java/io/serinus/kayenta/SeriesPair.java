package io.serinus.kayenta;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The two series that are compared: of one metric, with the same tags.
 *
 * @param tags the tags that both have
 */
record SeriesPair(Map<String, String> tags, Series control, Series experiment) {
    /**
     * Pairs the series of one metric by their tags. What has no partner is compared with points that have no values. So it is
     * also where only one side has a series without tags: Kayenta takes that series for a placeholder, drops its points, and
     * compares each tagged series of the other side with nothing.
     *
     * <p>The shorter series of a pair is filled up with points without a value, up to the metric's longest: Kayenta fills up
     * to the number of steps in the window, which a file of samples does not tell.
     */
    static List<SeriesPair> of(String metric, Samples samples) {
        List<Series> control = samples.control().stream()
                .filter(series -> series.metric().equals(metric))
                .toList();
        List<Series> experiment = samples.experiment().stream()
                .filter(series -> series.metric().equals(metric))
                .toList();
        int size = Stream.concat(control.stream(), experiment.stream())
                .mapToInt(Series::size)
                .max()
                .orElse(0);
        var pairs = new ArrayList<SeriesPair>();
        for (Map<String, String> tags : tagSets(control, experiment)) {
            pairs.add(new SeriesPair(
                    tags,
                    find(control, metric, tags).paddedTo(size),
                    find(experiment, metric, tags).paddedTo(size)));
        }
        return pairs;
    }

    private static Set<Map<String, String>> tagSets(List<Series> control, List<Series> experiment) {
        Set<Map<String, String>> ofControl = tagSets(control);
        Set<Map<String, String>> ofExperiment = tagSets(experiment);
        boolean untaggedControl = control.isEmpty() || ofControl.contains(Map.of());
        boolean untaggedExperiment = experiment.isEmpty() || ofExperiment.contains(Map.of());
        if (untaggedControl && !untaggedExperiment) {
            return ofExperiment;
        }
        if (untaggedExperiment && !untaggedControl) {
            return ofControl;
        }
        var all = new LinkedHashSet<>(ofControl);
        all.addAll(ofExperiment);
        // A metric without any series is judged all the same: it has no data.
        return all.isEmpty() ? Set.of(Map.of()) : all;
    }

    private static Set<Map<String, String>> tagSets(List<Series> side) {
        var tags = new LinkedHashSet<Map<String, String>>();
        side.forEach(series -> tags.add(series.tags()));
        return tags;
    }

    private static Series find(List<Series> side, String metric, Map<String, String> tags) {
        return side.stream()
                .filter(series -> series.tags().equals(tags))
                .findFirst()
                .orElseGet(() -> Series.of(metric, tags));
    }
}
