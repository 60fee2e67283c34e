package io.serinus.controller;

import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Copies;
import io.serinus.release.Copy;
import io.serinus.release.Plan;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.State;
import io.serinus.routing.Destinations;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Removes the copies of baselines when their releases are over and nobody asks them any more, however long that takes.
 * Confined to the lane of its VirtualService, whose API server it waits for.
 */
final class CopyRemoval {
    /** What was not possible is tried again after so long. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** What needs a person, after so long. */
    private static final Duration LONG_PAUSE = Duration.ofMinutes(5);

    private final Ports ports;
    private final Records records;
    private final BooleanSupplier mayWrite;
    private final Map<ReleaseId, Instant> notBefore = new HashMap<>();

    CopyRemoval(Ports ports, Records records, BooleanSupplier mayWrite) {
        this.ports = ports;
        this.records = records;
        this.mayWrite = mayWrite;
    }

    /** Does what is due. A copy whose release was deleted goes with it, by its owner reference. */
    void look(Instant now) {
        for (Release release : List.copyOf(records.all())) {
            Optional<Copy> copy = release.plan().flatMap(Plan::copy);
            if (copy.isPresent()
                    && release.state() instanceof State.Ended end
                    && isDue(release.id(), end, now)
                    && !records.isDeleted(release.id())
                    && mayWrite.getAsBoolean()) {
                remove(release, end, copy.get(), now);
            }
        }
    }

    /** A clock that was set back to before the end says nothing about when it was. */
    private boolean isDue(ReleaseId id, State.Ended end, Instant now) {
        return end.copyUntil()
                        .filter(due -> !now.isBefore(due) || now.isBefore(end.since()))
                        .isPresent()
                && !now.isBefore(notBefore.getOrDefault(id, Instant.MIN));
    }

    private void remove(Release release, State.Ended end, Copy copy, Instant now) {
        try {
            Optional<String> user = user(release, copy);
            if (user.isPresent()) {
                left(release, user.get(), now);
                return;
            }
        } catch (RoutingException e) {
            notBefore.put(release.id(), now.plus(PAUSE));
            return;
        }
        switch (ports.copies().remove(release, copy)) {
            case Copies.Removal.Removed() -> {
                if (records.save(release.with(end.withoutCopy()), now)) {
                    notBefore.remove(release.id());
                }
            }
            case Copies.Removal.Refused(String reason) -> left(release, reason, now);
            case Copies.Removal.Unavailable _ -> notBefore.put(release.id(), now.plus(PAUSE));
        }
    }

    /** Who still leads requests to the copy, as a sentence; they would find nobody. */
    private Optional<String> user(Release release, Copy copy) throws RoutingException {
        String namespace = release.id().namespace();
        String name = release.request().virtualService();
        Stream<VirtualService> own = ports.router().read(namespace, name).stream();
        Stream<VirtualService> others = ports.mesh().everyVirtualService().stream()
                .filter(vs -> !(vs.namespace().equals(namespace) && vs.name().equals(name)));
        return Stream.concat(own, others)
                .flatMap(vs -> Destinations.pathTo(vs, copy.version().host()).stream()
                        .map(path -> "VirtualService " + vs.namespace() + "/" + vs.name() + " still leads to " + copy
                                + ", at " + path + ", so the copy stays. Take that destination away."))
                .findFirst();
    }

    /** It is said once and tried again. */
    private void left(Release release, String reason, Instant now) {
        notBefore.put(release.id(), now.plus(LONG_PAUSE));
        boolean isSaid = release.log().stream()
                .anyMatch(entry -> entry.reason().equals(Reasons.COPY_LEFT)
                        && entry.message().equals(reason));
        if (isSaid) {
            return;
        }
        var announcement = new Announce(Severity.WARNING, Reasons.COPY_LEFT, reason);
        Release told = release.log(announcement, now);
        if (records.save(told, now)) {
            ports.journal().record(told, announcement);
        }
    }
}
