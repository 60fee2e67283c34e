package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** One thing that is judged. */
public sealed interface Metric {
    /** Unique within the template. */
    String name();

    /** What its verdict is good for. */
    Role role();

    /** Its share of the false-abort budget, relative to the other metrics; positive. */
    double importance();

    /** How it is judged. */
    Method method();

    /**
     * Requests that failed, among all.
     *
     * @param failures which requests have failed
     * @param tolerance what is tolerated before a canary is aborted
     * @param margin what is tolerated for a step to be taken
     * @param outage tolerance of the stream that is fed from the first request on and catches a canary that is simply
     *     broken
     * @param slo the fraction of requests, in (0, 1), that may fail whatever the baseline does; empty for no such limit
     */
    record ErrorRate(
            String name,
            Role role,
            double importance,
            Method method,
            Failures failures,
            Tolerance tolerance,
            Margin margin,
            Tolerance outage,
            OptionalDouble slo)
            implements Metric {
        public ErrorRate {
            requireCommon(name, role, importance, method, Method.OF_ERRORS);
            requireNonNull(failures, "failures is null");
            requireNonNull(tolerance, "tolerance is null");
            requireNonNull(margin, "margin is null");
            requireNonNull(outage, "outage is null");
            if (slo.isPresent() && !(slo.getAsDouble() > 0 && slo.getAsDouble() < 1)) {
                throw new IllegalArgumentException(
                        "slo is " + slo.getAsDouble() + ", expected a fraction between 0 and 1");
            }
        }

        /** A critical one that is judged sequentially by what the server is to blame for, without a limit. */
        public static ErrorRate of(
                String name, double importance, Tolerance tolerance, Margin margin, Tolerance outage) {
            return new ErrorRate(
                    name,
                    Role.CRITICAL,
                    importance,
                    Method.SEQUENTIAL,
                    Failures.DEFAULT,
                    tolerance,
                    margin,
                    outage,
                    OptionalDouble.empty());
        }
    }

    /**
     * Requests slower than a bound, among all, at several bounds.
     *
     * @param bounds where requests are told apart
     * @param tolerance what is tolerated at each bound before a canary is aborted
     * @param margin what is tolerated at each bound for a step to be taken
     * @param slo what the canary's durations must keep to whatever the baseline's are; empty for nothing
     */
    record Latency(
            String name,
            Role role,
            double importance,
            Method method,
            Bounds bounds,
            Tolerance tolerance,
            Margin margin,
            List<LatencyLimit> slo)
            implements Metric {
        public Latency {
            requireCommon(name, role, importance, method, Method.OF_LATENCY);
            requireNonNull(bounds, "bounds is null");
            requireNonNull(tolerance, "tolerance is null");
            requireNonNull(margin, "margin is null");
            slo = List.copyOf(slo);
        }

        /** A critical one that is judged sequentially at these bounds, in milliseconds, without a limit. */
        public static Latency of(
                String name, double importance, Tolerance tolerance, Margin margin, List<Double> boundsMillis) {
            return new Latency(
                    name,
                    Role.CRITICAL,
                    importance,
                    Method.SEQUENTIAL,
                    new Bounds.Fixed(boundsMillis),
                    tolerance,
                    margin,
                    List.of());
        }
    }

    /**
     * A number of each version per interval, read by a query of one's own.
     *
     * @param queries where the numbers come from
     * @param direction which way is worse
     * @param tolerance what is tolerated before a canary is aborted
     * @param margin what is tolerated for a step to be taken
     */
    record Custom(
            String name,
            Role role,
            double importance,
            Method method,
            Queries queries,
            Direction direction,
            LevelTolerance tolerance,
            LevelTolerance margin)
            implements Metric {
        public Custom {
            requireCommon(name, role, importance, method, Method.OF_LEVELS);
            requireNonNull(queries, "queries is null");
            requireNonNull(direction, "direction is null");
            requireNonNull(tolerance, "tolerance is null");
            requireNonNull(margin, "margin is null");
        }
    }

    private static void requireCommon(String name, Role role, double importance, Method method, Set<Method> methods) {
        requireNonNull(name, "name is null");
        requireNonNull(role, "role is null");
        requireNonNull(method, "method is null");
        if (!(importance > 0 && importance <= 1000)) {
            throw new IllegalArgumentException(
                    "importance is " + importance + ", expected a number above 0, at most 1000");
        }
        if (!methods.contains(method)) {
            throw new IllegalArgumentException("method is " + method + ", expected one of " + methods);
        }
    }
}
