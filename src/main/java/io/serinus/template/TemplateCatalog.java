package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: finds analysis templates by name and reads recorded ones. */
public interface TemplateCatalog {

    /**
     * The template that a release in the namespace means by the name: its own namespace's, the controller's, a built-in.
     *
     * @param arguments what the release gives the template's arguments, by their names; the others have their defaults
     */
    Lookup find(String namespace, String name, Map<String, String> arguments);

    /** The template that {@link #find} would take, as it was written; empty if there is none. */
    default Optional<KnownTemplate> look(String namespace, String name) {
        return Optional.empty();
    }

    /** Every template that some release could name, by namespace and name; those of no namespace first. */
    default List<KnownTemplate> known() {
        return List.of();
    }

    /**
     * The template that a recorded spec describes.
     *
     * @throws IllegalArgumentException if the spec is not a valid template; the message names every mistake
     */
    AnalysisTemplate parse(String name, Map<String, Object> spec);

    /** What a look-up found. */
    sealed interface Lookup {
        /**
         * A valid template.
         *
         * @param spec the template as it was written, its arguments put in
         */
        record Found(AnalysisTemplate template, Map<String, Object> spec) implements Lookup {
            public Found {
                requireNonNull(template, "template is null");
                requireNonNull(spec, "spec is null");
            }
        }

        /** None, or one with mistakes: a sentence that names the object, the field, the value and what was expected. */
        record Refused(String reason) implements Lookup {
            public Refused {
                requireNonNull(reason, "reason is null");
            }
        }
    }
}
