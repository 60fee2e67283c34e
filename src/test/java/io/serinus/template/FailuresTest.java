package io.serinus.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.metric.Outcome;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    @ParameterizedTest
    @CsvSource({
        "200, '', -, false",
        "404, '', -, false",
        "429, '', -, false",
        "500, '', -, true",
        "503, '', UF, true",
        "5, '', -, false",
        "0, '', UC, true",
        "0, '', DC, false",
        "0, '', 'UC,DC', false",
        "0, '', DCX, true",
        "200, 0, -, false",
        "200, 5, -, false",
        "200, 14, -, true",
        "200, 014, -, false",
        "200, 4294967298, -, false",
        "200, '', UO, false",
    })
    void byDefaultWhatTheServerIsToBlameFor(String code, String grpc, String flags, boolean failed) {
        assertThat(Failures.DEFAULT.includes(new Outcome(code, flags, grpc))).isEqualTo(failed);
    }

    @ParameterizedTest
    @CsvSource({
        "429, '', -, true",
        "400, '', -, false",
        "300, '', -, true",
        "302, '', -, true",
        "500, '', -, false",
        "0, '', UC, false",
        "200, 0, -, true",
        "200, 14, -, false",
        "200, '', UO, true",
        "200, '', 'UF,UO', true",
        "200, '', UOX, false",
        "200, '', 'U,O', false",
    })
    void orWhatTheTemplateSays(String code, String grpc, String flags, boolean failed) {
        var failures = new Failures(Set.of("429", "3xx"), Set.of(0), Set.of("UO"));

        assertThat(failures.includes(new Outcome(code, flags, grpc))).isEqualTo(failed);
    }

    @Test
    void somethingMustCountAsFailed() {
        assertThatThrownBy(() -> new Failures(Set.of(), Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("what fails is empty, expected at least one code or flag");
        assertThatThrownBy(() -> new Failures(Set.of("6xx"), Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("code is 6xx, expected three digits, a class such as 5xx, or 0");
        assertThatThrownBy(() -> new Failures(Set.of(), Set.of(17), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gRPC code is 17, expected a number from 0 to 16");
    }
}
