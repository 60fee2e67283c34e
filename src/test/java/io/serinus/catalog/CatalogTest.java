package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.template.TemplateCatalog.Lookup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private final Map<String, Map<String, Object>> objects = new HashMap<>();
    private final Catalog catalog = new Catalog(
            (namespace, name) -> Optional.ofNullable(objects.get(namespace + "/" + name)),
            Optional.of("serinus-system"),
            TemplateFiles.load(Optional.empty()));

    private void put(String namespace, String name, int weight) {
        objects.put(namespace + "/" + name, Yaml.tree("""
                apiVersion: serinus.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: %s, namespace: %s}
                spec: {metrics: [{name: a, errorRate: {}}], steps: [{weight: %d}]}
                """.formatted(name, namespace, weight)));
    }

    private int weight(String name) {
        Lookup lookup = catalog.find("shop", name, Map.of());
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        Lookup.Found found = (Lookup.Found) lookup;
        assertThat(catalog.parse(name, Yaml.throughJson(found.spec()))).isEqualTo(found.template());
        return found.template().steps().getFirst().weight();
    }

    @Test
    void theNearestTemplateWins() {
        assertThat(weight("default")).isEqualTo(5);
        put("serinus-system", "default", 7);
        assertThat(weight("default")).isEqualTo(7);
        put("shop", "default", 9);
        assertThat(weight("default")).isEqualTo(9);
    }

    @Test
    void mistakesAreNotPassedOver() {
        put("serinus-system", "default", 7);
        put("shop", "default", 140);
        assertThat(catalog.find("shop", "default", Map.of()))
                .isEqualTo(new Lookup.Refused(
                        "AnalysisTemplate shop/default: spec.steps[0].weight is 140, expected a whole"
                                + " number from 1 to 99"));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        assertThat(catalog.find("shop", "defualt", Map.of()))
                .isEqualTo(
                        new Lookup.Refused(
                                "serinus.io/template is \"defualt\", expected an AnalysisTemplate in the"
                                        + " namespace shop or serinus-system, or one of the controller's own: default, layered, mirror-first,"
                                        + " cautious, fast, low-traffic, grpc, dark, callers, own-timeout, ab-test, blue-green, sticky"));
    }

    @Test
    void aStoredSpecThatIsNoTemplateIsRefused() {
        assertThatThrownBy(() -> catalog.parse("old", Map.of("metrics", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "AnalysisTemplate old: spec.metrics is 1, expected a list; AnalysisTemplate old: spec.steps is"
                                + " missing, expected a list");
    }
}
