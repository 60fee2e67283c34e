package io.serinus.controller;

import io.serinus.release.Mark;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import io.serinus.release.Request;
import io.serinus.release.StoreException;
import io.serinus.release.Trigger;
import io.serinus.routing.VirtualService;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * What is recorded of the releases of one VirtualService. Recording may fail and may wait: a status that the API server
 * does not take is tried again ever more rarely, so that it never keeps the next tick's evidence from being judged.
 */
final class Records {
    private static final Logger LOG = Logger.getLogger(Records.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final ReleaseStore store;
    private final BooleanSupplier mayWrite;
    private final Map<ReleaseId, Release> releases =
            new TreeMap<>(Comparator.comparing(ReleaseId::namespace).thenComparing(ReleaseId::name));

    /** The highest number that a release here was ever named by. */
    private int taken;

    private Duration pause = Duration.ZERO;
    private Instant failedAt = Instant.MIN;

    Records(ReleaseStore store, BooleanSupplier mayWrite) {
        this.store = store;
        this.mayWrite = mayWrite;
    }

    Collection<Release> all() {
        return releases.values();
    }

    /** The release as it was last recorded; empty if it never was. */
    Optional<Release> find(ReleaseId id) {
        return Optional.ofNullable(releases.get(id));
    }

    /** Takes over what is recorded already. */
    void adopt(Release release) {
        taken = Math.max(taken, Trigger.number(release.id()));
        releases.put(release.id(), release);
    }

    /** Forgets one release; its number stays taken. */
    void forget(ReleaseId id) {
        releases.remove(id);
    }

    /** Forgets all; their numbers stay taken. */
    void clear() {
        releases.clear();
    }

    /** Whether somebody deleted a release that was recorded. */
    boolean isDeleted(ReleaseId id) {
        return releases.containsKey(id) && !store.isRecorded(id);
    }

    /** The release that the VirtualService asks for, recorded; empty if it asks for none, or recording was not possible. */
    Optional<Release> begin(VirtualService virtualService, Instant now) {
        // A mark may outlive the record of its release; its name must not come again.
        Optional.ofNullable(virtualService.annotations().get(Mark.ANNOTATION))
                .flatMap(Mark::parse)
                .map(mark -> Trigger.number(new ReleaseId(virtualService.namespace(), mark.release())))
                .ifPresent(number -> taken = Math.max(taken, number));
        Optional<ReleaseId> due = Trigger.due(virtualService, releases.values(), taken);
        Optional<Request> request = Trigger.request(virtualService);
        if (due.isEmpty() || request.isEmpty() || isPaused(now)) {
            return Optional.empty();
        }
        var release = Release.requested(due.get(), request.get(), now);
        try {
            if (store.create(release) || isOurs(release)) {
                pause = Duration.ZERO;
                adopt(release);
                return Optional.of(release);
            }
            LOG.infof("CanaryRelease %s exists already; taking the next number", release.id());
            taken = Trigger.number(release.id());
        } catch (StoreException e) {
            failed(release.id(), now, e);
        }
        return Optional.empty();
    }

    /** Records a release; false if that was not possible now. */
    boolean save(Release release, Instant now) {
        if (isPaused(now) || !mayWrite.getAsBoolean()) {
            return false;
        }
        try {
            if (!store.save(release)) {
                LOG.infof("CanaryRelease %s was deleted, or its status was edited and cannot be read", release.id());
            }
            releases.put(release.id(), release);
            pause = Duration.ZERO;
            return true;
        } catch (StoreException e) {
            failed(release.id(), now, e);
            return false;
        }
    }

    /** Deletes the oldest ended releases beyond the number that is kept. */
    void keep(int kept) {
        for (ReleaseId old : Trigger.outdated(releases.values(), kept)) {
            try {
                store.delete(old);
                releases.remove(old);
            } catch (StoreException e) {
                LOG.debugf("CanaryRelease %s could not be deleted, trying again later: %s", old, e.getMessage());
            }
        }
    }

    /** Whether the object of that name is this release: created by us, though the answer got lost. */
    private boolean isOurs(Release release) {
        return store.all().stream()
                .anyMatch(found -> found.id().equals(release.id())
                        && found.request().equals(release.request())
                        && !found.state().isTerminal());
    }

    /** A clock that is set back to before the failure ends the pause, which would last as long as it was set back. */
    private boolean isPaused(Instant now) {
        return !now.isBefore(failedAt) && now.isBefore(failedAt.plus(pause));
    }

    private void failed(ReleaseId id, Instant now, StoreException failure) {
        pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        failedAt = now;
        LOG.warnf(
                "CanaryRelease %s is not recorded, trying again in %d s: %s",
                id, pause.toSeconds(), failure.getMessage());
    }
}
