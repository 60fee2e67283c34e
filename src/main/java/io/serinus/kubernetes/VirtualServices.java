package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.serinus.routing.VirtualService;
import java.util.Map;

/** From the API server's objects to the routing's values. */
final class VirtualServices {
    /** The annotation that asks for a release. */
    static final String RELEASE = "serinus.io/release";

    private VirtualServices() {}

    static VirtualService of(GenericKubernetesResource object) {
        ObjectMeta metadata = object.getMetadata();
        return new VirtualService(
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getResourceVersion(),
                annotations(object),
                PlainTree.of(object));
    }

    static boolean asksForRelease(GenericKubernetesResource object) {
        return annotations(object).containsKey(RELEASE);
    }

    private static Map<String, String> annotations(GenericKubernetesResource object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}
