package io.serinus.kayenta;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How one metric is judged.
 *
 * @param name by which samples refer to it
 * @param groups in whose scores it counts, each once; without any it is judged but adds nothing to the score
 * @param direction which differences count
 * @param nanStrategy what becomes of points without a value
 * @param outlierFactor how many interquartile ranges a point may lie outside the quartiles before it is dropped; empty to
 *     keep all points
 * @param critical whether the whole canary fails with this metric
 * @param mustHaveData whether a side without points counts as a failure of the metric
 * @param muted whether the metric is only reported and never counts
 * @param effectSize how large a difference has to be before it counts
 */
public record MetricConfig(
        String name,
        List<String> groups,
        Direction direction,
        NanStrategy nanStrategy,
        OptionalDouble outlierFactor,
        boolean critical,
        boolean mustHaveData,
        boolean muted,
        EffectSize effectSize) {
    /** @throws IllegalArgumentException if the name is blank or the outlier factor is negative or not finite */
    public MetricConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is \"" + name + "\", expected a name");
        }
        groups = groups.stream().distinct().toList();
        requireNonNull(direction, "direction is null");
        requireNonNull(nanStrategy, "nanStrategy is null");
        outlierFactor.ifPresent(factor -> Checks.requireNotNegative("outlierFactor", factor));
        requireNonNull(effectSize, "effectSize is null");
    }

    /** A metric of one group with everything else as Kayenta has it by default. */
    public static MetricConfig of(String name, String group) {
        return new MetricConfig(
                name,
                List.of(group),
                Direction.EITHER,
                NanStrategy.REMOVE,
                OptionalDouble.empty(),
                false,
                false,
                false,
                EffectSize.ANY);
    }
}
