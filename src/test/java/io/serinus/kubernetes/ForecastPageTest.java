package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serinus.analysis.Forecast;
import io.serinus.report.ReleaseFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/forecast.md shows. */
class ForecastPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    private final ObjectMapper json = new ObjectMapper();
    private final String page;

    ForecastPageTest() throws IOException {
        page = Files.readString(Path.of("docs", "forecast.md"));
    }

    @Test
    void isWhatStandsInTheStatus() throws IOException {
        Matcher example = EXAMPLE.matcher(page);
        assertThat(example.find()).isTrue();

        var release = ReleaseFixture.release("shop", "cart-7d9f", "cart").progressing(1);
        assertThat(json.readTree(json.writeValueAsString(ForecastStatus.of(release))))
                .isEqualTo(json.readTree(example.group(1)));
    }

    @Test
    void explainsEveryBound() {
        assertThat(Forecast.Bound.values()).allSatisfy(bound -> assertThat(page).contains("| `" + bound + "` |"));
    }
}
