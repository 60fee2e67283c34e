package io.serinus.report;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** Port: looks at posted objects as {@code serinus lint} looks at files. */
public interface Linter {

    /** Looks at every object of a text of one or more YAML documents; JSON is YAML, too. */
    Answer lint(String text, Wish wish);

    /**
     * From whose view the objects are looked at.
     *
     * @param namespace of objects that name none
     * @param canary the version that a release would bring out, as in the annotation; empty to look at the objects alone
     * @param baseline the version that serves now; empty for the one that holds the weight, and without a canary
     */
    record Wish(String namespace, Optional<String> canary, Optional<String> baseline) {
        public Wish {
            requireNonNull(namespace, "namespace is null");
            requireNonNull(canary, "canary is null");
            requireNonNull(baseline, "baseline is null");
        }
    }

    /** What came of it. */
    sealed interface Answer {
        /**
         * There was something to look at.
         *
         * @param json what {@code serinus lint -o json} prints
         * @param text what {@code serinus lint} prints: one line for each finding, and what else there is to know
         */
        record Looked(String json, String text) implements Answer {}

        /** The text is no YAML, or holds what is no object; sentences that say where and why. */
        record Unreadable(List<String> sentences) implements Answer {}

        /** None of the objects is of a kind that is looked at; sentences that say which ones there are. */
        record Nothing(List<String> sentences) implements Answer {}
    }
}
