package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.serinus.release.Copy;
import io.serinus.release.CopyPolicies.Policy;
import io.serinus.release.CopySpec;
import io.serinus.release.Plan;
import io.serinus.release.ReleaseId;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.DestinationRules;
import io.serinus.routing.DestinationRules.Subset;
import io.serinus.routing.Endpoint;
import io.serinus.routing.ServiceName;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads afresh what a copy of a baseline is made from. Objects pass through untyped, so that nothing of them is lost. */
final class CopySources {
    static final ResourceDefinitionContext DEPLOYMENTS = kind("apps", "v1", "Deployment", "deployments");
    static final ResourceDefinitionContext SERVICES = kind("", "v1", "Service", "services");

    private static final ResourceDefinitionContext NETWORK_POLICIES =
            kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

    /** Istio's own, which every release since 1.4 serves in this version. */
    private static final List<ResourceDefinitionContext> ISTIO_POLICIES = List.of(
            kind("security.istio.io", "v1beta1", "AuthorizationPolicy", "authorizationpolicies"),
            kind("security.istio.io", "v1beta1", "PeerAuthentication", "peerauthentications"),
            kind("security.istio.io", "v1beta1", "RequestAuthentication", "requestauthentications"));

    private final KubernetesClient client;
    private final Supplier<Collection<DestinationRule>> rules;
    private final String clusterDomain;

    CopySources(KubernetesClient client, Supplier<Collection<DestinationRule>> rules, String clusterDomain) {
        this.client = client;
        this.rules = rules;
        this.clusterDomain = clusterDomain;
    }

    /** What there is to copy, or a sentence that says why there is nothing. */
    sealed interface Found {
        record Source(CopySpec.Source source) implements Found {}

        record Nothing(String reason) implements Found {}
    }

    /**
     * Looks for it.
     *
     * @throws KubernetesClientException if something could not be read
     */
    Found find(ReleaseId release, Plan plan) {
        Endpoint baseline = plan.pair().baseline();
        Optional<ServiceName> name = ServiceName.of(baseline.host(), clusterDomain);
        Optional<GenericKubernetesResource> service = name.flatMap(this::service);
        if (name.isEmpty() || service.isEmpty()) {
            return new Found.Nothing(
                    "The baseline's host " + baseline.host()
                            + " is no Service of the cluster, so that nobody knows what to copy; use a template without baselineCopy.");
        }
        GenericKubernetesResource owner = client.genericKubernetesResources(CustomResources.CANARY_RELEASES)
                .inNamespace(release.namespace())
                .withName(release.name())
                .get();
        if (owner == null) {
            return new Found.Nothing("CanaryRelease " + release + " does not exist any more.");
        }
        String namespace = name.get().namespace();
        Pods pods = new Pods(rules.get(), release.namespace(), namespace, list(DEPLOYMENTS, namespace));
        Optional<String> lost = plan.copy().isPresent()
                ? pods.lost("baseline", baseline)
                : pods.lost("baseline", baseline)
                        .or(() -> pods.lost("canary", plan.pair().canary()));
        if (lost.isPresent()) {
            return new Found.Nothing(lost.get());
        }
        return new Found.Source(new CopySpec.Source(
                release,
                ownerReference(owner),
                baseline,
                Json.tree(service.get()),
                pods.of(baseline, service.get()),
                selectors(namespace),
                plan.copy()
                        .map(Copy::replicas)
                        .orElseGet(() -> pods.replicas(plan.pair().canary()))));
    }

    /** What selects pods of the namespace to protect them. */
    List<Policy> policies(String namespace) {
        return Stream.concat(Stream.of(NETWORK_POLICIES), ISTIO_POLICIES.stream())
                .flatMap(kind -> list(kind, namespace).stream().map(policy -> policy(kind.getKind(), policy)))
                .toList();
    }

    private static Policy policy(String kind, GenericKubernetesResource object) {
        return new Policy(
                kind,
                object.getMetadata().getNamespace() + "/" + object.getMetadata().getName(),
                object.<Object>get("spec") instanceof Map<?, ?> spec ? Json.tree(spec) : Map.of());
    }

