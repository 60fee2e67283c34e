package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A template that releases can name, as somebody wrote it.
 *
 * @param source where it comes from
 * @param namespace the object's; empty where it is no object of the cluster
 * @param spec its {@code spec} as plain maps and lists, whatever is wrong with it; empty if it has none
 * @param problems what is wrong with it by itself, as sentences; empty if it can be used
 */
public record KnownTemplate(
        Source source, Optional<String> namespace, String name, Map<String, Object> spec, List<String> problems) {
    public KnownTemplate {
        requireNonNull(source, "source is null");
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        requireNonNull(spec, "spec is null");
        problems = List.copyOf(problems);
    }

    /** Where a template comes from; of two with the same name the first is meant. */
    public enum Source {
        /** An object in the release's own namespace. */
        NAMESPACE,
        /** An object in the controller's namespace, for everybody. */
        SHARED,
        /** A file of the controller's template directory. */
        DIRECTORY,
        /** One that comes with the controller. */
        BUILT_IN
    }
}
