package io.serinus.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.BackendOptions;
import io.serinus.prometheus.Flavor;
import io.serinus.prometheus.PrometheusBackend;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The environment variables of the page are options, and its table says what the flavors are. */
class BackendsPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| [^|]+ \\| ([0-9.]+) s \\| ([^|]+) \\|\n");

    static List<String> examples() throws IOException {
        return EXAMPLE.matcher(Files.readString(Path.of("docs", "backends.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsTakenAsItStands(String example) {
        var environment = new HashMap<String, String>();
        example.lines().forEach(line -> environment.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        var problems = new ArrayList<String>();

        List<PrometheusBackend.Settings> backends = BackendOptions.read(read(environment), problems);

        assertThat(problems).allMatch(problem -> problem.contains("-file is /etc/serinus/"));
        assertThat(problems.isEmpty()).isEqualTo(environment.values().stream().noneMatch(it -> it.startsWith("/etc")));
        if (problems.isEmpty()) {
            assertThat(backends.stream().map(it -> it.api().url().toString()))
                    .containsAll(environment.entrySet().stream()
                            .filter(entry -> entry.getKey().endsWith("_URL"))
                            .map(Map.Entry::getValue)
                            .toList());
        }
    }

    @Test
    void severalBackendsComeFromTheEnvironmentByName() throws IOException {
        var environment = new HashMap<String, String>();
        examples().getLast().lines().forEach(line -> environment.put(line.split("=", 2)[0], line.split("=", 2)[1]));

        assertThat(BackendOptions.read(read(environment), new ArrayList<>()))
                .extracting(PrometheusBackend.Settings::name)
                .containsExactly("default", "edge", "mimir");
    }

    @Test
    void headersAreNamedAsThePageSays() throws IOException {
        var page = Files.readString(Path.of("docs", "backends.md"));
        var property = Pattern.compile("`-D(serinus[.]prometheus[.]headers[.]X-Team)=(checkout)`")
                .matcher(page);
        assertThat(property.find()).isTrue();
        var variable = "SERINUS_PROMETHEUS_HEADERS_AUTHORIZATION";
        assertThat(page).contains("`" + variable + "`");

        assertThat(ConfigReader.read(
                                Map.of(property.group(1), property.group(2)),
                                new SmallRyeConfigBuilder()
                                        .withSources(new EnvConfigSource(Map.of(variable, "Bearer x"), 300)))
                        .prometheus()
                        .headers())
                .containsOnly(Map.entry("X-Team", "checkout"), Map.entry("authorization", "Bearer x"));
    }

    @Test
    void theTableSaysWhatFollowsFromAFlavor() throws IOException {
        var rows = ROW.matcher(Files.readString(Path.of("docs", "backends.md")))
                .results()
                .toList();

        assertThat(rows).hasSize(Flavor.values().length);
        for (MatchResult row : rows) {
            Flavor flavor = Flavor.of(row.group(1)).orElseThrow();
            assertThat(Duration.ofMillis(Math.round(Double.parseDouble(row.group(2)) * 1000)))
                    .isEqualTo(flavor.delay());
            if (flavor == Flavor.UNKNOWN) {
                assertThat(row.group(3)).isEqualTo("all of them");
            } else {
                assertThat(row.group(3).split("=", -1).length - 1)
                        .isEqualTo(flavor.parameters().size());
                flavor.parameters()
                        .forEach((name, value) -> assertThat(row.group(3)).contains("`" + name + "=" + value + "`"));
            }
        }
    }

    private static SerinusConfig read(Map<String, String> environment) {
        return ConfigReader.read(
                Map.of(), new SmallRyeConfigBuilder().withSources(new EnvConfigSource(environment, 300)));
    }
}
