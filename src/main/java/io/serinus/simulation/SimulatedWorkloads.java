package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

import io.serinus.release.PodTrouble;
import io.serinus.release.Workload;
import io.serinus.release.WorkloadView;
import io.serinus.routing.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pods of a simulated mesh: each that runs is ready. Safe for use while the mesh goes on. */
public final class SimulatedWorkloads implements WorkloadView {
    private final SimulatedMesh mesh;
    private final Map<Endpoint, List<PodTrouble>> troubles = new ConcurrentHashMap<>();

    public SimulatedWorkloads(SimulatedMesh mesh) {
        this.mesh = requireNonNull(mesh, "mesh is null");
    }

    /** From now on this is said against a version's pods, instead of what was said before. */
    public void setTroubles(Endpoint version, List<PodTrouble> now) {
        troubles.put(version, List.copyOf(now));
    }

    @Override
    public Workload workload(Endpoint version, String namespace, Instant since) {
        return mesh.running(version.host(), version.subset())
                .<Workload>map(pods -> new Workload.Seen(pods, pods, troubles.getOrDefault(version, List.of())))
                .orElseGet(() -> new Workload.Unknown("There is no " + version + " in the simulated mesh."));
    }
}
