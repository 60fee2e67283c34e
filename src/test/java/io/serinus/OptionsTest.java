package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.config.ConfigReader;
import io.serinus.config.SerinusConfig;
import io.serinus.report.ReportAccess;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static SerinusConfig withAccess(String word) {
        return ConfigReader.read(Map.of("serinus.report.access", word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Open", "closed", "authenticated ", "authentication", "true"})
    void nobodyStartsWithAWordForReadingThatThereIsNot(String word) {
        assertThatThrownBy(() -> Options.of(withAccess(word)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serinus.report: access is \"" + word.strip())
                .hasMessageContaining("expected open or authenticated");
        assertThatThrownBy(() -> new ReportOptions().access(withAccess(word)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readingIsOpenUnlessItIsNot() {
        assertThat(new ReportOptions().access(ConfigReader.read(Map.of()))).isEqualTo(ReportAccess.OPEN);
        assertThat(new ReportOptions().access(withAccess("authenticated"))).isEqualTo(ReportAccess.AUTHENTICATED);
    }
}
