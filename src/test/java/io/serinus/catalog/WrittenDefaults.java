package io.serinus.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Defaults as somebody wrote them down; a template with all of them must be the one that leaves them out. */
final class WrittenDefaults {
    private static final String BARE = """
            metrics: [{name: e, errorRate: {}}, {name: l, latency: {}}, {name: c, custom: {query: 'q{v="${version}"}'}}]
            steps: [{weight: 5}]
            stickiness: {cookie: c}
            hooks: [{name: h, stage: beforeStep, url: 'https://h.example'}]
            notifications: [{name: ops, type: webhook, url: 'https://n.example'}]
            cleanUp: {scaleDown: true}
            """;

    private final Map<String, Object> spec = Yaml.tree(BARE);
    private final Set<String> paths = new TreeSet<>();

    /**
     * Writes a default into the template.
     *
     * @param path such as {@code spec.metrics[].errorRate.slo}
     * @param value in YAML
     */
    void put(String path, String value) {
        paths.add(path);
        Object read = requireNonNull(Yaml.tree("value: " + value).get("value"));
        String[] parts = path.split("\\.", -1);
        put(List.of(spec), List.of(parts).subList(1, parts.length), read);
    }

    /** In each of these objects that has a field of this name, if it is a metric's kind. */
    private static void put(List<Map<String, Object>> objects, List<String> path, Object value) {
        String field = path.getFirst();
        for (Map<String, Object> object : objects) {
            if (path.size() == 1) {
                object.put(field, value);
            } else if (field.endsWith("[]")) {
                put(elements(object.get(field.substring(0, field.length() - 2))), path.subList(1, path.size()), value);
            } else if (!Set.of("errorRate", "latency", "custom").contains(field) || object.containsKey(field)) {
                put(
                        elements(List.of(object.computeIfAbsent(field, _ -> new LinkedHashMap<>()))),
                        path.subList(1, path.size()),
                        value);
            }
        }
    }

    @SuppressWarnings("unchecked") // Only objects stand there.
    private static List<Map<String, Object>> elements(@Nullable Object value) {
        return new ArrayList<>((List<Map<String, Object>>) requireNonNull(value));
    }

    /** Fails unless these and no others were written, and all are the parser's. */
    void assertAreTheParsers(int count) {
        assertThat(paths).hasSize(count);
        assertThat(Yaml.parsed(TemplateParser.parse("t", spec)).template())
                .isEqualTo(
                        Yaml.parsed(TemplateParser.parse("t", Yaml.tree(BARE))).template());
    }
}
