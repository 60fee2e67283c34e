package io.serinus.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)\\{(.*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"(?:,|$)");

    private record Sample(String name, Map<String, String> labels) {}

    @Test
    void printsEveryCounterOfEveryProxy() {
        var mesh = DemoScenario.SHOP.mesh(START, 3, host -> null);
        mesh.advance(START.plusSeconds(90));
        for (SimulatedProxy proxy : mesh.proxies()) {
            var samples = parse(Exposition.of(proxy, mesh.now()));

            var expected = new HashMap<Sample, Double>();
            expected.put(new Sample("envoy_server_uptime", Map.of()), 90.0);
            proxy.counters().forEach((series, counter) -> expect(series, counter, expected));
            assertThat(samples).isEqualTo(expected);
            assertThat(proxy.counters()).isNotEmpty();
        }
    }

    private static void expect(Series series, DurationHistogram counter, Map<Sample, Double> expected) {
        String duration = "istio_request_duration_milliseconds";
        Map<String, String> labels = series.labels();
        expected.put(new Sample("istio_requests_total", labels), (double) counter.requests());
        expected.put(new Sample(duration + "_count", labels), (double) counter.requests());
        expected.put(new Sample(duration + "_sum", labels), (double) counter.sumMillis());
        String[] bounds = {
            "0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000", "30000", "60000",
            "300000", "600000", "1800000", "3600000"
        };
        for (int i = 0; i < bounds.length; i++) {
            expected.put(bucket(labels, bounds[i]), (double) counter.cumulative()[i]);
        }
        expected.put(bucket(labels, "+Inf"), (double) counter.requests());
    }

    private static Sample bucket(Map<String, String> labels, String bound) {
        var withBound = new HashMap<>(labels);
        withBound.put("le", bound);
        return new Sample("istio_request_duration_milliseconds_bucket", withBound);
    }

    @Test
    void escapesLabelValues() {
        var mesh = SimulatedMesh.startingAt(START, 1)
                .client(new SimulatedClient("odd \"name\\\n", "default", 1))
                .service(new SimulatedService(
                        "a.b.svc.cluster.local",
                        10,
                        new SimulatedVersion("v1", "a-v1", 1, Behaviour.withErrorRatio(0))))
                .build();
        mesh.advance(START.plusSeconds(10));
        assertThat(parse(Exposition.of(mesh.proxies().getLast(), mesh.now())).keySet())
                .extracting(sample -> sample.labels().get("source_workload"))
                .contains("odd \"name\\\n");
    }

    /** Reads the text format strictly: one family after another, each announced by its type, no sample twice. */
    private static Map<Sample, Double> parse(String page) {
        var samples = new HashMap<Sample, Double>();
        String family = "";
        for (String line : page.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2];
                continue;
            }
            var sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            assertThat(sample.group(1)).startsWith(family);
            var labels = new HashMap<String, String>();
            var label = LABEL.matcher(sample.group(2));
            int end = 0;
            while (label.lookingAt()) {
                assertThat(labels.put(label.group(1), unescaped(label.group(2))))
                        .isNull();
                end = label.end();
                label.region(end, sample.group(2).length());
            }
            assertThat(end).as(line).isEqualTo(sample.group(2).length());
            assertThat(samples.put(new Sample(sample.group(1), labels), Double.valueOf(sample.group(3))))
                    .as(line)
                    .isNull();
        }
        assertThat(page).endsWith("\n");
        return samples;
    }

    private static String unescaped(String value) {
        return Pattern.compile("\\\\(.)").matcher(value).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "\\" -> "\\\\";
            default -> escape.group(1);
        });
    }
}
