package io.serinus.report;

import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import io.serinus.simulation.SimulatedCluster;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** VirtualServices in memory. */
@Alternative
@Singleton
public class FakeRouter implements Router {
    private SimulatedCluster cluster = new SimulatedCluster();

    /** Conflicts that come before the next write. */
    volatile int conflicts;

    /** Where set, the answer to every write. */
    @Nullable
    volatile Result always;

    volatile boolean down;

    void reset() {
        cluster = new SimulatedCluster();
        conflicts = 0;
        always = null;
        down = false;
    }

    void holds(String namespace, String name, Map<String, Object> annotations) {
        cluster.apply(Map.of("metadata", Map.of("namespace", namespace, "name", name, "annotations", annotations)));
    }

    Map<String, String> annotations(String namespace, String name) {
        return cluster.read(namespace, name).orElseThrow().annotations();
    }

    @Override
    public Optional<VirtualService> read(String namespace, String name) throws RoutingException {
        if (down) {
            throw new RoutingException("secret words of the API server", new IOException());
        }
        return cluster.read(namespace, name);
    }

    @Override
    public Result patch(VirtualService base, List<PatchOperation> operations) {
        Result fixed = always;
        if (fixed != null) {
            return fixed;
        }
        if (conflicts > 0) {
            conflicts--;
            return new Result.Conflict();
        }
        return cluster.patch(base, operations);
    }
}
