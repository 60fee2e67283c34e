package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.Uncertainty;
import io.serinus.testbed.SampleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/exactness.md is complete; {@link ExactnessIT} holds its figures. */
class ExactnessPageTest {
    @ParameterizedTest
    @EnumSource(SampleServer.Kind.class)
    void hasARowForEveryScenario(SampleServer.Kind kind) throws IOException {
        assertThat(ExactnessPage.rowsOf(kind).stream().skip(2).map(row -> row.split("\\|", -1)[1].strip()))
                .containsExactlyElementsOf(
                        Arrays.stream(Scenario.values()).map(each -> each.title).toList());
    }

    @Test
    void explainsEveryScenarioAndEveryKindOfUncertainty() throws IOException {
        String page = Files.readString(ExactnessPage.PAGE);
        for (Scenario scenario : Scenario.values()) {
            assertThat(page).contains("| " + scenario.title + " | " + scenario.text + " |");
        }
        for (Uncertainty.Kind kind : Uncertainty.Kind.values()) {
            assertThat(page).contains("| `" + kind + "` | ");
        }
    }
}
