package io.serinus.offline;

import io.serinus.kayenta.Direction;
import io.serinus.kayenta.EffectSize;
import io.serinus.kayenta.EffectSize.Measure;
import io.serinus.kayenta.KayentaConfig;
import io.serinus.kayenta.MetricConfig;
import io.serinus.kayenta.NanStrategy;
import io.serinus.kayenta.ScoreThresholds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kayenta's canary config. Texts that Kayenta does not know mean the default, as they do to Kayenta. Settings of the
 * analysis that it does not know are refused, where Kayenta passes over them: they are misspelt more often than meant.
 */
final class KayentaConfigReader {
    private static final String JUDGE = "NetflixACAJudge-v1.0";
    private static final double OUTLIER_FACTOR = 3;
    private static final Set<String> ANALYSIS = new LinkedHashSet<>(
            List.of("direction", "nanStrategy", "outliers", "critical", "mustHaveData", "muted", "effectSize"));
    private static final Set<String> OUTLIERS = new LinkedHashSet<>(List.of("strategy", "outlierFactor"));
    private static final Set<String> EFFECT_SIZE = new LinkedHashSet<>(
            List.of("measure", "allowedIncrease", "allowedDecrease", "criticalIncrease", "criticalDecrease"));

    private KayentaConfigReader() {}

    /** The config; null after mistakes have been noted. */
    static @Nullable KayentaConfig read(JsonFields file) {
        JsonFields judge = file.object("judge");
        judge.text("name")
                .filter(name -> !name.equals(JUDGE))
                .ifPresent(_ -> judge.refuse("name", "\"" + JUDGE + "\""));
        List<JsonFields> objects = file.objects("metrics");
        if (objects.isEmpty()
                && (!file.has("metrics") || file.node().path("metrics").isArray())) {
            file.refuse("metrics", "a list with at least one metric");
        }
        var names = new HashSet<String>();
        var metrics = new ArrayList<MetricConfig>();
        for (JsonFields object : objects) {
            MetricConfig metric = metric(object);
            if (object.has("name") && !names.add(metric.name())) {
                object.refuse("name", "a name that no other metric has");
            }
            metrics.add(metric);
        }
        JsonFields classifier = file.object("classifier");
        Map<String, Double> weights = weights(classifier.object("groupWeights"));
        Optional<ScoreThresholds> thresholds = thresholds(classifier);
        return file.problems().isEmpty() ? new KayentaConfig(metrics, weights, thresholds) : null;
    }

    private static MetricConfig metric(JsonFields metric) {
        String name = metric.text("name").orElse("");
        boolean readable = !metric.has("name") || metric.node().path("name").isTextual();
        if (metric.node().isObject() && readable && name.isBlank()) {
            metric.refuse("name", "a name");
        }
        JsonFields canary = metric.object("analysisConfigurations").object("canary");
        canary.requireOnly(ANALYSIS);
        return new MetricConfig(
                name.isBlank() ? metric.path() : name,
                metric.texts("groups"),
                direction(canary.text("direction").orElse("")),
                canary.text("nanStrategy").orElse("").equals("replace") ? NanStrategy.REPLACE : NanStrategy.REMOVE,
                outlierFactor(canary.object("outliers")),
                canary.flag("critical"),
                canary.flag("mustHaveData"),
                canary.flag("muted"),
                effectSize(canary.object("effectSize")));
    }

    private static Direction direction(String text) {
        return switch (text) {
            case "increase" -> Direction.INCREASE;
            case "decrease" -> Direction.DECREASE;
            default -> Direction.EITHER;
        };
    }

    private static OptionalDouble outlierFactor(JsonFields outliers) {
        outliers.requireOnly(OUTLIERS);
        double factor = notNegative(outliers, "outlierFactor", OUTLIER_FACTOR);
        return outliers.text("strategy").orElse("").equals("remove")
                ? OptionalDouble.of(factor)
                : OptionalDouble.empty();
    }

    private static EffectSize effectSize(JsonFields size) {
        size.requireOnly(EFFECT_SIZE);
        Measure measure = size.text("measure").orElse("").equals("cles") ? Measure.CLES : Measure.MEAN_RATIO;
        return new EffectSize(
                measure,
                size.number("allowedIncrease").orElse(measure.neutral()),
                size.number("allowedDecrease").orElse(measure.neutral()),
                size.number("criticalIncrease").orElse(measure.neutral()),
                size.number("criticalDecrease").orElse(measure.neutral()));
    }

    private static Map<String, Double> weights(JsonFields weights) {
        var byGroup = new LinkedHashMap<String, Double>();
        weights.node().fieldNames().forEachRemaining(group -> byGroup.put(group, notNegative(weights, group, 0)));
        return byGroup;
    }

    private static Optional<ScoreThresholds> thresholds(JsonFields classifier) {
        JsonFields thresholds = classifier.object("scoreThresholds");
        Optional<Double> pass = thresholds.number("pass");
        Optional<Double> marginal = thresholds.number("marginal");
        thresholds.requireOnly(Set.of("pass", "marginal"));
        if (pass.isEmpty() && marginal.isEmpty()) {
            return Optional.empty();
        }
        try {
            double passes = pass.orElse(ScoreThresholds.USUAL.pass());
            // A lower pass mark alone must not contradict a marginal one that nobody has named.
            double least = marginal.orElse(Math.min(passes, ScoreThresholds.USUAL.marginal()));
            return Optional.of(new ScoreThresholds(passes, least));
        } catch (IllegalArgumentException e) {
            thresholds.problems().add(thresholds.path() + "." + e.getMessage());
            return Optional.empty();
        }
    }

    private static double notNegative(JsonFields fields, String field, double absent) {
        double value = fields.number(field).orElse(absent);
        if (value < 0) {
            fields.refuse(field, "0 or more");
            return absent;
        }
        return value;
    }
}
