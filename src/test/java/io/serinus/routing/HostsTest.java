package io.serinus.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostsTest {

    @ParameterizedTest
    @CsvSource({
        "reviews,                          reviews.shop.svc.cluster.local",
        "reviews.prod,                     reviews.prod",
        "reviews.prod.svc,                 reviews.prod.svc",
        "reviews.prod.svc.cluster.local,   reviews.prod.svc.cluster.local",
        "www.example.com,                  www.example.com",
        "10.0.0.1,                         10.0.0.1",
        "fd00::1,                          fd00::1",
    })
    void onlyNamesWithoutADotAreShort(String host, String full) {
        assertThat(Hosts.resolve(host, "shop", "cluster.local")).contains(full);
        assertThat(Hosts.means(host, "shop", full)).isTrue();
        assertThat(Hosts.means(host, "other", full)).isEqualTo(host.equals(full));
    }

    @ParameterizedTest
    @CsvSource({"*", "*.example.com", "*.shop.svc.cluster.local", "''", "' '"})
    void wildcardsNameNoSingleHost(String host) {
        assertThat(Hosts.resolve(host, "shop", "cluster.local")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "reviews.prod.svc.cluster.local, prod",
        "reviews.prod.svc.my.domain, prod",
        "www.example.com,",
        "a.b.c.d,"
    })
    void servicesHaveANamespace(String host, String namespace) {
        assertThat(Hosts.namespace(host).orElse(null)).isEqualTo(namespace);
    }
}
