package io.serinus.prometheus;

import io.serinus.metric.Destination;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestSeries;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What the labels and values of Istio's counters say. */
final class Labels {
    /** As backends spell numbers from 0 on; Java's own parsers take more. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,4})?");

    private static final int LONGEST_NUMBER = 40;

    /** Above, a counter that is a float no longer grows by one. */
    private static final long LARGEST_COUNT = 1L << 53;

    private Labels() {}

    static Instance instance(Map<String, String> labels) {
        return new Instance(label(labels, "job"), label(labels, "instance"));
    }

    static Destination destination(Map<String, String> labels) {
        return new Destination(
                label(labels, "destination_service"),
                label(labels, "destination_version"),
                label(labels, "destination_canonical_revision"),
                label(labels, "destination_workload"));
    }

    static RequestSeries requestSeries(Map<String, String> labels) {
        var outcome = new Outcome(
                label(labels, "response_code"), label(labels, "response_flags"), label(labels, "grpc_response_status"));
        return new RequestSeries(instance(labels), destination(labels), outcome);
    }

    static LatencySeries latencySeries(Map<String, String> labels) {
        return new LatencySeries(instance(labels), destination(labels));
    }

    /** A bucket's bound; infinite for the bucket that holds all. */
    static double bound(Map<String, String> labels) throws UnreadableRowException {
        String le = label(labels, "le");
        OptionalDouble bound = bound(le);
        if (bound.isEmpty()) {
            throw new UnreadableRowException("the series " + Shown.series(labels)
                    + (le.isEmpty() ? " has no label le" : " has no number in its label le")
                    + ", so it is no histogram; see whether recording or relabelling rules replace Istio's histograms");
        }
        return bound.getAsDouble();
    }

    /** A bound from 0 on as backends spell it, infinite for what they call so; empty if it is none. */
    static OptionalDouble bound(String text) {
        if (text.equals("+Inf")) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        if (!isNumber(text)) {
            return OptionalDouble.empty();
        }
        double bound = Double.parseDouble(text);
        return Double.isFinite(bound) ? OptionalDouble.of(bound) : OptionalDouble.empty();
    }

    /** A counter's value; anything but a whole number from 0 on means that the series is no plain counter. */
    static long count(Map<String, String> labels, String value) throws UnreadableRowException {
        OptionalLong count = count(value);
        if (count.isEmpty()) {
            throw new UnreadableRowException(
                    "the value of the series " + Shown.series(labels) + " is " + Shown.text(value)
                            + ", not a count; see whether recording or relabelling rules replace Istio's counters");
        }
        return count.getAsLong();
    }

    /** A whole number from 0 on, as large as a backend's numbers can count to one by one; empty if it is none. */
    static OptionalLong count(String value) {
        if (isNumber(value)) {
            try {
                long count = new BigDecimal(value).longValueExact();
                return count <= LARGEST_COUNT ? OptionalLong.of(count) : OptionalLong.empty();
            } catch (ArithmeticException _) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isNumber(String text) {
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
    }

    private static String label(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "");
    }
}
