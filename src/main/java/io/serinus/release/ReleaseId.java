package io.serinus.release;

import static java.util.Objects.requireNonNull;

/**
 * The name of one release: of its {@code CanaryRelease} object.
 *
 * @param namespace that of its VirtualService
 * @param name unique in the namespace
 */
public record ReleaseId(String namespace, String name) {
    public ReleaseId {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
