package io.serinus.calibration;

import io.serinus.stats.Buckets;
import io.serinus.stats.ComparableBounds;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Bounds;
import io.serinus.template.Metric;
import io.serinus.template.Tolerance;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;

/**
 * How many requests of the canary any sequential test needs on average, whatever its method, to find a regression with a
 * given probability when it aborts a canary within its tolerances with a given probability at most (Wald 1945, section 4;
 * the information inequality for binary decisions): {@code E[N] * information >= d(power, falseAbort)}, where {@code d} is
 * the divergence of two coins.
 *
 * <p>The information of a request is the divergence of the true pair of versions from the nearest pair within all
 * tolerances. It adds up over errors and durations, which are independent here. Durations enter by the whole histogram,
 * not by one bound of it: requests of one class between two bounds of the template are as the truth has them. Bursts of
 * failures count as one event each. Noise is left out: the bound is that of a test that knows it.
 */
final class WaldBound {
    private static final double GOLDEN = (StrictMath.sqrt(5) - 1) / 2;

    private static final long MANY = 100_000_000;

    private final AnalysisTemplate template;
    private final Map<Pair, Double> known = new ConcurrentHashMap<>();

    /** What the information depends on. */
    private record Pair(Scenario scenario, int sharePercent) {}

    WaldBound(AnalysisTemplate template) {
        this.template = template;
    }

    /** The false-abort probability that the template promises. */
    double falseAbort() {
        return template.risk().falseAbort();
    }

    /** Nats per request of the canary; 0 if the canary is within all tolerances. */
    double information(Scenario scenario, Cell cell) {
        return known.computeIfAbsent(new Pair(scenario, cell.sharePercent()), _ -> compute(scenario, cell));
    }

    private double compute(Scenario scenario, Cell cell) {
        double weight = (1 - cell.share()) / cell.share();
        double errors = template.metrics().stream()
                .mapToDouble(metric -> switch (metric) {
                    case Metric.ErrorRate rate -> ofErrors(weight, scenario, rate.tolerance());
                    case Metric.Latency _, Metric.Custom _ -> 0;
                })
                .max()
                .orElse(0);
        return errors + ofLatency(weight, scenario);
    }

    /**
     * Requests of the canary on average.
     *
     * @param information positive
     * @param power the probability to find the regression, above the false-abort probability
     */
    double requests(double information, double power) {
        return coins(power, falseAbort()) / information;
    }

    static double coins(double p, double from) {
        return part(p, from) + part(1 - p, 1 - from);
    }

    private static double ofErrors(double weight, Scenario scenario, Tolerance tolerance) {
        double p1 = scenario.baseline().errorRate();
        double p2 = scenario.canary().errorRate();
        double ratio = 1 + tolerance.relative();
        if (p2 <= ratio * p1 + tolerance.absolute()) {
            return 0;
        }
        DoubleUnaryOperator divergence = a -> {
            double b = ratio * a + tolerance.absolute();
            return switch (scenario.failures()) {
                case Failures.Bursts bursts -> (weight * events(p1, a) + events(p2, b)) / bursts.mean();
                case Failures.Independent _, Failures.Uneven _, Failures.Drifting _ ->
                    weight * coins(p1, a) + coins(p2, b);
            };
        };
        return least(p1, (p2 - tolerance.absolute()) / ratio, divergence);
    }

    private double ofLatency(double weight, Scenario scenario) {
        SortedMap<Double, Tolerance> tolerances = new TreeMap<>();
        for (Metric metric : template.metrics()) {
            if (metric instanceof Metric.Latency latency) {
                bounds(latency.bounds(), scenario.baseline().latency())
                        .forEach(bound -> tolerances.put(bound, latency.tolerance()));
            }
        }
        if (tolerances.isEmpty()) {
            return 0;
        }
        return NearestTolerated.divergence(
                weight,
                classes(scenario.baseline().latency(), tolerances),
                classes(scenario.canary().latency(), tolerances),
                tolerances.values().stream()
                        .mapToDouble(it -> 1 + it.relative())
                        .toArray(),
                tolerances.values().stream().mapToDouble(Tolerance::absolute).toArray());
    }

    /** Where the judge compares durations that are like these. */
    private static List<Double> bounds(Bounds bounds, Latency latency) {
        return switch (bounds) {
            case Bounds.Fixed(var millis) -> millis;
            case Bounds.Range(double from, double to) -> {
                double[] all =
                        Release.BOUNDS.stream().mapToDouble(Double::doubleValue).toArray();
                long[] atMost = Arrays.stream(all)
                        .mapToLong(bound -> Math.round(MANY * (1 - latency.slowerThan(bound))))
                        .toArray();
                yield ComparableBounds.choose(new Buckets(all, atMost, MANY), from, to);
            }
        };
    }

    private static double[] classes(Latency latency, SortedMap<Double, Tolerance> tolerances) {
        double[] p = new double[tolerances.size() + 1];
        double slower = 1;
        int k = 0;
        for (double bound : tolerances.keySet()) {
            double beyond = latency.slowerThan(bound);
            p[k++] = slower - beyond;
            slower = beyond;
        }
        p[k] = slower;
        return p;
    }

    /** Divergence of two Poisson numbers, per unit of exposure. */
    private static double events(double rate, double from) {
        return part(rate, from) - rate + from;
    }

    private static double part(double p, double from) {
        return p == 0 ? 0 : p * StrictMath.log(p / from);
    }

    /** The least value of a convex function, by golden section. */
    private static double least(double from, double to, DoubleUnaryOperator convex) {
        double low = Math.min(from, to);
        double high = Math.max(from, to);
        for (int i = 0; i < 120; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (convex.applyAsDouble(left) < convex.applyAsDouble(right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return convex.applyAsDouble((low + high) / 2);
    }
}
