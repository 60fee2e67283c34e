package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossSiteTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // What is no browser.
                "-, -, serinus:8080, -, false",
                // Browsers that say it.
                "same-origin, https://serinus.example, internal:8080, -, false",
                "none, -, serinus:8080, -, false",
                "same-site, https://other.example, serinus.example, -, true",
                "cross-site, https://serinus.example, serinus.example, -, true",
                "SAME-ORIGIN, -, serinus.example, -, false",
                "'', -, serinus.example, -, true",
                "something-new, -, serinus.example, -, true",
                // Browsers that do not.
                "-, http://serinus:8080, serinus:8080, -, false",
                "-, http://SERINUS:8080, serinus:8080, -, false",
                "-, http://serinus:8080, serinus:9090, -, true",
                "-, http://serinus, serinus:8080, -, true",
                "-, https://evil.example, serinus:8080, -, true",
                "-, https://serinus:8080.evil.example, serinus:8080, -, true",
                "-, https://serinus:8080@evil.example, serinus:8080, -, true",
                "-, 'null', serinus:8080, -, true",
                "-, '', '', -, true",
                "-, http://serinus:8080, -, -, true",
                "-, not an origin, serinus:8080, -, true",
                // Behind a proxy.
                "-, https://serinus.example, internal:8080, serinus.example, false",
                "-, https://evil.example, internal:8080, serinus.example, true",
            })
    void knowsOtherSites(
            @Nullable String fetchSite,
            @Nullable String origin,
            @Nullable String host,
            @Nullable String forwarded,
            boolean expected) {
        assertThat(CrossSite.is(fetchSite, origin, host, forwarded)).isEqualTo(expected);
    }
}
