package io.serinus.routing;

import static java.util.Objects.requireNonNull;

/** How a person names a version: by its subset, or as {@code host:<service>} where it has a service of its own. */
public sealed interface CanaryName {
    /** A subset of the DestinationRule, such as {@code v2}. */
    record Subset(String name) implements CanaryName {
        public Subset {
            requireNonNull(name, "name is null");
        }

        @Override
        public String toString() {
            return "subset " + name;
        }
    }

    /** A service, short or complete, such as {@code reviews-v2}. */
    record Service(String host) implements CanaryName {
        public Service {
            requireNonNull(host, "host is null");
        }

        @Override
        public String toString() {
            return "host " + host;
        }
    }

    /**
     * Reads what an annotation says.
     *
     * @throws IllegalArgumentException if it names neither; the message says what was expected
     */
    static CanaryName parse(String text) {
        String trimmed = text.strip();
        boolean service = trimmed.startsWith("host:");
        String name = service ? trimmed.substring("host:".length()).strip() : trimmed;
        boolean wellFormed = service ? name.matches("[A-Za-z0-9.:-]+") : name.matches("[A-Za-z0-9._-]+");
        if (!wellFormed) {
            throw new IllegalArgumentException(
                    "is \"" + text + "\", expected a subset such as v2, or a service as host:reviews-v2");
        }
        return service ? new Service(name) : new Subset(name);
    }
}
