package io.serinus.kubernetes;

import io.serinus.release.Release;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A release as one version of its object records it.
 *
 * @param resourceVersion the version; a write based on it must name it
 * @param generation the version of its spec
 * @param status what stands there; null before the first write
 */
record RecordedRelease(
        Release release,
        String resourceVersion,
        long generation,
        @Nullable CanaryReleaseStatus status) {

    List<CanaryReleaseStatus.Condition> conditions() {
        return status == null ? List.of() : Objects.requireNonNullElse(status.conditions(), List.of());
    }
}
