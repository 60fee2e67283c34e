package io.serinus.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.template.Hook;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    @ParameterizedTest
    @CsvSource({
        "checks.example.com, https://checks.example.com/a, true",
        "checks.example.com, HTTPS://Checks.Example.com./a, true",
        "checks.example.com, https://checks.example.com:8443/, false",
        "checks.example.com:8443, https://checks.example.com:8443/, true",
        "checks.example.com:8443, https://checks.example.com/, false",
        "checks.example.com:443, https://checks.example.com/, true",
        "checks.example.com, https://checks.example.com.evil.example/, false",
        "checks.example.com, https://checks.example.com@evil.example/, false",
        "checks.example.com, https://evil.example/checks.example.com, false",
        "*.example.com, https://a.b.example.com/, true",
        "*.example.com, https://example.com/, false",
        "*.example.com, https://badexample.com/, false",
        "*.example.com, https://.example.com/, false",
        "*.1, http://127.0.0.1/, false",
        "127.0.0.1, http://127.0.0.1/, true",
        "127.0.0.1, http://127.1/, false",
        "127.0.0.1, http://2130706433/, false",
        "[::1]:9000, http://[::1]:9000/, true",
        "localhost, http://[::1]/, false",
        "checks.example.com, ftp://checks.example.com/, false",
        "checks.example.com, https://checks.example.com/#x, false",
    })
    void comparesHostsAfterParsing(String entry, String url, boolean isAllowed) {
        assertThat(AllowedHosts.of(List.of(entry)).objection(url).isEmpty()).isEqualTo(isAllowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://a.example", "a.example/x", "*", "*.*.example", "a b", "a:x"})
    void refusesWhatIsNoHost(String entry) {
        assertThatThrownBy(() -> AllowedHosts.of(Arrays.asList(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed-hosts has \"" + entry + "\"");
    }

    @Test
    void anObjectionNamesFieldHostAndOption() {
        var template = Sample.template(
                List.of(Sample.hook(Hook.Stage.BEFORE_STEP, "https://x.example/secret-path", Duration.ofSeconds(1), 0)),
                List.of());

        assertThat(AllowedHosts.of(List.of("y.example")).objection(template))
                .hasValue(
                        "AnalysisTemplate asking: spec.hooks[0].url calls x.example at port 443, which is not among the"
                                + " controller's allowed hosts; add it to serinus.hooks.allowed-hosts, or call another one.");
        assertThat(AllowedHosts.of(List.of()).objection(template).orElseThrow())
                .contains("allows no host", "serinus.hooks.allowed-hosts");
        assertThat(AllowedHosts.of(List.of("x.example")).objection(template)).isEmpty();
    }
}
