package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A route of the canary's own, above each managed http route and a copy of it but for what is said here. Timeout and retries
 * belong to a route, not to a destination, so only here can the canary have its own.
 *
 * @param blocks which requests it takes: those that fit any of the blocks, each written as Istio's HTTPMatchRequest; not
 *     empty
 * @param timeout such as {@code 3s}; empty to keep the managed route's
 * @param retries as Istio's HTTPRetry; empty to keep the managed route's
 */
public record CanaryRoute(List<Map<String, Object>> blocks, Optional<String> timeout, Map<String, Object> retries) {
    public CanaryRoute {
        blocks = List.copyOf(blocks);
        requireNonNull(timeout, "timeout is null");
        retries = Map.copyOf(retries);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("match is empty, expected at least one block");
        }
    }
}
