package io.serinus.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.serinus.simulation.DemoScenario;
import org.junit.jupiter.api.Test;

class KubeApiServerIT {

    @Test
    void keepsDataAddressAndCertificateOverAnOutage() {
        try (var api = new KubeApiServer()) {
            api.start();
            var scenario = new DemoScenario(api.namespace());
            api.kubectlWithInput(
                    Serialization.asYaml(scenario.virtualService(DemoScenario.CHECKOUT)), "apply", "-f", "-");
            try (var routing = new LiveRouting(api.client(), scenario.namespace())) {
                api.stopApiServer();
                assertThatThrownBy(() -> api.client().namespaces().list())
                        .isInstanceOf(KubernetesClientException.class);
                assertThat(routing.apply(scenario.host(DemoScenario.CHECKOUT))).isNotNull();

                api.startApiServer();
                assertThat(api.client()
                                .namespaces()
                                .withName(scenario.namespace())
                                .get())
                        .isNotNull();
                assertThat(api.kubectl("get", "virtualservices", "-n", scenario.namespace(), "-o", "name")
                                .stdout())
                        .isEqualTo("virtualservice.networking.istio.io/checkout\n");
            }
        }
    }
}
