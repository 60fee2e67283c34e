package io.serinus.telemetry;

import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.serinus.release.Trouble;
import io.serinus.report.FakeReleaseStore;
import io.serinus.report.ReleaseFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page and the registry name the same metrics, with the same types and labels. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("docs", "metrics.md");
    /** {@code | `name` | type | labels | meaning |}. */
    private static final Pattern ROW = Pattern.compile("^\\| `(serinus_\\w+)` \\| (\\w+) \\| ([^|]*) \\| .+ \\|$");

    private final Telemetry telemetry = telemetry();

    @Test
    void thePageListsExactlyWhatTheControllerExposes() throws IOException {
        var documented = new TreeMap<String, String>();
        for (String line : Files.readAllLines(PAGE)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), (row.group(2) + " " + row.group(3).replaceAll("[`,–]", "")).strip());
            }
        }
        var exposed = new TreeMap<String, String>();
        telemetry.scrape().stream().filter(MetricsPageTest::isOurs).forEach(snapshot -> {
            String type = type(snapshot);
            exposed.put(name(snapshot, type), (type + " " + labels(snapshot)).strip());
        });

        assertThat(documented).isEqualTo(exposed);
    }

    @Test
    void everythingElseIsTheJvms() {
        assertThat(telemetry.scrape().stream().filter(snapshot -> !isOurs(snapshot)))
                .isNotEmpty()
                .allMatch(snapshot -> snapshot.getMetadata().getPrometheusName().matches("(jvm|process)_.+"));
    }

    private static Telemetry telemetry() {
        var store = new FakeReleaseStore();
        store.holds(
                release("shop", "cart-1", "cart").held(Trouble.Kind.DEADLINE, "Undecided for an hour."),
                release("shop", "pay-1", "pay")
                        .progressing(1)
                        .with(ReleaseFixture.explained("Almost."), Optional.empty()));
        var telemetry = new Telemetry(store);
        telemetry.controllerMetrics().routingWrite("written");
        var backend = telemetry.backendMetrics();
        backend.begin("default", Set.of("TIMEOUT"));
        backend.asked("default", Duration.ofMillis(7), 512);
        backend.lagged("default", Duration.ofSeconds(1));
        backend.sampleAge("default", Duration.ofSeconds(15));
        backend.identified("default", "prometheus", "3.5.3");
        return telemetry;
    }

    private static boolean isOurs(MetricSnapshot snapshot) {
        return snapshot.getMetadata().getPrometheusName().startsWith("serinus_");
    }

    private static String type(MetricSnapshot snapshot) {
        return snapshot.getClass().getSimpleName().replace("Snapshot", "").toLowerCase(Locale.ROOT);
    }

    private static String name(MetricSnapshot snapshot, String type) {
        String name = snapshot.getMetadata().getPrometheusName();
        return switch (type) {
            case "counter" -> name + "_total";
            case "info" -> name + "_info";
            default -> name;
        };
    }

    private static String labels(MetricSnapshot snapshot) {
        Set<String> names = snapshot.getDataPoints().stream()
                .flatMap(point -> point.getLabels().stream())
                .map(label -> label.getName())
                .collect(Collectors.toCollection(TreeSet::new));
        return String.join(" ", names);
    }
}
