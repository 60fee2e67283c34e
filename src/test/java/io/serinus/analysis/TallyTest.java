package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.template.Failures;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {
    private static final Outcome NO_ENDPOINT = new Outcome("503", "UH", "");
    private static final Outcome NOT_FOUND = new Outcome("404", "-", "");

    /** Failures without a version are the canary's only where nobody else can be meant. */
    @ParameterizedTest(name = "{6}")
    @CsvSource({
        "950, 0,  5, 0, 50, 50, 'all of the share of a silent canary'",
        "950, 0,  5, 0, 25, 25, 'half of it'",
        "950, 0,  5, 0, 24, 0, 'less than half of it may be anybody else''s'",
        "950, 1,  5, 0, 50, 0, 'the canary has endpoints'",
        "0,   0,  5, 0, 50, 0, 'the baseline is silent too'",
        "950, 0,  0, 0, 50, 0, 'the canary has no weight'",
        "0,   0, 100, 0, 50, 0, 'the baseline has no weight'",
        "19,  0,  5, 0, 1, 0, 'so little traffic that its silence is chance'",
        "19,  0,  5, 152, 1, 1, 'its silence has lasted'"
    })
    void chargesFailuresWithoutAVersionToASilentCanary(
            long baseline, long canary, int percent, long before, long failed, long charged, String why) {
        var tally = new Tally(new BadOfTotal(0, baseline), new BadOfTotal(0, canary));
        var unattributed = new RequestCounts(Map.of(NO_ENDPOINT, failed, NOT_FOUND, 1000L));
        assertThat(tally.charged(unattributed, Failures.DEFAULT, percent, before)
                        .canary())
                .as(why)
                .isEqualTo(charged == 0 ? tally.canary() : new BadOfTotal(charged, charged));
    }
}
