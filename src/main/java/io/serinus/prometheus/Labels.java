package io.serinus.prometheus;

import io.serinus.metric.Destination;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestSeries;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** What the labels and values of Istio's counters say. */
final class Labels {
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
        try {
            return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
        } catch (NumberFormatException e) {
            throw new UnreadableRowException(
                    "the series " + new TreeMap<>(labels) + " has no number in its label le, so it is no histogram");
        }
    }

    /** A counter's value; anything but a whole number from 0 on means that the series is no plain counter. */
    static long count(Map<String, String> labels, String value) throws UnreadableRowException {
        try {
            long count = new BigDecimal(value).longValueExact();
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw notACount(labels, value);
        }
        throw notACount(labels, value);
    }

    private static UnreadableRowException notACount(Map<String, String> labels, String value) {
        return new UnreadableRowException("the value of the series " + new TreeMap<>(labels) + " is " + value
                + ", not a count; see whether recording or relabelling rules replace Istio's counters");
    }

    private static String label(Map<String, String> labels, String name) {
        return labels.getOrDefault(name, "");
    }
}
