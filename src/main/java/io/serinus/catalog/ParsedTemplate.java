package io.serinus.catalog;

import static java.util.Objects.requireNonNull;

import io.serinus.template.AnalysisTemplate;
import java.util.Map;

/**
 * A valid template and the tree that it was read from.
 *
 * @param spec its {@code spec} as plain maps and lists, its arguments put in, to be stored with a release and parsed again
 */
public record ParsedTemplate(AnalysisTemplate template, Map<String, Object> spec) {
    public ParsedTemplate {
        requireNonNull(template, "template is null");
        requireNonNull(spec, "spec is null");
    }
}
