package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/**
 * Reads and patches VirtualServices of the cluster.
 *
 * <p>Objects pass through untyped: a typed model drops what it does not know. Writes are JSON Patch for exactly the
 * version they were computed from; server-side apply would take over whole lists of routes. A call takes at most about 8
 * seconds, one repetition after a lost answer included. Safe for use by several threads.
 */
public final class KubernetesRouter implements Router {
    private final KubernetesClient client;
    private final IstioApi istio;

    public KubernetesRouter(KubernetesClient client, IstioApi istio) {
        this.client = TimeBox.around(client);
        this.istio = requireNonNull(istio, "istio is null");
    }

    @Override
    public Optional<VirtualService> read(String namespace, String name) throws RoutingException {
        try {
            return Optional.ofNullable(resource(namespace, name).get()).map(VirtualServices::of);
        } catch (KubernetesClientException e) {
            throw new RoutingException(
                    "VirtualService " + namespace + "/" + name + " could not be read: " + ServerWords.of(e), e);
        }
    }

    @Override
    public Result patch(VirtualService base, List<PatchOperation> operations) throws RoutingException {
        try {
            GenericKubernetesResource now = client.genericKubernetesResources(istio.virtualServices())
                    .resource(JsonPatch.target(base.namespace(), base.name()))
                    .patch(JsonPatch.context(), JsonPatch.text(base.resourceVersion(), operations));
            return new Result.Applied(VirtualServices.of(now));
        } catch (KubernetesClientException e) {
            return failed(base, e);
        }
    }

    private static Result failed(VirtualService base, KubernetesClientException failure) throws RoutingException {
        String object = "VirtualService " + base.namespace() + "/" + base.name();
        return switch (failure.getCode()) {
            case HttpURLConnection.HTTP_CONFLICT -> new Result.Conflict();
            case HttpURLConnection.HTTP_NOT_FOUND -> new Result.Gone();
            case Codes.UNPROCESSABLE -> new Result.Refused(unprocessable(object, ServerWords.of(failure)));
            case HttpURLConnection.HTTP_BAD_REQUEST,
                    HttpURLConnection.HTTP_FORBIDDEN,
                    HttpURLConnection.HTTP_ENTITY_TOO_LARGE ->
                new Result.Refused("The API server refuses the change of " + object + ": " + ServerWords.of(failure));
            default ->
                throw new RoutingException(object + " could not be written: " + ServerWords.of(failure), failure);
        };
    }

    /** An operation that failed and an outcome that the schema forbids come with the same code. */
    private static String unprocessable(String object, String words) {
        return words.equals("HTTP " + Codes.UNPROCESSABLE)
                ? object + " does not have the shape that this change expects: a destination or a route was changed."
                : "The API server refuses the change of " + object + ": " + words;
    }

    private Resource<GenericKubernetesResource> resource(String namespace, String name) {
        return client.genericKubernetesResources(istio.virtualServices())
                .inNamespace(namespace)
                .withName(name);
    }
}
