package io.serinus.offline;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.catalog.Spelling;
import io.serinus.kayenta.KayentaConfig;
import io.serinus.kayenta.MetricConfig;
import io.serinus.kayenta.Samples;
import io.serinus.kayenta.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a judgement in Kayenta's way needs: a Kayenta canary config and a file of samples, both JSON. */
public final class KayentaFiles {
    private static final Set<String> ENTRY = new LinkedHashSet<>(List.of("name", "tags", "control", "experiment"));

    private KayentaFiles() {}

    /**
     * A canary config as Kayenta stores it. What does not concern the judge is ignored: queries, templates, descriptions.
     *
     * @throws IOException if the file cannot be read
     * @throws InvalidFileException if it is no canary config for {@code NetflixACAJudge-v1.0}; with all mistakes
     */
    public static KayentaConfig config(Path file) throws IOException, InvalidFileException {
        JsonFields fields = JsonFields.read(file);
        KayentaConfig config = fields.problems().isEmpty() ? KayentaConfigReader.read(fields) : null;
        if (config == null || !fields.problems().isEmpty()) {
            throw new InvalidFileException(file, fields.problems());
        }
        return config;
    }

    /** A sentence for each weight of a group that no metric is in, which is most likely misspelt. */
    public static List<String> lostWeights(KayentaConfig config) {
        Set<String> groups = new LinkedHashSet<>();
        config.metrics().forEach(metric -> groups.addAll(metric.groups()));
        return config.groupWeights().keySet().stream()
                .filter(group -> !groups.contains(group))
                .map(group -> "classifier.groupWeights." + JsonValue.shortened(group)
                        + ": no metric is in this group, so its weight is lost to the score; "
                        + (groups.isEmpty() ? "no metric is in any group" : Spelling.advice(group, groups)))
                .toList();
    }

    /**
     * The samples to judge, in the format of {@code docs/schemas/kayenta-samples.schema.json}. A metric of the config that is
     * not in the file has no data, as in Kayenta.
     *
     * @param config whose metrics the samples are of
     * @throws IOException if the file cannot be read
     * @throws InvalidFileException if it is no file of samples of these metrics; with all mistakes
     */
    public static Samples samples(Path file, KayentaConfig config) throws IOException, InvalidFileException {
        JsonFields fields = JsonFields.read(file);
        List<String> names = config.metrics().stream().map(MetricConfig::name).toList();
        if (fields.problems().isEmpty()) {
            fields.requireOnly(Set.of("metrics"));
            if (!fields.has("metrics")) {
                fields.refuse("metrics", "a list");
            }
        }
        var control = new ArrayList<Series>();
        var experiment = new ArrayList<Series>();
        for (JsonFields entry : fields.objects("metrics")) {
            String name = name(entry, names);
            Map<String, String> tags = tags(entry);
            entry.requireOnly(ENTRY);
            if (!entry.has("control")
                    && !entry.has("experiment")
                    && entry.node().isObject()) {
                fields.problems().add(entry.path() + " has no points, expected control, experiment or both");
            }
            if (entry.has("control")) {
                control.add(Series.of(name, tags, points(entry, "control")));
            }
            if (entry.has("experiment")) {
                experiment.add(Series.of(name, tags, points(entry, "experiment")));
            }
        }
        return checked(file, fields.problems(), control, experiment);
    }

    private static Samples checked(Path file, List<String> problems, List<Series> control, List<Series> experiment)
            throws InvalidFileException {
        if (!problems.isEmpty()) {
            throw new InvalidFileException(file, problems);
        }
        try {
            return new Samples(control, experiment);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static String name(JsonFields entry, List<String> names) {
        String name = entry.text("name").orElse("");
        if (entry.node().isObject() && !names.contains(name) && (!entry.has("name") || !name.isEmpty())) {
            entry.refuse("name", "a metric of the config: " + String.join(", ", names));
        }
        return name;
    }

    private static Map<String, String> tags(JsonFields entry) {
        JsonFields object = entry.object("tags");
        var tags = new TreeMap<String, String>();
        object.node().fieldNames().forEachRemaining(tag -> {
            if (!object.has(tag)) {
                object.refuse(tag, "a text");
            }
            object.text(tag).ifPresent(value -> tags.put(tag, value));
        });
        return tags;
    }

    private static double[] points(JsonFields entry, String side) {
        List<JsonNode> nodes = entry.list(side);
        double[] points = new double[nodes.size()];
        for (int i = 0; i < points.length; i++) {
            JsonNode node = nodes.get(i);
            points[i] = node.isNumber() ? node.doubleValue() : Double.NaN;
            boolean gap = node.isNull() || (node.isTextual() && node.textValue().equals("NaN"));
            if (!gap && !Double.isFinite(points[i])) {
                entry.problems()
                        .add(entry.at(side) + "[" + i + "] is " + JsonFields.shown(node)
                                + ", expected a finite number, or null or \"NaN\" for none");
                points[i] = Double.NaN;
            }
        }
        return points;
    }
}
