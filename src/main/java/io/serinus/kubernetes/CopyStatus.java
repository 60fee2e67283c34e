package io.serinus.kubernetes;

import io.serinus.release.Copy;
import io.serinus.release.State;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The copy of a baseline, between the core and a status. */
final class CopyStatus {
    private CopyStatus() {}

    static CanaryReleaseStatus.Copy of(Copy copy) {
        return new CanaryReleaseStatus.Copy(
                copy.namespace(),
                copy.deployment(),
                copy.service(),
                new CanaryReleaseStatus.Version(
                        copy.version().host(), copy.version().label()),
                copy.replicas());
    }

    static Optional<Copy> read(CanaryReleaseStatus.@Nullable Copy status) throws UnreadableReleaseException {
        if (status == null) {
            return Optional.empty();
        }
        String path = "status.plan.copy";
        return Optional.of(new Copy(
                Present.in(path + ".namespace", status.namespace()),
                Present.in(path + ".deployment", status.deployment()),
                Present.in(path + ".service", status.service()),
                StatusReader.version(path + ".version", status.version()),
                Present.in(path + ".replicas", status.replicas())));
    }

    /** Null where nothing is left to be done. */
    static @Nullable String until(State state) {
        return state instanceof State.Ended ended
                ? ended.copyUntil().map(Instant::toString).orElse(null)
                : null;
    }
}
