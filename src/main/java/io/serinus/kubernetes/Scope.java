package io.serinus.kubernetes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What part of the cluster is looked at.
 *
 * @param namespaces the namespaces, sorted and without repetition; empty for all
 */
public record Scope(List<String> namespaces) {
    public Scope {
        namespaces = List.copyOf(new TreeSet<>(namespaces));
    }

    /** All namespaces. */
    public static Scope everywhere() {
        return new Scope(List.of());
    }

    /** Only these namespaces; all of them if the set is empty. */
    public static Scope of(Set<String> namespaces) {
        return new Scope(List.copyOf(namespaces));
    }
}
