package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.serinus.kubernetes.PodFacts.Finding;
import io.serinus.release.PodTrouble.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** From a pod as the API server shows it to what is remembered of it. Never throws, whatever is missing. */
final class PodReader {
    /** Pods that ended are left behind for people to look at; evicted ones for example. Others take their place. */
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private final String name;
    private final Pod pod;
    private final PodStatus status;

    private PodReader(Pod pod) {
        this.name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        this.pod = pod;
        this.status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    }

    static PodFacts read(Pod pod) {
        return new PodReader(pod).read();
    }

    private PodFacts read() {
        Map<String, String> labels = Labels.of(pod.getMetadata().getLabels());
        if (pod.getMetadata().getDeletionTimestamp() != null || OVER.contains(Text.orEmpty(status.getPhase()))) {
            return new PodFacts(labels, false, false, List.of());
        }
        var findings = new ArrayList<Finding>();
        status.getInitContainerStatuses()
                .forEach(container ->
                        ContainerReader.read(name, "init container", container).ifPresent(findings::add));
        status.getContainerStatuses()
                .forEach(container ->
                        ContainerReader.read(name, "container", container).ifPresent(findings::add));
        boolean isReady = condition("Ready")
                .filter(ready -> "True".equals(ready.getStatus()))
                .isPresent();
        // What keeps a container from running says more than that the pod is not ready, which follows from it.
        if (!isReady && findings.stream().allMatch(finding -> finding.ended().isPresent())) {
            notReady().ifPresent(findings::add);
        }
        return new PodFacts(labels, true, isReady, findings);
    }

    private Optional<Finding> notReady() {
        Optional<PodCondition> unscheduled =
                condition("PodScheduled").filter(scheduled -> "False".equals(scheduled.getStatus()));
        if (unscheduled.isPresent()) {
            return since(unscheduled)
                    .map(since -> Finding.starting(
                            since, Kind.NOT_READY, "Pod " + name + " has no node" + words(unscheduled.get())));
        }
        Optional<PodCondition> ready = condition("Ready");
        String message = "Pod " + name + " is not ready" + unreadyContainers()
                + ready.map(PodReader::words).orElse(".");
        return since(ready)
                .map(since -> wasReady(since)
                        ? Finding.now(Kind.NOT_READY, message)
                        : Finding.starting(since, Kind.NOT_READY, message));
    }

    /** A condition's time is that of its last change: one that changed after the containers had started was true before. */
    private boolean wasReady(Instant unreadySince) {
        List<ContainerStatus> containers = status.getContainerStatuses();
        return !containers.isEmpty()
                && containers.stream()
                        .allMatch(container -> startedAt(container)
                                .filter(start -> start.isBefore(unreadySince))
                                .isPresent());
    }

    private static Optional<Instant> startedAt(ContainerStatus container) {
        return container.getState() == null || container.getState().getRunning() == null
                ? Optional.empty()
                : Text.instant(container.getState().getRunning().getStartedAt());
    }

    private String unreadyContainers() {
        String names = status.getContainerStatuses().stream()
                .filter(container -> !Boolean.TRUE.equals(container.getReady()))
                .map(ContainerStatus::getName)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " because of container " + names;
    }

    private Optional<PodCondition> condition(String type) {
        return status.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private Optional<Instant> since(Optional<PodCondition> condition) {
        return condition
                .flatMap(found -> Text.instant(found.getLastTransitionTime()))
                .or(() -> Text.instant(pod.getMetadata().getCreationTimestamp()));
    }

    private static String words(PodCondition condition) {
        String reason = Text.orEmpty(condition.getReason());
        String message = Text.brief(condition.getMessage());
        return (reason.isEmpty() ? "" : ", " + reason) + (message.isEmpty() ? "." : ": " + message);
    }
}
