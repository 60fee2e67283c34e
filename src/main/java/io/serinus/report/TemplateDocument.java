package io.serinus.report;

import io.serinus.template.KnownTemplate;
import io.serinus.template.KnownTemplate.Source;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A template that releases can name.
 *
 * @param source where it comes from
 * @param namespace the object's; null where it is no object of the cluster
 * @param valid whether it can be used
 * @param problems what is wrong with it by itself, as sentences
 * @param spec as it was written, but of the addresses of hooks and notifications, which may have secrets in them, the host
 *     only
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

    private static final List<String> LISTENERS = List.of("hooks", "notifications");

    private static final String HIDDEN = "…";

    private static final Pattern HOST =
            Pattern.compile("(https?://)(?:[^/?#]*@)?([A-Za-z0-9.-]+(?::[0-9]+)?)(?:[/?#].*)?", Pattern.DOTALL);

    /** Stands for a namespace that has no templates of its own. */
    private static final String ANY = "-";

    static TemplateDocument of(KnownTemplate template) {
        return new TemplateDocument(
                template.source(),
                template.namespace().orElse(null),
                template.name(),
                template.problems().isEmpty(),
                template.problems(),
                withoutSecrets(template.spec()),
                new TemplateLinksDocument(TemplatesResource.PATH + "/"
                        + template.namespace().map(TemplateDocument::encode).orElse(ANY) + "/"
                        + encode(template.name())));
    }

    private static Map<String, Object> withoutSecrets(Map<String, Object> spec) {
        var shown = new LinkedHashMap<>(spec);
        for (String listeners : LISTENERS) {
            shown.computeIfPresent(
                    listeners,
                    (_, value) -> value instanceof List<?> list
                            ? list.stream().map(TemplateDocument::withoutPath).toList()
                            : HIDDEN);
        }
        return Collections.unmodifiableMap(shown);
    }

    private static Object withoutPath(@Nullable Object listener) {
        if (!(listener instanceof Map<?, ?> fields)) {
            return HIDDEN;
        }
        var shown = new LinkedHashMap<Object, @Nullable Object>(fields);
        shown.computeIfPresent("url", (_, url) -> host(String.valueOf(url)));
        return shown;
    }

    /** Such as {@code https://hooks.example.org/…}; without a user's name. */
    private static String host(String url) {
        Matcher begin = HOST.matcher(url);
        return begin.matches() ? begin.group(1) + begin.group(2) + "/" + HIDDEN : HIDDEN;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
