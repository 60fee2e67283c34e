package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement.BadOfTotal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    @ParameterizedTest
    @CsvSource({"0, 0 %", "1, 100 %", "0.05, 5.0 %", "0.3191, 31.9 %", "0.0005, 0.05 %", "0.0000312, 0.003 %"})
    void putsFractionsAsPercent(double fraction, String words) {
        assertThat(Wording.percent(fraction)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0.7, none",
        "1.04, 1.0",
        "5, 5",
        "8.2, 8.2",
        "9.97, 10",
        "100, 100",
        "123.4, 120",
        "5312.9, '5,300'",
        "999999, '1,000,000'",
        "1e12, 'over 1,000,000'",
    })
    void putsEvidenceAsOdds(double e, String words) {
        assertThat(Wording.evidence(Math.log(e))).isEqualTo(words);
    }

    @Test
    void comparesBothVersions() {
        assertThat(Wording.comparison(new Tally(new BadOfTotal(9, 18_020), new BadOfTotal(47, 940)), "failed"))
                .isEqualTo("canary 47 of 940 requests failed (5.0 %), baseline 9 of 18,020 (0.05 %)");
        assertThat(Wording.comparison(new Tally(new BadOfTotal(0, 0), new BadOfTotal(1, 1)), "took over 250 ms"))
                .isEqualTo("canary 1 of 1 request took over 250 ms (100 %), baseline no requests counted yet");
    }

    @Test
    void putsDurationsBoundsAndLists() {
        assertThat(Wording.duration(Duration.ofSeconds(45))).isEqualTo("45 s");
        assertThat(Wording.duration(Duration.ofMinutes(2))).isEqualTo("2 min");
        assertThat(Wording.duration(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
        assertThat(Wording.millis(250.0)).isEqualTo("250 ms");
        assertThat(Wording.millis(2.5)).isEqualTo("2.5 ms");
        assertThat(Wording.list(List.of())).isEmpty();
        assertThat(Wording.list(List.of("a"))).isEqualTo("a");
        assertThat(Wording.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
    }
}
