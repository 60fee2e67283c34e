package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Istio's objects, as a user would write them. */
final class MeshObjects {
    static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: shop
              annotations: {serinus.io/release: v2}
            spec:
              hosts: [shop]
              gateways: []
              http:
              - match:
                - uri: {prefix: /cart}
                route:
                - destination: {host: shop, subset: v1}
                  weight: 100
                - destination: {host: shop, subset: v2}
                  weight: 0
            """;

    /** What no schema knows; Istio's keeps unknown fields in the status only. */
    static final String STATUS = """
            {"status": {"inventedHere": {"big": 12345678901234, "small": 0.1, "list": [], "none": {}}}}""";

    static final String DESTINATION_RULE = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: shop}
            spec:
              host: shop
              subsets:
              - {name: v1, labels: {version: v1}}
              - {name: v2, labels: {version: v2}}
            """;

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private MeshObjects() {}

    static GenericKubernetesResource create(
            KubernetesClient client, ResourceDefinitionContext kind, String namespace, String yaml) {
        return client.genericKubernetesResources(kind)
                .inNamespace(namespace)
                .resource(YAML.unmarshal(yaml, GenericKubernetesResource.class))
                .create();
    }

    /** The VirtualService {@code shop}, which asks for a release of {@code v2}. */
    static GenericKubernetesResource createShop(KubernetesClient client, String namespace) {
        ResourceDefinitionContext kind = new IstioApi("v1").virtualServices();
        GenericKubernetesResource shop = create(client, kind, namespace, VIRTUAL_SERVICE);
        return client.genericKubernetesResources(kind)
                .resource(shop)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), STATUS);
    }
}
