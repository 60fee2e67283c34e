package io.serinus.release;

import io.serinus.routing.Endpoint;
import io.serinus.routing.Pair;
import java.time.Instant;

/**
 * Port: the pods of versions. Answers at once, from what is known, and never throws. To ask is to want to know: what nobody
 * has asked for in some minutes is not looked at any more.
 */
public interface WorkloadView {

    /**
     * The pods of one version.
     *
     * @param namespace that of the VirtualService whose destination the version is
     * @param since what was over before this time is no trouble; what goes on is one whenever it began
     */
    Workload workload(Endpoint version, String namespace, Instant since);

    /** The pods of both versions of a release. */
    default Workloads workloads(Pair pair, String namespace, Instant since) {
        return new Workloads(workload(pair.baseline(), namespace, since), workload(pair.canary(), namespace, since));
    }
}
