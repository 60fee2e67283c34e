package io.serinus.routing;

import static java.util.Objects.requireNonNull;

/**
 * Something about a VirtualService that somebody should know.
 *
 * @param code what kind of finding it is: words with dashes that stay the same from version to version, and the anchor of
 *     its section in {@code docs/lint.md}
 * @param path where in the object it is, such as {@code spec.http[1].route[0].weight}; the last field may be missing there
 * @param sentence what happens and what to do, to be read after the path; whole sentences on one line
 */
public record LintFinding(String code, Severity severity, String path, String sentence) {
    /** How bad it is. */
    public enum Severity {
        /** Istio or the API server refuses the object, or a release of it cannot work. */
        ERROR,
        /** It works, but otherwise than people believe who write it so. */
        WARNING,
        /** Good to know. */
        INFO
    }

    public LintFinding {
        requireNonNull(code, "code is null");
        requireNonNull(severity, "severity is null");
        requireNonNull(path, "path is null");
        requireNonNull(sentence, "sentence is null");
    }

    @Override
    public String toString() {
        return path + ": " + code + ": " + sentence;
    }
}
