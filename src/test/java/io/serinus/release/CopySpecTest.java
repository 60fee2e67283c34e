package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.routing.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopySpecTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: reviews-v1
              namespace: shop
              uid: 1234
              resourceVersion: "17"
              labels: {app: reviews, version: v1, team: shop, app.kubernetes.io/instance: shop, helm.sh/chart: shop-1,
                argocd.argoproj.io/instance: shop, app.kubernetes.io/managed-by: Helm, kustomize.toolkit.fluxcd.io/name: x}
              annotations: {meta.helm.sh/release-name: shop}
            spec:
              replicas: 9
              revisionHistoryLimit: 5
              paused: true
              minReadySeconds: 7
              progressDeadlineSeconds: 90
              strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
              selector: {matchLabels: {app: reviews, version: v1}}
              template:
                metadata:
                  creationTimestamp: null
                  labels: {app: reviews, version: v1, tier: back}
                  annotations: {kubectl.kubernetes.io/restartedAt: "2026-01-01T00:00:00Z", prometheus.io/scrape: "true"}
                spec:
                  serviceAccountName: reviews
                  containers:
                  - name: reviews
                    image: reviews:1
                    ports: [{containerPort: 9080}]
                  volumes: [{name: tmp, emptyDir: {}}]
            status: {readyReplicas: 9}
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: reviews
              namespace: shop
              labels: {app: reviews, monitored: "yes", app.kubernetes.io/managed-by: Helm, app.kubernetes.io/instance: shop,
                argocd.argoproj.io/instance: shop}
              annotations: {a: b, meta.helm.sh/release-name: shop, networking.istio.io/exportTo: "."}
            spec:
              type: NodePort
              clusterIP: 10.0.0.1
              selector: {app: reviews}
              ports:
              - {name: http, port: 9080, targetPort: web, protocol: TCP, appProtocol: http, nodePort: 30000}
              - {name: grpc, port: 9090}
            """;
    private static final Map<String, Object> OWNER = Map.of("kind", "CanaryRelease", "name", "reviews-1", "uid", "77");
    private static final Map<String, Map<String, String>> SELECTORS = Map.of(
            "reviews", Map.of("app", "reviews"),
            "reviews-v1", Map.of("app", "reviews", "version", "v1"),
            "ratings", Map.of("app", "ratings"),
            "external", Map.of());

    private static Map<String, Object> tree(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CopySpec spec(String deployment, String service, Map<String, Map<String, String>> selectors) {
        return spec(List.of(tree(deployment)), service, selectors, 2);
    }

    private static CopySpec spec(
            List<Map<String, Object>> deployments,
            String service,
            Map<String, Map<String, String>> selectors,
            int replicas) {
        return CopySpec.of(new CopySpec.Source(
                new ReleaseId("shop", "reviews-1"),
                OWNER,
                new Endpoint("reviews.shop.svc.cluster.local", "v1"),
                tree(service),
                deployments,
                selectors,
                replicas));
    }

    private static CopySpec.Made made(CopySpec spec) {
        assertThat(spec).isInstanceOf(CopySpec.Made.class);
        return (CopySpec.Made) spec;
    }

    private static List<String> reasons(CopySpec spec) {
        assertThat(spec).isInstanceOf(CopySpec.Refused.class);
        return ((CopySpec.Refused) spec).reasons();
    }

    private static Map<String, String> podLabels(CopySpec.Made made) {
        return Json.textsAt(made.deployment(), "spec", "template", "metadata", "labels");
    }

    @Test
    void theDeploymentHasTheOriginalsPodsWithLabelsOfTheirOwn() {
        assertThat(made(spec(DEPLOYMENT, SERVICE, SELECTORS)).deployment()).isEqualTo(tree("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: reviews-v1-serinus-copy
                          namespace: shop
                          labels: {app: reviews-serinus-copy, version: v1-copy, team: shop, serinus.io/copy: reviews-1,
                            app.kubernetes.io/managed-by: serinus}
                          ownerReferences: [{kind: CanaryRelease, name: reviews-1, uid: "77"}]
                        spec:
                          replicas: 2
                          revisionHistoryLimit: 0
                          minReadySeconds: 7
                          progressDeadlineSeconds: 90
                          strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
                          selector: {matchLabels: {serinus.io/copy: reviews-1}}
                          template:
                            metadata:
                              labels: {app: reviews-serinus-copy, version: v1-copy, tier: back, serinus.io/copy: reviews-1,
                                service.istio.io/canonical-name: reviews}
                              annotations: {prometheus.io/scrape: "true"}
                            spec:
                              serviceAccountName: reviews
                              containers:
                              - name: reviews
                                image: reviews:1
                                ports: [{containerPort: 9080}]
                              volumes: [{name: tmp, emptyDir: {}}]
                        """));
    }

    @Test
    void theServiceLeadsToThesePodsOnly() {
        var made = made(spec(DEPLOYMENT, SERVICE, SELECTORS));
        assertThat(made.service()).isEqualTo(tree("""
                        apiVersion: v1
                        kind: Service
                        metadata:
                          name: reviews-serinus-copy
                          namespace: shop
                          labels: {app: reviews, monitored: "yes", serinus.io/copy: reviews-1,
                            app.kubernetes.io/managed-by: serinus}
                          annotations: {networking.istio.io/exportTo: "."}
                          ownerReferences: [{kind: CanaryRelease, name: reviews-1, uid: "77"}]
                        spec:
                          type: ClusterIP
                          selector: {serinus.io/copy: reviews-1}
                          ports:
                          - {name: http, port: 9080, targetPort: web, protocol: TCP, appProtocol: http}
                          - {name: grpc, port: 9090}
                        """));
        assertThat(made.endpoint()).isEqualTo(new Endpoint("reviews-serinus-copy.shop.svc.cluster.local", null));
        assertThat(made.version()).contains("v1-copy");
        assertThat(made.deploymentName()).isEqualTo("reviews-v1-serinus-copy");
        assertThat(made.serviceName()).isEqualTo("reviews-serinus-copy");
    }

    /** A policy that selects by app goes on to hold where no Service asks for another app. */
    @Test
    void asFewLabelsAreOthersAsItTakes() {
        var hosts = Map.of("reviews-v1", Map.of("app", "reviews", "version", "v1"));
        assertThat(podLabels(made(spec(DEPLOYMENT, SERVICE, hosts))))
                .containsEntry("app", "reviews")
                .containsEntry("version", "v1-copy");
        var several = Map.of(
                "a", Map.of("app", "reviews"),
                "b", Map.of("app", "reviews", "tier", "back"),
                "c", Map.of("tier", "back"));
        assertThat(podLabels(made(spec(DEPLOYMENT, SERVICE, several))))
                .containsEntry("app", "reviews-serinus-copy")
                .containsEntry("tier", "back-serinus-copy");
        assertThat(podLabels(made(spec(DEPLOYMENT, SERVICE, Map.of("b", several.get("b"))))))
                .as("the first by the alphabet")
                .containsEntry("app", "reviews-serinus-copy")
                .containsEntry("tier", "back");
    }

    @ParameterizedTest
    @CsvSource({
        "'{app.kubernetes.io/name: n, app: a}', n",
        "'{app: a}', a",
        "'{app: a, service.istio.io/canonical-name: c}', c",
        "'{team: t}', reviews-v1"
    })
    void theServiceIsCalledAsBefore(String labels, String name) {
        String deployment = DEPLOYMENT
                .replace("{app: reviews, version: v1, tier: back}", labels)
                .replace("matchLabels: {app: reviews, version: v1}", "matchLabels: " + labels);
        assertThat(podLabels(made(spec(deployment, SERVICE, Map.of()))))
                .containsEntry("service.istio.io/canonical-name", name);
    }

    @Test
    void everyLabelThatNamesTheVersionNamesTheCopys() {
        String deployment = DEPLOYMENT.replace(
                "tier: back", "app.kubernetes.io/version: '1.0', service.istio.io/canonical-revision: ''");
        assertThat(podLabels(made(spec(deployment, SERVICE, SELECTORS))))
                .containsEntry("version", "v1-copy")
                .containsEntry("app.kubernetes.io/version", "1.0-copy")
                .hasEntrySatisfying(
                        "service.istio.io/canonical-revision",
                        value -> assertThat(value).matches("[0-9a-f]{8}-copy"));
        var unversioned = made(spec(DEPLOYMENT.replace("version: v1, tier", "tier"), SERVICE, SELECTORS));
        assertThat(unversioned.version()).isEmpty();
    }

    @Test
    void whatSaysHowAPodIsTreatedIsNotChanged() {
        String meshed = DEPLOYMENT.replace("tier: back", "istio.io/rev: stable, sidecar.istio.io/inject: 'true'");
        var selectors = Map.of("mesh", Map.of("istio.io/rev", "stable", "sidecar.istio.io/inject", "true"));
        assertThat(reasons(spec(meshed, SERVICE, selectors)))
                .containsExactly(
                        "Service shop/mesh selects pods by istio.io/rev=stable, sidecar.istio.io/inject=true, and so"
                                + " those of a copy of Deployment reviews-v1 too, expected a label there that can be another one for the"
                                + " copy. Let it select by one, or use a template without baselineCopy.");
    }

    @Test
    void theCopysOwnServiceMayBeThereAlready() {
        var again = new LinkedHashMap<>(SELECTORS);
        again.put("reviews-serinus-copy", Map.of("serinus.io/copy", "reviews-1"));
        assertThat(spec(DEPLOYMENT, SERVICE, again)).isEqualTo(spec(DEPLOYMENT, SERVICE, SELECTORS));
        again.put("other", Map.of("serinus.io/copy", "reviews-1"));
        assertThat(reasons(spec(DEPLOYMENT, SERVICE, again)))
                .singleElement()
                .asString()
                .contains("Service shop/other");
    }

    @Test
    void expressionsOfTheOriginalsSelectorCount() {
        String in = DEPLOYMENT.replace(
                "{matchLabels: {app: reviews, version: v1}}",
                "{matchExpressions: [{key: tier, operator: In, values: [back, front]}, {key: app, operator: Exists}]}");
        assertThat(podLabels(made(spec(in, SERVICE, Map.of())))).containsEntry("tier", "back-serinus-copy");
        String notIn = DEPLOYMENT.replace(
                "{matchLabels: {app: reviews, version: v1}}",
                "{matchExpressions: [{key: app, operator: NotIn, values: [x]}]}");
        assertThat(reasons(spec(notIn, SERVICE, Map.of())))
                .singleElement()
                .asString()
                .startsWith("Deployment shop/reviews-v1 selects pods by app NotIn (x), and so those of a copy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "emptyDir: {} | persistentVolumeClaim: {claimName: data} | spec.template.spec.volumes[0].persistentVolumeClaim.claimName is \"data\", expected no claim",
                "containerPort: 9080 | containerPort: 9080, hostPort: 80 | spec.template.spec.containers[0].ports[0].hostPort is 80, expected none",
                "serviceAccountName: reviews | hostNetwork: true | spec.template.spec.hostNetwork is true, expected false",
                "replicas: 9 | strategy: {type: Recreate} | spec.strategy.type is \"Recreate\" and spec.replicas is 1, expected something that may run twice",
                "namespace: shop | namespace: other | it is in another namespace than the release shop/reviews-1, expected the same"
            })
    void refusesWhatMayNotBeThereTwice(String text, String by, String reason) {
        String deployment = DEPLOYMENT.replace(text, by);
        if (by.contains("Recreate")) {
            deployment = deployment.replace("  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}\n", "");
        }
        assertThat(reasons(spec(deployment, SERVICE, SELECTORS)))
                .singleElement()
                .asString()
                .startsWith("Deployment " + (by.contains("other") ? "other" : "shop") + "/reviews-v1: " + reason)
                .endsWith(", or use a template without baselineCopy.");
    }

    @Test
    void saysAllThatIsInTheWay() {
        var twice = List.of(tree(DEPLOYMENT), tree(DEPLOYMENT.replace("reviews-v1", "reviews-b")));
        String service = SERVICE.replace("namespace: shop", "namespace: x").replaceAll("(?s)ports:.*", "ports: []");
        assertThat(reasons(spec(twice, service, SELECTORS, 0)))
                .satisfiesExactly(
                        reason -> assertThat(reason)
                                .startsWith(
                                        "Service x/reviews: it is in another namespace than the release shop/reviews-1"),
                        reason -> assertThat(reason).startsWith("Service x/reviews: spec.ports is empty"),
                        reason -> assertThat(reason)
                                .startsWith(
                                        "The pods of the baseline reviews.shop.svc.cluster.local subset v1 belong to 2"
                                                + " Deployments, shop/reviews-b, shop/reviews-v1, expected one"),
                        reason -> assertThat(reason).startsWith("The canary's Deployments ask for 0 replicas"));
        assertThat(reasons(spec(List.of(), SERVICE, SELECTORS, 1)))
                .singleElement()
                .asString()
                .contains("belong to no Deployment, expected one");
        assertThatThrownBy(() -> new CopySpec.Refused(List.of())).hasMessageContaining("at least one");
    }

    @Test
    void anOriginalIsNotChangedByItsCopy() {
        Map<String, Object> original = tree(DEPLOYMENT);
        var made = made(spec(List.of(original), SERVICE, SELECTORS, 1));
        Json.objectAt(made.deployment(), "spec", "template", "spec").put("x", "y");
        assertThat(original).isEqualTo(tree(DEPLOYMENT));
    }
}