    /** The Deployments of a release's versions, by the rules and Deployments of one moment. */
    private final class Pods {
        private final Collection<DestinationRule> rules;

        /** The namespace of the release. */
        private final String home;

        /** The one whose Deployments have been read. */
        private final String namespace;

        private final List<GenericKubernetesResource> deployments;

        Pods(
                Collection<DestinationRule> rules,
                String home,
                String namespace,
                List<GenericKubernetesResource> deployments) {
            this.rules = rules;
            this.home = home;
            this.namespace = namespace;
            this.deployments = deployments;
        }

        /** Why nobody can tell which pods a version has; empty if its subset is there, or it has none. */
        Optional<String> lost(String role, Endpoint version) {
            return switch (subset(version)) {
                case Subset.Found _ -> Optional.empty();
                case Subset.NoRule(String reason) -> Optional.of(lost(role, reason));
                case Subset.NoSubset(String reason) -> Optional.of(lost(role, reason));
            };
        }

        private static String lost(String role, String reason) {
            return "Which pods are those of the " + role + ", nobody can tell: " + reason
                    + ". Add the subset, or use a template without baselineCopy.";
        }

        private Subset subset(Endpoint version) {
            return version.subset() == null
                    ? new Subset.Found(Map.of(), "")
                    : DestinationRules.find(rules, version, home, clusterDomain);
        }

        int replicas(Endpoint version) {
            return ServiceName.of(version.host(), clusterDomain)
                    .flatMap(CopySources.this::service)
                    .map(service -> of(version, service))
                    .orElse(List.of())
                    .stream()
                    .mapToInt(CopySources::replicas)
                    .sum();
        }

        List<Map<String, Object>> of(Endpoint version, GenericKubernetesResource service) {
            var wanted = new HashMap<>(texts(service, "spec", "selector"));
            if (wanted.isEmpty() || !(subset(version) instanceof Subset.Found subset)) {
                return List.of();
            }
            wanted.putAll(subset.labels());
            String there = service.getMetadata().getNamespace();
            return (there.equals(namespace) ? deployments : list(DEPLOYMENTS, there))
                    .stream()
                            .filter(deployment -> texts(deployment, "spec", "template", "metadata", "labels")
                                    .entrySet()
                                    .containsAll(wanted.entrySet()))
                            .map(Json::tree)
                            .toList();
        }
    }

    private static int replicas(Map<String, Object> deployment) {
        // The API server always says how many; 1 is its default.
        return deployment.get("spec") instanceof Map<?, ?> spec && spec.get("replicas") instanceof Number number
                ? number.intValue()
                : 1;
    }

    private Map<String, Map<String, String>> selectors(String namespace) {
        var selectors = new HashMap<String, Map<String, String>>();
        for (GenericKubernetesResource service : list(SERVICES, namespace)) {
            boolean selects = !"ExternalName".equals(service.<Object>get("spec", "type"));
            selectors.put(service.getMetadata().getName(), selects ? texts(service, "spec", "selector") : Map.of());
        }
        return selectors;
    }

    private Optional<GenericKubernetesResource> service(ServiceName name) {
        return Optional.ofNullable(client.genericKubernetesResources(SERVICES)
                .inNamespace(name.namespace())
                .withName(name.name())
                .get());
    }

    /** Nothing where the cluster does not know the kind. */
    private List<GenericKubernetesResource> list(ResourceDefinitionContext kind, String namespace) {
        try {
            return client.genericKubernetesResources(kind)
                    .inNamespace(namespace)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static Map<String, String> texts(GenericKubernetesResource object, Object... path) {
        var texts = new HashMap<String, String>();
        if (object.<Object>get(path) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> Stream.of(value)
                    .filter(String.class::isInstance)
                    .forEach(text -> texts.put(String.valueOf(key), (String) text)));
        }
        return texts;
    }

    private static Map<String, Object> ownerReference(GenericKubernetesResource owner) {
        return Map.of(
                "apiVersion", owner.getApiVersion(),
                "kind", owner.getKind(),
                "name", owner.getMetadata().getName(),
                "uid", owner.getMetadata().getUid(),
                "controller", false,
                "blockOwnerDeletion", false);
    }

    private static ResourceDefinitionContext kind(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
