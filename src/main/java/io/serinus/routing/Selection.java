package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** What a release would work on in a VirtualService, or why it cannot. */
public sealed interface Selection {
    /** The two destinations and the routes between which weights are shifted. */
    record Selected(Pair pair, ManagedRoutes routes) implements Selection {
        public Selected {
            requireNonNull(pair, "pair is null");
            requireNonNull(routes, "routes is null");
        }
    }

    /**
     * No release.
     *
     * @param reason a sentence that names the object, the field, its value and what was expected
     */
    record Refused(String reason) implements Selection {
        public Refused {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Finds baseline, canary and managed routes.
     *
     * <p>The baseline, unless named, is the destination that gets traffic next to the canary, or, where no route holds the
     * canary yet, the only one that gets any. Managed are the routes of all three kinds in which the baseline gets
     * traffic; routes with a match of their own straight to the canary are not among them. A canary named by its subset
     * has the baseline's host.
     *
     * @param canary the version on trial
     * @param baseline the version that serves now, in the same notation as the canary's; empty to find it
     * @param routeNames names of http routes: exactly these are managed; empty for the rule above
     * @param clusterDomain such as {@code cluster.local}
     */
    static Selection of(
            VirtualService vs,
            CanaryName canary,
            Optional<String> baseline,
            List<String> routeNames,
            String clusterDomain) {
        try {
            return new Selector(vs, canary, routeNames, clusterDomain).select(baseline);
        } catch (Selector.RefusedException e) {
            return new Refused("VirtualService " + vs.namespace() + "/" + vs.name() + ": " + e.getMessage());
        }
    }
}
