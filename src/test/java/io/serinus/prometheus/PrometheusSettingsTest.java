package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "http://prometheus:9090, http://prometheus:9090/api/v1/query",
        "http://prometheus:9090/, http://prometheus:9090/api/v1/query",
        "https://vm/select/0/prometheus, https://vm/select/0/prometheus/api/v1/query",
    })
    void appendsTheEndpointToTheBase(URI url, URI endpoint) {
        assertThat(settings(url.toString(), Map.of(), Map.of()).endpoint("query"))
                .isEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://prometheus, http:// or https://",
        "prometheus:9090, http:// or https://",
        "/prometheus, http:// or https://",
        "http://prometheus:9090?a=b, has a query",
        "http://prometheus:9090#top, has a query",
    })
    void refusesAnAddressThatIsNoBase(String url, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(url, Map.of(), Map.of()))
                .withMessageContaining(words);
    }

    @Test
    void refusesCredentialsInTheAddressWithoutShowingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("http://user:s3cret@prometheus:9090", Map.of(), Map.of()))
                .withMessageContaining("Authorization header")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void refusesAHeaderThatCannotBeSentWithoutShowingItsValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("http://prometheus", Map.of("Authorization", "s3cret\n"), Map.of()))
                .withMessageContaining("'Authorization'")
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({"query", "time", "timeout", "nocache"})
    void refusesParametersThatEveryQuerySets(String parameter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("http://prometheus", Map.of(), Map.of(parameter, "1")))
                .withMessageContaining("'" + parameter + "'");
    }

    @Test
    void refusesWhatIsOutOfRange() {
        var url = URI.create("http://prometheus");
        var timeout = Duration.ofSeconds(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrometheusSettings(url, Duration.ZERO, Map.of(), Map.of(), 12_000))
                .withMessageContaining("timeout is PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrometheusSettings(url, timeout, Map.of(), Map.of(), 100))
                .withMessageContaining("maxQueryBytes is 100");
    }

    private static PrometheusSettings settings(
            String url, Map<String, String> headers, Map<String, String> parameters) {
        return new PrometheusSettings(
                URI.create(url),
                Duration.ofSeconds(5),
                headers,
                parameters,
                PrometheusSettings.DEFAULT_MAX_QUERY_BYTES);
    }
}
