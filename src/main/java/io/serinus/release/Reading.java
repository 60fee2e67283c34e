package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What somebody wants to see.
 *
 * @param namespace whose releases; empty for those of all namespaces
 * @param name one release of the namespace; empty for all
 */
public record Reading(Optional<String> namespace, Optional<String> name) {
    /** Everything. */
    public static final Reading ALL = new Reading(Optional.empty(), Optional.empty());

    public Reading {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(name, "name is null");
        if (name.isPresent() && namespace.isEmpty()) {
            throw new IllegalArgumentException("name is " + name.get() + " in no namespace");
        }
    }

    /** The releases of one namespace. */
    public static Reading of(String namespace) {
        return new Reading(Optional.of(namespace), Optional.empty());
    }

    /** One release. */
    public static Reading of(String namespace, String name) {
        return new Reading(Optional.of(namespace), Optional.of(name));
    }
}
