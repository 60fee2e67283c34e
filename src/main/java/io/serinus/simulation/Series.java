package io.serinus.simulation;

import io.serinus.metric.Destination;
import io.serinus.metric.Outcome;
import io.serinus.metric.Reporter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The identity of one counter in one proxy.
 *
 * @param reporter who counts
 * @param source the caller
 * @param host {@code destination_service}
 * @param destination who was called
 * @param outcome how the request ended
 */
record Series(Reporter reporter, Workload source, String host, Workload destination, Outcome outcome) {
    private static final String CLUSTER = "Kubernetes";

    Destination target() {
        return new Destination(host, destination.version(), destination.revision(), destination.name());
    }

    /** Istio's standard labels, in the order in which its proxies print them. */
    Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        labels.put("reporter", reporter.label());
        describe("source", source, labels);
        describe("destination", destination, labels);
        labels.put("destination_service", host);
        labels.put("destination_service_name", SimulatedService.nameOf(host));
        labels.put("destination_service_namespace", destination.namespace());
        labels.put("request_protocol", "http");
        labels.put("response_code", outcome.code());
        labels.put("response_flags", outcome.flags());
        labels.put(
                "connection_security_policy", reporter == Reporter.DESTINATION ? "mutual_tls" : Workload.UNKNOWN_LABEL);
        return labels;
    }

    private static void describe(String end, Workload workload, Map<String, String> labels) {
        labels.put(end + "_workload", workload.name());
        labels.put(end + "_canonical_service", workload.service());
        labels.put(end + "_canonical_revision", workload.revision());
        labels.put(end + "_workload_namespace", workload.namespace());
        labels.put(
                end + "_principal",
                workload.isReached()
                        ? "spiffe://cluster.local/ns/" + workload.namespace() + "/sa/" + workload.app()
                        : Workload.UNKNOWN_LABEL);
        labels.put(end + "_app", workload.app());
        labels.put(end + "_version", workload.version());
        labels.put(end + "_cluster", workload.isKnown() ? CLUSTER : Workload.UNKNOWN_LABEL);
    }
}
