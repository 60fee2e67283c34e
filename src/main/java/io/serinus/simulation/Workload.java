package io.serinus.simulation;

/**
 * One end of a request, as Istio's labels describe it.
 *
 * @param name workload
 * @param namespace workload_namespace
 * @param app app
 * @param version version
 * @param service canonical_service
 * @param revision canonical_revision
 */
record Workload(String name, String namespace, String app, String version, String service, String revision) {
    static final String UNKNOWN_LABEL = "unknown";

    /** Nobody: Envoy chose no endpoint. The canonical revision then has its default, not "unknown". */
    static final Workload UNKNOWN =
            new Workload(UNKNOWN_LABEL, UNKNOWN_LABEL, UNKNOWN_LABEL, UNKNOWN_LABEL, UNKNOWN_LABEL, "latest");

    static Workload of(String name, String namespace, String app, String version) {
        return new Workload(name, namespace, app, version, app, version);
    }

    /**
     * The same workload as a caller sees it that could not connect. App and version come by metadata exchange, which did
     * not take place; the rest is in the endpoint's own metadata.
     */
    Workload unreached() {
        return new Workload(name, namespace, UNKNOWN_LABEL, UNKNOWN_LABEL, service, revision);
    }

    boolean isKnown() {
        return !name.equals(UNKNOWN_LABEL);
    }

    boolean isReached() {
        return !app.equals(UNKNOWN_LABEL);
    }
}
