package io.serinus.metric;

import java.util.Locale;

/**
 * Whose counters are read, the value of Istio's label {@code reporter}. A request is counted once by each of them that it
 * passes, so the counters of two are never added.
 */
public enum Reporter {
    /** The callers' proxies, gateways among them: they also count what never reached a pod. */
    SOURCE,
    /** The called pods' own proxies: each is the pod that served, and mirrored requests are counted too. */
    DESTINATION,
    /** The waypoints of an ambient mesh. */
    WAYPOINT;

    /** As the label has it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an instance that counts is the pod that served, so that its age is that of the pod. */
    public boolean countsWhereServed() {
        return this == DESTINATION;
    }
}
