package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.testbed.KubeApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(KubeApiServer.class)
class CanaryTemplatesIT {
    private static final String TEMPLATE = """
            apiVersion: serinus.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: careful}
            spec:
              metrics:
              - {name: errors, errorRate: {}}
              steps:
              - {weight: 5, somethingMisspelt: 1}
            """;

    private final KubernetesClient client;
    private final String namespace;

    CanaryTemplatesIT(KubeApiServer api) {
        client = api.client();
        namespace = api.namespace();
    }

    @Test
    void showsTemplatesAsSomebodyWroteThem() {
        var wakeUps = new AtomicInteger();
        try (var templates = new CanaryTemplates(client, Scope.of(Set.of(namespace)), wakeUps::incrementAndGet)) {
            templates.start();
            await().until(templates::hasSynced);
            assertThat(templates.find(namespace, "careful")).isEmpty();

            MeshObjects.create(client, CustomResources.ANALYSIS_TEMPLATES, namespace, TEMPLATE);

            await().untilAsserted(() -> assertThat(templates.find(namespace, "careful"))
                    .hasValueSatisfying(document -> {
                        assertThat(document).containsEntry("kind", "AnalysisTemplate");
                        assertThat(document.get("spec"))
                                .asString()
                                .contains("errorRate={}", "weight=5", "somethingMisspelt=1");
                        assertThat(document.get("metadata"))
                                .asInstanceOf(
                                        org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                                .containsAllEntriesOf(Map.of("name", "careful", "namespace", namespace));
                    }));
            assertThat(wakeUps.get()).isPositive();
            assertThat(templates.find("elsewhere", "careful")).isEmpty();
        }
    }

    /** The schema must not refuse, or change, what the parser takes. */
    @Test
    void takesEveryExampleOfThePageAboutTemplates() throws IOException {
        List<String> examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "templates.md")))
                .results()
                .map(match -> match.group(1).replaceFirst("\n  namespace: \\w+", ""))
                .toList();

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            GenericKubernetesResource stored =
                    MeshObjects.create(client, CustomResources.ANALYSIS_TEMPLATES, namespace, example);
            assertThat(stored.getAdditionalProperties())
                    .isEqualTo(new KubernetesSerialization()
                            .unmarshal(example, GenericKubernetesResource.class)
                            .getAdditionalProperties());
            client.resource(stored).delete();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{name: a, errorRate: {tolerance: strikt}}",
                "{name: a, errorRate: {codes: [6xx]}}",
                "{name: a, latency: {slo: {p99: 5}}}",
                "{name: a, custom: {query: x, direction: up}}",
                "{name: a, role: main, errorRate: {}}",
                "{name: a, importance: 'much', errorRate: {}}",
                "{name: a, latency: {}, custom: {query: x}}",
            })
    void refusesWhatTheParserWouldRefuse(String metric) {
        String template = TEMPLATE.replace("{name: errors, errorRate: {}}", metric);

        assertThatThrownBy(() -> MeshObjects.create(client, CustomResources.ANALYSIS_TEMPLATES, namespace, template))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("spec.metrics");
    }
}
