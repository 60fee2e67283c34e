package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** One JSON Patch operation (RFC 6902) on a VirtualService. */
public sealed interface PatchOperation {
    /** A JSON pointer (RFC 6901) from the object's root. */
    String path();

    /** Fails the whole patch unless the value stands there. */
    record Test(String path, Object value) implements PatchOperation {
        public Test {
            requireNonNull(path, "path is null");
            requireNonNull(value, "value is null");
        }
    }

    /** Sets a field that is not there yet, or inserts into a list. */
    record Add(String path, Object value) implements PatchOperation {
        public Add {
            requireNonNull(path, "path is null");
            requireNonNull(value, "value is null");
        }
    }

    /** Replaces what stands there. */
    record Replace(String path, @Nullable Object value) implements PatchOperation {
        public Replace {
            requireNonNull(path, "path is null");
        }
    }

    /** Removes what stands there. */
    record Remove(String path) implements PatchOperation {
        public Remove {
            requireNonNull(path, "path is null");
        }
    }
}
