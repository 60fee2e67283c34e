package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.serinus.config.ConfigReader;
import io.serinus.prometheus.Flavor;
import io.serinus.prometheus.PrometheusBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendOptionsTest {
    @TempDir
    Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void theDefaultIsIstiosSamplePrometheus() {
        List<PrometheusBackend.Settings> backends = read(Map.of());

        assertThat(problems).isEmpty();
        assertThat(backends).singleElement().satisfies(backend -> {
            assertThat(backend.name()).isEqualTo("default");
            assertThat(backend.api().url()).hasToString("http://prometheus.istio-system:9090");
            assertThat(backend.flavor()).isEmpty();
            assertThat(backend.delay()).isEmpty();
        });
    }

    @Test
    void furtherBackendsHaveNamesAndTheSameOptions() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "t0ken");
        List<PrometheusBackend.Settings> backends = read(Map.of(
                "serinus.backends.\"long-term\".url", "https://mimir.example.org/prometheus",
                "serinus.backends.\"long-term\".tenant", "shop",
                "serinus.backends.\"long-term\".delay", "45s",
                "serinus.backends.\"long-term\".flavor", "mimir",
                "serinus.backends.\"long-term\".bearer-token-file", token.toString(),
                "serinus.backends.edge.url", "http://vm:8428"));

        assertThat(problems).isEmpty();
        assertThat(backends)
                .extracting(PrometheusBackend.Settings::name)
                .containsExactly("default", "edge", "long-term");
        assertThat(backends.getLast()).satisfies(backend -> {
            assertThat(backend.delay()).contains(Duration.ofSeconds(45));
            assertThat(backend.flavor()).contains(Flavor.MIMIR);
            assertThat(backend.api().timeout()).isEqualTo(Duration.ofSeconds(4));
            assertThat(backend.api().connection().tenant()).contains("shop");
            assertThat(backend.toString()).doesNotContain("t0ken");
        });
    }

    @Test
    void tellsAllMistakesAtOnceAndNoSecret() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        var options = new HashMap<String, String>();
        options.put("serinus.prometheus.timeout", "1ms");
        options.put("serinus.prometheus.flavor", "promscale");
        options.put("serinus.prometheus.ca-file", "/etc/ca.pem");
        options.put("serinus.prometheus.username", "serinus");
        options.put("serinus.prometheus.headers.Authorization", "Bearer s3cret");
        options.put("serinus.prometheus.proxy", "proxy");
        options.put("serinus.backends.Long.url", "https://mimir.example.org");
        options.put("serinus.backends.Long.bearer-token-file", empty.toString());
        options.put("serinus.backends.Long.ca-file", folder.resolve("none.pem").toString());
        options.put("serinus.backends.edge.url", "http://user:s3cret@vm:8428");

        assertThat(read(options)).isEmpty();
        assertThat(String.join("\n", problems))
                .contains("serinus.prometheus: flavor is 'promscale'; expected one of prometheus, ")
                .contains("timeout is PT0.001S")
                .contains("the header Authorization is given beside username")
                .contains("username is 'serinus', but password-file is missing")
                .contains("url is http://prometheus.istio-system:9090, but ca-file is for https:// only")
                .contains("proxy is 'proxy'; expected host:port")
                .contains("serinus.backends.\"Long\": the name is 'Long'; expected up to 40 lower-case letters")
                .contains("bearer-token-file is " + empty + "; expected one line of text in it")
                .contains("ca-file is " + folder.resolve("none.pem") + "; expected a file of text")
                .contains("serinus.backends.\"edge\": url of vm holds credentials")
                .doesNotContain("s3cret");
    }

    /** Each value holds a secret where a user may have put it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ca-file=/none.pem | url=http://user:s3cret@vm:8428/p?k=s3cret | url is http://vm:8428, but ca-file",
                "tenant=shop | url=http://vm:8428/?api_key=s3cret | url http://vm:8428 has a query",
                "ca-file=/none.pem | url=user:s3cret@vm | url must be http:// or https://",
                "tenant=shop | url=http://user:s3cret@vm 1/ | serinus.backends.\"edge\": url is no address and is not shown",
                "url=http://vm | proxy=http://user:s3cret@proxy:3128 | proxy is not shown, since it may hold a password",
                "url=http://vm | proxy=user:s3cret@proxy:3128 | expected host:port, such as proxy.example.org:3128",
                "url=http://vm | username=user:s3cret | username is not shown, since it may hold a password; expected",
            })
    void noMistakeShowsASecret(String other, String wrong, String words) {
        var options = new TreeMap<String, String>();
        for (String option : List.of(other, wrong)) {
            String[] pair = option.split("=", 2);
            options.put("serinus.backends.edge." + pair[0], pair[1]);
        }
        var told = new ArrayList<String>();
        try {
            read(options);
            told.addAll(problems);
        } catch (IllegalArgumentException e) {
            told.add(String.valueOf(e.getMessage()));
        }

        assertThat(String.join("\n", told)).contains(words).doesNotContain("s3cret");
    }

    @Test
    void refusesWhatThereIsNoOptionForAndABackendWithoutAnAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigReader.read(Map.of(
                        "serinus.backends.edge.tenant", "shop",
                        "serinus.backends.edge.tennant", "shop",
                        "serinus.prometheus.delay", "soon")))
                .withMessageContaining("serinus.backends.edge.url is missing")
                .withMessageContaining("serinus.backends.edge.tennant is no option")
                .withMessageContaining("serinus.prometheus.delay is \"soon\", which is no value of this option")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SRCFG", "java.", "Exception", "Source"));
    }

    private List<PrometheusBackend.Settings> read(Map<String, String> options) {
        return BackendOptions.read(ConfigReader.read(options), problems);
    }
}
