package io.serinus.catalog;

import static java.util.Objects.requireNonNull;

import io.serinus.template.AnalysisTemplate;
import java.util.Map;

/**
 * A valid template and what it was written as.
 *
 * @param spec its {@code spec} as plain maps and lists, to be stored with a release and parsed again
 */
public record ParsedTemplate(AnalysisTemplate template, Map<String, Object> spec) {
    public ParsedTemplate {
        requireNonNull(template, "template is null");
        requireNonNull(spec, "spec is null");
    }
}
