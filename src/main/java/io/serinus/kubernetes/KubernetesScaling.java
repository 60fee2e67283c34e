package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v1.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.serinus.release.Inventory;
import io.serinus.release.Scaling;
import io.serinus.routing.PatchOperation;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads and scales the Deployments of the cluster. They are scaled by their subresource, so that the permission to scale is
 * none to change anything else. Safe for use by several threads.
 */
public final class KubernetesScaling implements Scaling {
    private static final String ROLE = ", as deploy/optional/scale-down.yaml does.";

    private static final ResourceDefinitionContext DEPLOYMENTS = new ResourceDefinitionContext.Builder()
            .withGroup("apps")
            .withVersion("v1")
            .withKind("Deployment")
            .withPlural("deployments")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final Scope scope;

    public KubernetesScaling(KubernetesClient client, Scope scope) {
        this.client = TimeBox.around(client);
        this.scope = requireNonNull(scope, "scope is null");
    }

    @Override
    public Reading read(String namespace) {
        if (!scope.namespaces().isEmpty() && !scope.namespaces().contains(namespace)) {
            return new Reading.Refused(
                    "Namespace " + namespace + " is none of serinus.namespaces, so nothing is scaled in it.");
        }
        String what = "horizontalpodautoscalers.autoscaling";
        try {
            Map<String, String> autoscaled = autoscaled(client.autoscaling()
                    .v1()
                    .horizontalPodAutoscalers()
                    .inNamespace(namespace)
                    .list()
                    .getItems());
            what = "services";
            List<Service> services =
                    client.services().inNamespace(namespace).list().getItems();
            what = "deployments.apps";
            List<Deployment> deployments =
                    client.apps().deployments().inNamespace(namespace).list().getItems();
            return new Reading.Read(new Inventory(
                    namespace,
                    services.stream().map(KubernetesScaling::service).toList(),
                    deployments.stream().map(KubernetesScaling::deployment).toList(),
                    autoscaled));
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                    ? new Reading.Refused("Serinus may not read the " + what + " of namespace " + namespace
                            + ": give its account the verb list for " + what + ROLE)
                    : new Reading.Unavailable("The " + what + " of namespace " + namespace + " cannot be read: "
                            + ServerWords.of(e) + ".");
        }
    }

    @Override
    public Result toZero(Inventory.Deployment deployment) {
        try {
            client.genericKubernetesResources(DEPLOYMENTS)
                    .resource(JsonPatch.target(deployment.namespace(), deployment.name()))
                    .subresource("scale")
                    .patch(
                            JsonPatch.context(),
                            JsonPatch.text(
                                    deployment.resourceVersion(),
                                    List.of(new PatchOperation.Replace("/spec/replicas", 0))));
            return new Result.Scaled();
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND -> new Result.Changed();
                case HttpURLConnection.HTTP_FORBIDDEN ->
                    new Result.Refused("Serinus may not scale " + deployment
                            + ": give its account the verb patch for deployments/scale" + ROLE
                            + " The API server says: "
                            + ServerWords.of(e) + ".");
                case HttpURLConnection.HTTP_BAD_REQUEST, Codes.UNPROCESSABLE ->
                    new Result.Refused(
                            "The API server refuses to scale " + deployment + ": " + ServerWords.of(e) + ".");
                default -> new Result.Unavailable(deployment + " could not be scaled: " + ServerWords.of(e) + ".");
            };
        }
    }

    private static Inventory.Service service(Service service) {
        ServiceFacts facts = ServiceFacts.of(service);
        return new Inventory.Service(facts.name(), facts.selector());
    }

    private static Inventory.Deployment deployment(Deployment deployment) {
        ObjectMeta metadata = deployment.getMetadata();
        // The API server always says how many; 1 is its default.
        Integer replicas =
                deployment.getSpec() == null ? null : deployment.getSpec().getReplicas();
        return new Inventory.Deployment(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getResourceVersion(),
                requireNonNullElse(metadata.getGeneration(), 0L),
                requireNonNullElse(replicas, 1),
                DeploymentFacts.of(deployment).labels());
    }

    private static Map<String, String> autoscaled(List<HorizontalPodAutoscaler> all) {
        var autoscaled = new HashMap<String, String>();
        for (HorizontalPodAutoscaler autoscaler : all) {
            CrossVersionObjectReference target = autoscaler.getSpec().getScaleTargetRef();
            if (Objects.equals(target.getKind(), "Deployment")) {
                autoscaled.put(target.getName(), autoscaler.getMetadata().getName());
            }
        }
        return autoscaled;
    }
}
