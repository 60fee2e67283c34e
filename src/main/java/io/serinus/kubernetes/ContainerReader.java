package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.serinus.kubernetes.PodFacts.Finding;
import io.serinus.release.PodTrouble.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kubelet's words on one container say against its pod. */
final class ContainerReader {
    private static final String CRASH_LOOP = "CrashLoopBackOff";
    private static final String OUT_OF_MEMORY = "OOMKilled";

    /** After a run of this length the kubelet forgets the crashes before it, and so do we. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private static final Set<String> IMAGE_PULL = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed");

    /** The container cannot even be created. Crashes of a start end in the loop above. */
    private static final Set<String> NO_START = Set.of("CreateContainerConfigError", "CreateContainerError");

    private final String name;
    private final ContainerStatus status;
    private final @Nullable ContainerStateWaiting waiting;
    private final @Nullable ContainerStateTerminated ended;
    private final int restarts;

    private ContainerReader(String pod, String kind, ContainerStatus status) {
        this.name = "Pod " + pod + ", " + kind + " " + status.getName() + ": ";
        this.status = status;
        this.waiting = status.getState() == null ? null : status.getState().getWaiting();
        this.ended = lastEnd(status);
        this.restarts = status.getRestartCount() == null ? 0 : status.getRestartCount();
    }

    /**
     * The gravest finding; empty if there is none.
     *
     * @param pod namespace/name
     * @param kind how to call it: container or init container
     */
    static Optional<Finding> read(String pod, String kind, ContainerStatus status) {
        return new ContainerReader(pod, kind, status).read();
    }

    private Optional<Finding> read() {
        String reason = waiting == null ? "" : Text.orEmpty(waiting.getReason());
        if (reason.equals(CRASH_LOOP)) {
            return Optional.of(Finding.now(Kind.CRASH_LOOP, name + "it crashes again and again" + lastRun()));
        }
        if (isCrashing()) {
            return Optional.of(crash());
        }
        if (IMAGE_PULL.contains(reason)) {
            return Optional.of(Finding.now(
                    Kind.IMAGE_PULL,
                    name + "image " + Text.orEmpty(status.getImage()) + " cannot be pulled, " + reason + kubelet()));
        }
        if (NO_START.contains(reason)) {
            return Optional.of(Finding.now(Kind.NOT_READY, name + "it cannot start, " + reason + kubelet()));
        }
        return outOfMemory();
    }

    /** Between two crashes the container runs, or has just ended: what it was like shows only in its last run. */
    private boolean isCrashing() {
        if (ended == null || ended.getExitCode() == null || ended.getExitCode() == 0 || !wasShort(ended)) {
            return false;
        }
        return isRunning() ? restarts >= 2 && !Boolean.TRUE.equals(status.getReady()) : restarts >= 1;
    }

    private Finding crash() {
        String message = name + "it crashes again and again" + lastRun();
        Optional<Instant> finished = ended == null ? Optional.empty() : Text.instant(ended.getFinishedAt());
        return finished.map(at -> Finding.at(at, Kind.CRASH_LOOP, message))
                .orElseGet(() -> Finding.now(Kind.CRASH_LOOP, message));
    }

    private Optional<Finding> outOfMemory() {
        if (ended == null || !OUT_OF_MEMORY.equals(ended.getReason())) {
            return Optional.empty();
        }
        return Text.instant(ended.getFinishedAt())
                .map(at -> Finding.at(
                        at, Kind.OUT_OF_MEMORY, name + "it used more memory than it may and was killed" + lastRun()));
    }

    private boolean isRunning() {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    private static boolean wasShort(ContainerStateTerminated run) {
        Optional<Instant> from = Text.instant(run.getStartedAt());
        Optional<Instant> to = Text.instant(run.getFinishedAt());
        return from.isPresent()
                && to.isPresent()
                && Duration.between(from.get(), to.get()).compareTo(FORGOTTEN) < 0;
    }

    private String lastRun() {
        var words = new StringBuilder();
        if (ended != null) {
            words.append(", ")
                    .append(Text.orEmpty(ended.getReason()).isEmpty() ? "ended" : ended.getReason())
                    .append(" with exit code ")
                    .append(ended.getExitCode());
        }
        words.append(restarts == 1 ? ", 1 restart" : ", " + restarts + " restarts");
        return words + kubelet();
    }

    /** The kubelet's own words, not those that the program left behind: these may be for nobody else. */
    private String kubelet() {
        String said = waiting == null ? "" : Text.brief(waiting.getMessage());
        return said.isEmpty() ? "." : "; the kubelet says: " + said;
    }

    private static @Nullable ContainerStateTerminated lastEnd(ContainerStatus status) {
        ContainerState now = status.getState();
        if (now != null && now.getTerminated() != null) {
            return now.getTerminated();
        }
        return status.getLastState() == null ? null : status.getLastState().getTerminated();
    }
}
