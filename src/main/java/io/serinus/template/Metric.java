package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** One thing that is judged. Every metric comes down to counting bad requests among all requests of each version. */
public sealed interface Metric {
    /** Unique within the template. */
    String name();

    /** Its share of the false-abort budget, relative to the other metrics; positive. */
    double importance();

    /** What is tolerated before a canary is aborted. */
    Tolerance tolerance();

    /** What is tolerated for a step to be taken. */
    Margin margin();

    /**
     * Requests that failed.
     *
     * @param outage tolerance of the stream that is fed from the first request on and catches a canary that is simply
     *     broken
     */
    record ErrorRate(String name, double importance, Tolerance tolerance, Margin margin, Tolerance outage)
            implements Metric {
        public ErrorRate {
            requireNonNull(name, "name is null");
            requireNonNull(tolerance, "tolerance is null");
            requireNonNull(margin, "margin is null");
            requireNonNull(outage, "outage is null");
            requirePositive(importance);
        }
    }

    /**
     * Requests slower than a bound, one stream per bound.
     *
     * @param boundsMillis histogram bounds in milliseconds, ascending, at least one; each must be a bucket bound of
     *     {@code istio_request_duration_milliseconds}
     */
    record Latency(String name, double importance, Tolerance tolerance, Margin margin, List<Double> boundsMillis)
            implements Metric {
        public Latency {
            requireNonNull(name, "name is null");
            requireNonNull(tolerance, "tolerance is null");
            requireNonNull(margin, "margin is null");
            requirePositive(importance);
            SortedSet<Double> sorted = new TreeSet<>(boundsMillis);
            if (sorted.isEmpty() || sorted.first() <= 0 || sorted.size() != boundsMillis.size()) {
                throw new IllegalArgumentException(
                        "bounds are " + boundsMillis + ", expected different positive numbers of milliseconds");
            }
            boundsMillis = List.copyOf(sorted);
        }
    }

    private static void requirePositive(double importance) {
        if (!(importance > 0 && importance <= 1000)) {
            throw new IllegalArgumentException(
                    "importance is " + importance + ", expected a number above 0, at most 1000");
        }
    }
}
