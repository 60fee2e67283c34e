package io.serinus.analysis;

import io.serinus.stats.NuisanceGrid;
import io.serinus.stats.RatioHypothesis;
import io.serinus.template.Bounds;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Tolerance;
import java.util.ArrayList;
import java.util.List;

/**
 * One comparison of bad requests that is tested on its own.
 *
 * @param metric index of the template's metric it belongs to
 * @param subject which requests are bad
 * @param weight its share of the false-abort budget; the weights of a template sum to 1
 * @param harm what would be worse than tolerated
 * @param margin what is tolerated for a step to be taken
 */
record Stream(int metric, Subject subject, double weight, RatioHypothesis harm, Margin margin) {
    /** Of an error metric's weight, what goes to the stream that only sees gross failure, but sees it at once. */
    private static final double OUTAGE_SHARE = 0.2;

    /**
     * An increase that no step accepts, however small its weight. The impact divided by a weight of 1 % may exceed 1, and
     * then a canary without a single good request would pass.
     */
    private static final double LARGEST_INCREASE = 0.5;

    /** Which requests are bad. */
    sealed interface Subject {
        /** Those that failed, per interval, after the warm-up. */
        record Errors() implements Subject {}

        /** Those that failed, at every tick, from the first request on. Says nothing about promotion. */
        record Outage() implements Subject {}

        /** Those slower than a bound, per interval, after the warm-up. */
        record SlowerThan(double boundMillis) implements Subject {}
    }

    /** The streams of a template, in the order of its metrics. */
    static List<Stream> of(List<Metric> metrics) {
        double sum = metrics.stream().mapToDouble(Metric::importance).sum();
        var streams = new ArrayList<Stream>();
        for (int i = 0; i < metrics.size(); i++) {
            Metric metric = metrics.get(i);
            double weight = metric.importance() / sum;
            switch (metric) {
                case Metric.ErrorRate errors -> {
                    RatioHypothesis outage = worse(errors.outage()).with(NuisanceGrid.withoutContamination());
                    streams.add(new Stream(
                            i,
                            new Subject.Errors(),
                            weight * (1 - OUTAGE_SHARE),
                            worse(errors.tolerance()),
                            errors.margin()));
                    streams.add(new Stream(i, new Subject.Outage(), weight * OUTAGE_SHARE, outage, errors.margin()));
                }
                case Metric.Latency latency -> {
                    List<Double> bounds = bounds(latency.bounds());
                    double each = weight / bounds.size();
                    for (double bound : bounds) {
                        streams.add(new Stream(
                                i, new Subject.SlowerThan(bound), each, worse(latency.tolerance()), latency.margin()));
                    }
                }
                case Metric.Custom _ -> {}
            }
        }
        return List.copyOf(streams);
    }

    private static List<Double> bounds(Bounds bounds) {
        return switch (bounds) {
            case Bounds.Fixed(var millis) -> millis;
            case Bounds.Range _ -> List.of(100.0, 250.0, 500.0, 1000.0, 2500.0);
        };
    }

    /** What must be shown before the canary gets a weight of so many percent. */
    RatioHypothesis safeAt(int percent) {
        double increase = Math.min(LARGEST_INCREASE, margin.impact() * 100 / percent);
        return RatioHypothesis.below(1 + margin.relative(), increase);
    }

    /** Whether it must show that the next step is safe. */
    boolean decidesPromotion() {
        return switch (subject) {
            case Subject.Errors _, Subject.SlowerThan _ -> true;
            case Subject.Outage _ -> false;
        };
    }

    private static RatioHypothesis worse(Tolerance tolerance) {
        return RatioHypothesis.exceeds(1 + tolerance.relative(), tolerance.absolute());
    }
}
