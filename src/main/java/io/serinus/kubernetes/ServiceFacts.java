package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;

/**
 * What is remembered of a Service.
 *
 * @param selector which pods it means; empty if somebody else says where its requests go
 */
record ServiceFacts(String name, Map<String, String> selector) {
    ServiceFacts {
        selector = Map.copyOf(selector);
    }

    /** Never throws, whatever is missing. */
    static ServiceFacts of(Service service) {
        boolean selects = service.getSpec() != null
                && !"ExternalName".equals(service.getSpec().getType());
        return new ServiceFacts(
                service.getMetadata().getName(),
                selects ? Labels.of(service.getSpec().getSelector()) : Map.of());
    }
}
