package io.serinus.controller;

import io.serinus.analysis.Observation;
import io.serinus.release.Action;
import io.serinus.release.Mark;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State;
import io.serinus.release.StoreException;
import io.serinus.release.Takeover;
import io.serinus.release.Trigger;
import io.serinus.routing.VirtualService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All releases of one VirtualService, of which at most one is active. Confined to its lane, but for {@link #active()}.
 */
final class Track {
    private static final Logger LOG = Logger.getLogger(Track.class);

    private final String namespace;
    private final String virtualService;
    private final Ports ports;
    private final LoopListener listener;
    private final Traffic traffic;
    private final Function<Release, Ground> preflight;
    private final int kept;

    private final Map<ReleaseId, Release> releases =
            new TreeMap<>(Comparator.comparing(ReleaseId::namespace).thenComparing(ReleaseId::name));
    /** What people must still be told: announced only once the state behind it is recorded. */
    private final List<Action.Announce> unannounced = new ArrayList<>();

    private @Nullable Run run;
    private boolean deleted;

    /** Set when this process ceases to lead: what another leader does meanwhile is not known here. */
    private volatile boolean retired;

    /** What the loop thread may see of the active release. */
    private volatile @Nullable Release active;

    Track(
            String namespace,
            String virtualService,
            Ports ports,
            LoopListener listener,
            Function<Release, Ground> preflight,
            int kept) {
        this.namespace = namespace;
        this.virtualService = virtualService;
        this.ports = ports;
        this.listener = listener;
        this.traffic = new Traffic(ports.mesh(), ports.router(), ports.mayWrite(), listener);
        this.preflight = preflight;
        this.kept = kept;
    }

    /** The release under way, as its last look left it; for other threads. */
    Optional<Release> active() {
        return Optional.ofNullable(active);
    }

    /** Whether the active release waits for its old routing to be written; for other threads. */
    boolean isGoingBack() {
        return active().filter(release -> release.state() instanceof State.Returning)
                .isPresent();
    }

    /** Takes up a release that another process, or an earlier life of this one, has recorded. */
    void adopt(Release recorded, Instant now) {
        Release release = recorded;
        if (!recorded.state().isTerminal()) {
            release = recorded.with(Takeover.resume(recorded, mark(), now));
            run = new Run(release, traffic, preflight);
            active = release;
        }
        releases.put(release.id(), release);
    }

    /** Ends this track's work; looks still waiting in the lane do nothing. */
    void retire() {
        retired = true;
    }

    /**
     * One look at the release.
     *
     * @param observations what the tick brought, by release; empty between ticks
     * @param at the tick's grid time
     */
    void look(Map<String, Observation> observations, Instant at, Instant now) {
        if (retired || !ports.mayWrite().getAsBoolean()) {
            return;
        }
        if (run != null) {
            Optional<Observation> observation =
                    Optional.ofNullable(observations.get(run.release().id().toString()));
            observation.ifPresent(run::observe);
            boolean intervalEnded = observation
                    .filter(seen -> seen instanceof Observation.Counted counted && counted.endsInterval())
                    .isPresent();
            advance(run, intervalEnded, at, now);
        }
        if (run == null) {
            begin(at, now);
        }
    }

    private void advance(Run current, boolean intervalEnded, Instant at, Instant now) {
        Release before = current.release();
        Optional<State> recorded =
                Optional.ofNullable(releases.get(before.id())).map(Release::state);
        unannounced.addAll(current.advance(wish(before), at, now));
        Release after = current.release();
        active = after;
        boolean changed = !recorded.equals(Optional.of(after.state()));
        if ((changed || intervalEnded) && !save(after)) {
            return;
        }
        unannounced.forEach(announcement -> ports.journal().record(after, announcement));
        unannounced.clear();
        if (after.state() instanceof State.Ended end) {
            listener.ended(end.outcome());
            run = null;
            active = null;
            deleted = false;
            forgetOld();
        }
    }

    private Wish wish(Release release) {
        return deleted
                ? new Wish.Cancel("The CanaryRelease was deleted.")
                : Trigger.wish(release, ports.mesh().virtualService(namespace, virtualService));
    }

    /** Whether nothing is left to record. A release that was deleted meanwhile is recorded nowhere, and cancelled. */
    private boolean save(Release release) {
        if (deleted) {
            return true;
        }
        try {
            if (ports.releases().save(release)) {
                releases.put(release.id(), release);
                return true;
            }
            LOG.warnf("CanaryRelease %s was deleted", release.id());
            releases.remove(release.id());
            deleted = !release.state().isTerminal();
            return true;
        } catch (StoreException e) {
            LOG.warnf("CanaryRelease %s is not recorded, trying again: %s", release.id(), e.getMessage());
            return false;
        }
    }

    private void begin(Instant at, Instant now) {
        Optional<VirtualService> current = ports.mesh().virtualService(namespace, virtualService);
        if (current.isEmpty()) {
            return;
        }
        noteWithdrawal(current.get());
        Optional<ReleaseId> due = Trigger.due(current.get(), releases.values());
        if (due.isEmpty()) {
            return;
        }
        var release =
                Release.requested(due.get(), Trigger.request(current.get()).orElseThrow(), now);
        try {
            if (!ports.releases().create(release)) {
                LOG.warnf("CanaryRelease %s exists already, but not as a release of this kind", release.id());
                return;
            }
        } catch (StoreException e) {
            LOG.warnf("CanaryRelease %s is not created, trying again: %s", release.id(), e.getMessage());
            return;
        }
        releases.put(release.id(), release);
        run = new Run(release, traffic, preflight);
        active = release;
        advance(run, false, at, now);
    }

    private void noteWithdrawal(VirtualService current) {
        Trigger.latest(releases.values())
                .filter(latest -> Trigger.isWithdrawn(latest, Optional.of(current)))
                .ifPresent(latest -> save(latest.withdraw()));
    }

    private void forgetOld() {
        for (ReleaseId old : Trigger.outdated(releases.values(), kept)) {
            try {
                ports.releases().delete(old);
                releases.remove(old);
            } catch (StoreException e) {
                LOG.debugf("CanaryRelease %s could not be deleted, trying again later: %s", old, e.getMessage());
            }
        }
    }

    private Optional<Mark> mark() {
        return ports.mesh()
                .virtualService(namespace, virtualService)
                .map(found -> found.annotations().get(Mark.ANNOTATION))
                .flatMap(Mark::parse);
    }

    /** The active release, while its requests must be counted; for other threads. */
    Optional<Release> counted() {
        return active().filter(release -> switch (release.state()) {
            case State.Progressing _, State.Promoting _ -> true;
            case State.Pending _, State.Returning _, State.Ended _ -> false;
        });
    }
}
