package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.serinus.release.PodTrouble;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentFactsTest {
    static final String OVERDUE = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: checkout-v2, namespace: shop, generation: 3}
            spec:
              replicas: 2
              progressDeadlineSeconds: 600
              selector: {matchLabels: {app: checkout, version: v2}}
              template:
                metadata: {labels: {app: checkout, version: v2}}
                spec: {containers: [{name: app, image: 'registry.example/checkout:2'}]}
            status:
              observedGeneration: 3
              replicas: 2
              updatedReplicas: 2
              unavailableReplicas: 2
              conditions:
              - type: Available
                status: "False"
                reason: MinimumReplicasUnavailable
                message: Deployment does not have minimum availability.
                lastUpdateTime: "2026-03-01T10:00:00Z"
                lastTransitionTime: "2026-03-01T10:00:00Z"
              - type: Progressing
                status: "False"
                reason: ProgressDeadlineExceeded
                message: ReplicaSet "checkout-v2-7d9c" has timed out progressing.
                lastUpdateTime: "2026-03-01T10:10:01Z"
                lastTransitionTime: "2026-03-01T10:10:01Z"
            """;

    @Test
    void aRolloutThatTakesTooLongIsATrouble() {
        DeploymentFacts facts = read(OVERDUE);

        assertThat(facts.has(Map.of("app", "checkout"))).isTrue();
        assertThat(facts.has(Map.of("app", "checkout", "version", "v1"))).isFalse();
        assertThat(facts.trouble())
                .contains(new PodTrouble(
                        PodTrouble.Kind.PROGRESS_DEADLINE,
                        "Deployment shop/checkout-v2: its rollout has made no progress within its"
                                + " progressDeadlineSeconds: ReplicaSet \"checkout-v2-7d9c\" has timed out"
                                + " progressing."));
    }

    @Test
    void whatIsSaidOfAnOlderSpecIsNone() {
        assertThat(read(OVERDUE.replace("generation: 3}", "generation: 4}")).trouble())
                .isEmpty();
    }

    @Test
    void aRolloutOnItsWayIsNone() {
        String onItsWay = OVERDUE.replace("ProgressDeadlineExceeded", "ReplicaSetUpdated")
                .replace("type: Progressing\n    status: \"False\"", "type: Progressing\n    status: \"True\"");

        assertThat(read(onItsWay).trouble()).isEmpty();
    }

    @Test
    void oneWithoutAStatusIsNone() {
        assertThat(read(OVERDUE.substring(0, OVERDUE.indexOf("status:"))).trouble())
                .isEmpty();
        assertThat(DeploymentFacts.of(new Deployment()).labels()).isEmpty();
    }

    private static DeploymentFacts read(String yaml) {
        return DeploymentFacts.of(new KubernetesSerialization().unmarshal(yaml, Deployment.class));
    }
}
