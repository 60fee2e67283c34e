package io.serinus.report;

import io.serinus.catalog.Catalog;
import io.serinus.catalog.TemplateFiles;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.KnownTemplate;
import io.serinus.template.TemplateCatalog;
import io.serinus.template.TemplateDocuments;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The templates that come with the controller, and objects of two namespaces. */
@Alternative
@Singleton
public class FakeTemplates implements TemplateCatalog {
    static final String SHARED = "serinus-system";

    private static final Map<String, Object> VALID = Map.of(
            "steps", List.of(Map.of("weight", 5)), "metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())));

    private static final List<Map<String, Object>> OBJECTS = List.of(
            object("shop", "careful", Map.of("steps", List.of(Map.of("weight", 140)), "metrics", List.of())),
            object("shop", "fast", VALID),
            object(SHARED, "careful", VALID));

    private final TemplateCatalog catalog = new Catalog(
            new TemplateDocuments() {
                @Override
                public Optional<Map<String, Object>> find(String namespace, String name) {
                    return OBJECTS.stream()
                            .filter(object ->
                                    Map.of("namespace", namespace, "name", name).equals(object.get("metadata")))
                            .findFirst();
                }

                @Override
                public List<Map<String, Object>> all() {
                    return OBJECTS;
                }
            },
            Optional.of(SHARED),
            TemplateFiles.load(Optional.empty()));

    private static Map<String, Object> object(String namespace, String name, Map<String, Object> spec) {
        return Map.of(
                "apiVersion",
                "serinus.io/v1alpha1",
                "kind",
                "AnalysisTemplate",
                "metadata",
                Map.of("namespace", namespace, "name", name),
                "spec",
                spec);
    }

    @Override
    public Lookup find(String namespace, String name, Map<String, String> arguments) {
        return catalog.find(namespace, name, arguments);
    }

    @Override
    public AnalysisTemplate parse(String name, Map<String, Object> spec) {
        return catalog.parse(name, spec);
    }

    @Override
    public Optional<KnownTemplate> look(String namespace, String name) {
        return catalog.look(namespace, name);
    }

    @Override
    public List<KnownTemplate> known() {
        return catalog.known();
    }
}
