package io.serinus.telemetry;

import static io.serinus.report.ReleaseFixture.release;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.serinus.release.Trouble;
import io.serinus.report.FakeReleaseStore;
import io.serinus.report.ReleaseFixture;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every metric of ours with every label that it can have. */
final class Exposition {
    private Exposition() {}

    /** One with a data point of every metric. */
    static Telemetry telemetry() {
        var store = new FakeReleaseStore();
        store.holds(
                release("shop", "cart-1", "cart").held(Trouble.Kind.DEADLINE, "Undecided for an hour."),
                release("shop", "search-1", "search").progressing(1),
                release("shop", "pay-1", "pay")
                        .progressing(1)
                        .with(ReleaseFixture.explained("Almost."), Optional.empty()));
        var telemetry = new Telemetry(store);
        telemetry.controllerMetrics().routingWrite("applied");
        var backend = telemetry.backendMetrics();
        backend.begin("default", Set.of("TIMEOUT"));
        backend.asked("default", Duration.ofMillis(7), 512);
        backend.lagged("default", Duration.ofSeconds(1));
        backend.sampleAge("default", Duration.ofSeconds(15));
        backend.identified("default", "prometheus", "3.5.3");
        return telemetry;
    }

    /** The names of series in a Prometheus, each with its labels, as {@code le} of buckets; ours only. */
    static SortedMap<String, Set<String>> series() {
        var found = new TreeMap<String, Set<String>>();
        telemetry().scrape().stream().filter(Exposition::isOurs).forEach(snapshot -> {
            Set<String> labels = labels(snapshot);
            String name = name(snapshot);
            if (type(snapshot).equals("histogram")) {
                var ofBuckets = new TreeSet<>(labels);
                ofBuckets.add("le");
                found.put(name + "_bucket", ofBuckets);
                List.of("_sum", "_count").forEach(suffix -> found.put(name + suffix, labels));
            } else {
                found.put(name, labels);
            }
        });
        return found;
    }

    static boolean isOurs(MetricSnapshot snapshot) {
        return snapshot.getMetadata().getPrometheusName().startsWith("serinus_");
    }

    static String type(MetricSnapshot snapshot) {
        return snapshot.getClass().getSimpleName().replace("Snapshot", "").toLowerCase(Locale.ROOT);
    }

    static String name(MetricSnapshot snapshot) {
        String name = snapshot.getMetadata().getPrometheusName();
        return switch (type(snapshot)) {
            case "counter" -> name + "_total";
            case "info" -> name + "_info";
            default -> name;
        };
    }

    static Set<String> labels(MetricSnapshot snapshot) {
        var names = new TreeSet<String>();
        snapshot.getDataPoints().forEach(point -> point.getLabels().forEach(label -> names.add(label.getName())));
        return names;
    }
}
