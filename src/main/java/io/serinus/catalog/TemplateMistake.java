package io.serinus.catalog;

import static java.util.Objects.requireNonNull;

/**
 * Something that is wrong with a template.
 *
 * @param path of the field, such as {@code spec.steps[1].weight}
 * @param message what was found there and expected, to be read after the field's name
 */
public record TemplateMistake(String path, String message) {
    public TemplateMistake {
        requireNonNull(path, "path is null");
        requireNonNull(message, "message is null");
    }
}
