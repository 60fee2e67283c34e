package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.routing.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a copy of a baseline consists of: as old and as large as the canary, with nobody's requests but the release's. */
public sealed interface CopySpec {
    /** By which copies are found; the value is the release's name, cut with a digest if it is long. */
    String LABEL = CopyLabels.COPY;

    /**
     * What a copy is made from, as read from the API server. Trees are plain maps and lists.
     *
     * @param release the release that it is for
     * @param owner the owner reference that both objects get
     * @param baseline how the VirtualService leads to the original; its host is a Service
     * @param service that Service
     * @param deployments the Deployments with the baseline's pods; there should be one
     * @param selectors the selectors of all Services in the namespace, by their names; empty for one that selects nothing
     * @param replicas how many pods the copy is to have: as many as the canary
     */
    record Source(
            ReleaseId release,
            Map<String, Object> owner,
            Endpoint baseline,
            Map<String, Object> service,
            List<Map<String, Object>> deployments,
            Map<String, Map<String, String>> selectors,
            int replicas) {
        public Source {
            requireNonNull(release, "release is null");
            requireNonNull(baseline, "baseline is null");
            deployments = List.copyOf(deployments);
        }
    }

    /**
     * The copy's objects.
     *
     * @param endpoint how a VirtualService leads to it
     * @param version what Istio's metrics call its version; empty if no label of its pods says one
     * @param deployment a Deployment
     * @param service a Service
     */
    record Made(
            Endpoint endpoint, Optional<String> version, Map<String, Object> deployment, Map<String, Object> service)
            implements CopySpec {
        /** The Deployment's name, at most 52 characters. */
        public String deploymentName() {
            return Json.textAt(deployment, "metadata", "name").orElseThrow();
        }

        /** The Service's name, at most 63 characters. */
        public String serviceName() {
            return Json.textAt(service, "metadata", "name").orElseThrow();
        }
    }

    /**
     * No copy.
     *
     * @param reasons one sentence for each thing that is in the way, at least one
     */
    record Refused(List<String> reasons) implements CopySpec {
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("reasons is empty, expected at least one");
            }
        }
    }

    /**
     * Works out the copy. Whether its names are free, nobody asks here: a Service of the copy's own name is taken for the
     * copy's own, which may have been made already.
     */
    static CopySpec of(Source source) {
        List<String> obstacles = new ArrayList<>(CopyObstacles.of(source));
        if (source.deployments().size() != 1) {
            return new Refused(obstacles);
        }
        var maker = new CopyMaker(source, source.deployments().getFirst());
        obstacles.addAll(maker.part());
        return obstacles.isEmpty() ? maker.made() : new Refused(obstacles);
    }
}
