package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.testbed.KubeApiServer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
}
