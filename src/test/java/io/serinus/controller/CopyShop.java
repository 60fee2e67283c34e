package io.serinus.controller;

import io.serinus.metric.Version;
import io.serinus.release.Copies;
import io.serinus.release.Copy;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.SimulatedService;
import io.serinus.simulation.SimulatedVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Copies of baselines that are made and removed as a test wants, and counted. */
final class CopyShop implements Copies {
    private static final String VERSION = "v1-copy";

    /** The copy of the baseline of checkout. */
    static final Copy COPY = new Copy(
            "shop",
            "checkout-v1-serinus-copy",
            "checkout-serinus-copy",
            new Version(DemoScenario.SHOP.host("checkout-serinus-copy"), VERSION),
            2);

    /** Its pods, whom nobody calls unless a VirtualService says so. */
    static final SimulatedService SERVICE = new SimulatedService(
            COPY.version().host(),
            0,
            new SimulatedVersion(VERSION, COPY.deployment(), COPY.replicas(), Behaviour.withErrorRatio(0.001)));

    /** What every release's copy would be; empty if none can be copied. */
    Optional<Copy> possible = Optional.empty();

    Making making = new Making.Made();
    Removal removal = new Removal.Removed();
    int made;
    final List<String> removed = new ArrayList<>();

    /** Whose copies exist. */
    final Set<ReleaseId> existing = new HashSet<>();

    @Override
    public Draft draft(Plan plan, String namespace) {
        return possible.<Draft>map(Draft.Possible::new).orElseGet(() -> new Draft.Refused("Nothing can be copied."));
    }

    @Override
    public Making make(Release release, Copy copy) {
        made++;
        if (making instanceof Making.Made) {
            existing.add(release.id());
        }
        return making;
    }

    @Override
    public Removal remove(Release release, Copy copy) {
        removed.add(copy.deployment());
        if (removal instanceof Removal.Removed) {
            existing.remove(release.id());
        }
        return removal;
    }
}
