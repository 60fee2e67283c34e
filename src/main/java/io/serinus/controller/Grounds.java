package io.serinus.controller;

import io.serinus.release.Copies;
import io.serinus.release.Copy;
import io.serinus.release.Plan;
import io.serinus.release.Preflight;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Signals.Ground;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Whether a release may begin. What stands in the VirtualService at that moment is taken for the original routing, so a good
 * word counts only on a fresh read; and two releases that began on one host together would judge each other's traffic, so
 * it counts only for the first to claim its hosts. Safe for several threads.
 */
final class Grounds {
    private static final Logger LOG = Logger.getLogger(Grounds.class);

    private final Ports ports;
    private final Preflight preflight;

    /** Which release holds which host; guarded by this. */
    private final Map<String, ReleaseId> claims = new HashMap<>();

    Grounds(Ports ports, Preflight preflight) {
        this.ports = ports;
        this.preflight = preflight;
    }

    /** What the ground is like for the release, given all others that are under way. */
    Ground check(Release release, List<Release> others) {
        String namespace = release.id().namespace();
        String name = release.request().virtualService();
        Ground cached = check(release, ports.mesh().virtualService(namespace, name), others);
        if (!(cached instanceof Ground.Good(Plan plan))) {
            return cached;
        }
        Optional<String> objection = ports.hooks().objection(plan.template());
        if (objection.isPresent()) {
            return new Ground.Refused(objection.get());
        }
        try {
            Optional<VirtualService> fresh = ports.router().read(namespace, name);
            Ground ground = check(release, fresh, others);
            if (ground instanceof Ground.Good(Plan good) && good.template().baselineCopy()) {
                ground = copied(good, namespace, fresh.orElseThrow());
            }
            return ground instanceof Ground.Good good ? claimed(release.id(), good) : ground;
        } catch (RoutingException e) {
            LOG.debugf("VirtualService %s/%s could not be read: %s", namespace, name, e.getMessage());
            return new Ground.Unknown();
        }
    }

    /** With the copy of the baseline that the template wants, if both are possible. */
    private Ground copied(Plan plan, String namespace, VirtualService virtualService) {
        return switch (ports.copies().draft(plan, namespace)) {
            case Copies.Draft.Possible(Copy copy) -> Preflight.planned(plan.with(copy), virtualService);
            case Copies.Draft.Refused(String reason) -> new Ground.Refused(reason);
            case Copies.Draft.Unknown() -> new Ground.Unknown();
        };
    }

    /** Gives back the hosts of all releases that are not under way any more. */
    synchronized void retain(Set<ReleaseId> underWay) {
        claims.values().retainAll(underWay);
    }

    private Ground check(Release release, Optional<VirtualService> virtualService, List<Release> others) {
        return preflight.check(release, virtualService, ports.mesh().destinationRules(), others);
    }

    /** Claims all hosts or none. */
    private synchronized Ground claimed(ReleaseId release, Ground.Good good) {
        Plan plan = good.plan();
        for (String host : plan.pair().hosts()) {
            ReleaseId holder = claims.get(host);
            if (holder != null && !holder.equals(release)) {
                return new Ground.Refused("Release " + holder + " is shifting the traffic of " + host
                        + " already; this one begins when that one has ended.");
            }
        }
        plan.pair().hosts().forEach(host -> claims.put(host, release));
        return good;
    }
}
