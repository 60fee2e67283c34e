package io.serinus.report;

import io.serinus.template.KnownTemplate;
import io.serinus.template.KnownTemplate.Source;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template that releases can name.
 *
 * @param source where it comes from
 * @param namespace the object's; null where it is no object of the cluster
 * @param valid whether it can be used
 * @param problems what is wrong with it by itself, as sentences
 * @param spec as it was written
 * @param links where to find it
 */
public record TemplateDocument(
        Source source,
        @Nullable String namespace,
        String name,
        boolean valid,
        List<String> problems,
        Map<String, Object> spec,
        TemplateLinksDocument links) {

    /** Paths on this server. */
    public record TemplateLinksDocument(String self) {}

    /** Stands for a namespace that has no templates of its own. */
    private static final String ANY = "-";

    static TemplateDocument of(KnownTemplate template) {
        return new TemplateDocument(
                template.source(),
                template.namespace().orElse(null),
                template.name(),
                template.problems().isEmpty(),
                template.problems(),
                template.spec(),
                new TemplateLinksDocument(TemplatesResource.PATH + "/"
                        + template.namespace().map(TemplateDocument::encode).orElse(ANY) + "/"
                        + encode(template.name())));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
