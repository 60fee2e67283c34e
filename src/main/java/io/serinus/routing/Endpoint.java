package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One version as a VirtualService addresses it.
 *
 * @param host the destination's host, fully qualified
 * @param subset the destination's subset; null where the version has a host of its own
 */
public record Endpoint(String host, @Nullable String subset) {
    public Endpoint {
        requireNonNull(host, "host is null");
    }

    @Override
    public String toString() {
        return subset == null ? host : host + " subset " + subset;
    }
}
