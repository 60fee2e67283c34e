package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Forecast.Bound;
import io.serinus.report.ReleaseDocument.AheadDocument;
import io.serinus.report.ReleaseDocument.ForecastDocument;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastWordingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIN_DURATION | 59   | about 59 s, its shortest time",
                "MIN_REQUESTS | 61   | about 1 min 10 s until it has its requests",
                "WARM_UP      | 120  | about 2 min of warm-up",
                "EVIDENCE     | 601  | about 11 min until the evidence is in",
                "PAUSE        | 7200 | about 2 h of pause",
                "PERSON       |      | until somebody opens it",
                "TRAFFIC      |      | takes as long as its requests do",
                "MIN_REQUESTS |      | over a week until it has its requests",
                "EVIDENCE     |      | no end of it is in sight yet"
            })
    void saysHowLongAndWhatFor(Bound bound, Long seconds, String words) {
        assertThat(ForecastWording.of(new AheadDocument(1, seconds, bound))).isEqualTo(words);
    }

    @Test
    void saysWhenNobodyCanTell() {
        var forecast =
                new ForecastDocument(Instant.EPOCH, 0.5, null, List.of(new AheadDocument(1, null, Bound.PERSON)));

        assertThat(ForecastWording.of(forecast, true))
                .isEqualTo("While the release is held nobody can tell when promotion comes.");
        assertThat(ForecastWording.of(forecast, false))
                .isEqualTo(
                        "At 0.5 requests per second, and if the canary is as good as the baseline, nobody can tell when"
                                + " promotion comes: a step ahead depends on more than that.");
    }
}
