package io.serinus.release;

import java.util.List;

/** What Kubernetes says of the pods of one version. */
public sealed interface Workload {
    /** Nobody can tell, for that reason; it decides nothing. */
    record Unknown(String reason) implements Workload {}

    /**
     * @param pods that are to serve
     * @param ready of those
     * @param troubles the weightiest first
     */
    record Seen(int pods, int ready, List<PodTrouble> troubles) implements Workload {
        public Seen {
            troubles = List.copyOf(troubles);
        }
    }
}
