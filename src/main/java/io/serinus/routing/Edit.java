package io.serinus.routing;

import java.util.List;

/**
 * What has to be written to a VirtualService.
 *
 * @param operations to be applied to exactly the version they were computed from; empty if nothing has to be written
 * @param obstacles one sentence for each managed route that somebody has changed so that the edit is not possible there;
 *     empty if it is possible everywhere. A split with obstacles has no operations; a restore has those of the other routes
 */
public record Edit(List<PatchOperation> operations, List<String> obstacles) {
    public Edit {
        operations = List.copyOf(operations);
        obstacles = List.copyOf(obstacles);
    }

    /** Whether the operations do all that was asked for. */
    public boolean isComplete() {
        return obstacles.isEmpty();
    }
}
