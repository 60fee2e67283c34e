package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.testbed.SampleServer;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An hour of churn on real servers: every count is exactly what scrapes saw, or is flagged as uncertain. {@code
 * -Dexactness.write=true} writes what came out into docs/exactness.md; else it must be what stands there.
 */
class ExactnessIT {
    /** The hour lies in the past as a whole, and within what servers take as new samples. */
    private static final int AGO_MINUTES = 65;

    @ParameterizedTest
    @EnumSource(SampleServer.Kind.class)
    void everyCountIsExactOrFlagged(SampleServer.Kind kind) throws IOException {
        try (var server = SampleServer.start(kind)) {
            Instant begin = Instant.now().minus(AGO_MINUTES, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
            var hour = new ChurnHour(server, begin);
            Map<Scenario, Reads> reads = hour.live();
            var wrong = new ArrayList<String>();
            reads.forEach((scenario, each) -> each.wrong().forEach(what -> wrong.add(scenario.title + " at " + what)));
            assertThat(wrong).as("neither exact nor flagged").isEmpty();
            assertThat(reads).allSatisfy((scenario, each) -> {
                assertThat(each.reads()).isEqualTo(ChurnHour.READS);
                assertThat(each.counted()).isPositive().isLessThanOrEqualTo(each.seen());
                assertThat(each.counted500()).isLessThanOrEqualTo(each.seen500());
                assertThat(scenario.isObservable() && each.counted() != each.seen())
                        .as("%s: all that scrapes saw is counted", scenario.title)
                        .isFalse();
            });
            ExactnessPage.section(
                            kind, server.version(), reads, hour.increase(""), hour.increase("{response_code=\"500\"}"))
                    .writeOrCompare();
        }
    }
}
