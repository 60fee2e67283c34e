package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNameTest {

    @Test
    void aFullNameIsThatOfAService() {
        assertThat(ServiceName.of("checkout.shop.svc.cluster.local", "cluster.local"))
                .contains(new ServiceName("shop", "checkout"));
        assertThat(ServiceName.of("checkout.shop.svc.prod.example.com", "prod.example.com"))
                .contains(new ServiceName("shop", "checkout"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkout",
                "checkout.shop",
                "checkout.shop.svc",
                "checkout.shop.svc.clusterset.local",
                "checkout.shop.svc.cluster.local.",
                "api.example.com",
                "pod.checkout.shop.svc.cluster.local",
                ".shop.svc.cluster.local",
                "10.0.0.1",
                "2001:db8::1"
            })
    void anythingElseIsNot(String host) {
        assertThat(ServiceName.of(host, "cluster.local")).isEmpty();
    }
}
