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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Removes the copies of baselines when their releases are over and nobody asks them any more, however long that takes.
 * Confined to the lane of its VirtualService, whose API server it waits for.
 */
final class CopyRemoval {
    /** What was not possible is tried again after so long. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

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
        Release after = release.with(end.withoutCopy());
        switch (ports.copies().remove(release, copy)) {
            case Copies.Removal.Removed() -> save(after, now);
            case Copies.Removal.Refused(String reason) -> {
                var announcement = new Announce(Severity.WARNING, Reasons.COPY_LEFT, reason);
                Release told = after.log(announcement, now);
                if (save(told, now)) {
                    ports.journal().record(told, announcement);
                }
            }
            case Copies.Removal.Unavailable _ -> notBefore.put(release.id(), now.plus(PAUSE));
        }
    }

    private boolean save(Release after, Instant now) {
        boolean isSaved = records.save(after, now);
        if (isSaved) {
            notBefore.remove(after.id());
        }
        return isSaved;
    }
}
