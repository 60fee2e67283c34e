package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedOutcomeTest {

    @ParameterizedTest
    @CsvSource({
        // code, flags, gRPC status, failed?
        "200, -, '', false",
        "404, -, '', false",
        "429, -, '', false",
        "500, -, '', true",
        "503, UF, '', true",
        "504, 'UT,URX', '', true",
        "599, -, '', true",
        "0, -, '', true",
        "0, UC, '', true",
        "0, DC, '', false",
        "0, 'URX,DC', '', false",
        "503, DC, '', true",
        "5, -, '', false",
        "5000, -, '', false",
        "'', -, '', false",
        "200, -, 0, false",
        "200, -, 1, false",
        "200, -, 2, true",
        "200, -, 3, false",
        "200, -, 4, true",
        "200, -, 5, false",
        "200, -, 7, false",
        "200, -, 8, true",
        "200, -, 12, false",
        "200, -, 13, true",
        "200, -, 14, true",
        "200, -, 15, true",
        "200, -, 16, false",
        "200, -, -, false",
        "200, -, unknown, false",
        "200, -, 99999999999, false",
        "503, -, 0, true",
    })
    void isWhatTheServerIsToBlameFor(String code, String flags, String grpcStatus, boolean failed) {
        assertThat(FailedOutcome.isFailure(new Outcome(code, flags, grpcStatus)))
                .isEqualTo(failed);
    }
}
