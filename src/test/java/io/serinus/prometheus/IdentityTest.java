package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    /** As Debian's Prometheus 2.42 and VictoriaMetrics 1.79 answer; the others as their sources and users have it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "",
            value = {
                "200 | false | / | {\"status\":\"success\",\"data\":{\"version\":\"2.42.0+ds\",\"revision\":\"2.42.0+ds-5+deb12u1\",\"branch\":\"debian/sid\",\"goVersion\":\"go1.19.8\"}} | Prometheus 2.42.0+ds",
                "200 | false | / | {\"status\":\"success\",\"data\":{\"version\":\"3.5.3\",\"revision\":\"x\",\"goVersion\":\"go1.24\"}} | Prometheus 3.5.3",
                "200 | true | / | {\"status\":\"success\",\"data\":{}} | VictoriaMetrics",
                "200 | false | / | {\"status\":\"success\",\"data\":{\"version\":\"2.24.0\"}} | VictoriaMetrics",
                "200 | true | /select/0/prometheus | {\"status\":\"success\",\"data\":{\"version\":\"2.24.0\"}} | VictoriaMetrics cluster",
                "200 | false | /select/0:7/prometheus/ | {\"status\":\"success\",\"data\":{}} | VictoriaMetrics cluster",
                "400 | true | /wrong | unsupported path requested | VictoriaMetrics",
                "200 | false | / | {\"status\":\"success\",\"data\":{\"version\":\"0.36.1\",\"revision\":\"x\",\"goVersion\":\"go1.23\"}} | Thanos 0.36.1",
                "200 | false | /prometheus | {\"status\":\"success\",\"data\":{\"application\":\"Grafana Mimir\",\"version\":\"2.15.0\",\"goVersion\":\"go1.23\",\"features\":{\"ruler_config_api\":\"true\"}}} | Mimir or Cortex 2.15.0",
                "200 | false | /prometheus | {\"status\":\"success\",\"data\":{\"application\":\"Grafana Mimir\",\"version\":\"r411-926f316c\"}} | Mimir or Cortex r411-926f316c",
                "200 | false | /prometheus | {\"status\":\"success\",\"data\":{\"version\":\"1.18.0\",\"revision\":\"x\"}} | Mimir or Cortex 1.18.0",
                "200 | false | / | {\"status\":\"success\",\"data\":{\"version\":\"\",\"revision\":\"\",\"goVersion\":\"go1.17\"}} | a backend of an unknown kind",
                "404 | false | / | 404 page not found | a backend of an unknown kind",
                "200 | false | / | <html>welcome</html> | a backend of an unknown kind",
            })
    void isReadFromTheAnswer(int status, boolean victorian, String path, String body, String expected) {
        assertThat(Identity.read(status, path, victorian, body).map(Identity::toString))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 302, 429, 500, 502, 503})
    void saysNothingWhereTheBackendDidNotAnswer(int status) {
        assertThat(Identity.read(status, "/", false, "Service Unavailable")).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(Flavor.class)
    void everyFlavorIsNamedByItsWord(Flavor flavor) {
        assertThat(Flavor.of(flavor.word())).contains(flavor);
        assertThat(flavor.word()).matches("[a-z-]+");
    }

    @Test
    void theUnknownIsAskedAsEveryOneAndIsAsSlowAsAny() {
        for (Flavor flavor : Flavor.values()) {
            assertThat(Flavor.UNKNOWN.parameters()).containsAllEntriesOf(flavor.parameters());
            assertThat(Flavor.UNKNOWN.delay()).isGreaterThanOrEqualTo(flavor.delay());
        }
    }
}
