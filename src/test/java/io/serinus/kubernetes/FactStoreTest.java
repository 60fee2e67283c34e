package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FactStoreTest {
    private final List<String> changes = new ArrayList<>();
    private final FactStore<Service, ServiceFacts> store = new FactStore<>(
            Service::new, ServiceFacts::of, (before, now) -> changes.add(version(before) + " to " + version(now)));

    @Test
    void givesBackNamesAndVersionsOnly() {
        Service checkout = service("7", "v1");
        assertThat(store.put(store.getKey(checkout), checkout)).isNull();

        Service outline = store.put(store.getKey(checkout), service("8", "v2"));

        assertThat(outline).isEqualTo(outline("7"));
        assertThat(store.get("shop/checkout")).isEqualTo(outline("8"));
        assertThat(store.values()).containsExactly(outline("8"));
        assertThat(store.keySet()).containsExactly("shop/checkout");
        assertThat(store.facts("shop", "checkout"))
                .contains(new ServiceFacts("checkout", Map.of("app", "checkout", "version", "v2")));
        assertThat(store.isFullState()).isFalse();
    }

    @Test
    void tellsOfChangedFactsAndOfNoOtherChange() {
        store.put("shop/checkout", service("7", "v1"));
        store.put("shop/checkout", service("8", "v1"));
        store.put("shop/checkout", service("9", "v2"));
        store.remove("shop/checkout");
        store.remove("shop/checkout");

        assertThat(changes).containsExactly("none to v1", "v1 to v2", "v2 to none");
        assertThat(store.size()).isZero();
        assertThat(store.get("shop/checkout")).isNull();
        assertThat(store.facts("shop", "checkout")).isEmpty();
    }

    private static String version(Optional<ServiceFacts> facts) {
        return facts.map(found -> found.selector().get("version")).orElse("none");
    }

    private static Service outline(String resourceVersion) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("checkout")
                .withResourceVersion(resourceVersion)
                .endMetadata()
                .build();
    }

    private static Service service(String resourceVersion, String version) {
        return new ServiceBuilder(outline(resourceVersion))
                .editMetadata()
                .addToAnnotations("long", "text")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "checkout")
                .addToSelector("version", version)
                .endSpec()
                .build();
    }
}
