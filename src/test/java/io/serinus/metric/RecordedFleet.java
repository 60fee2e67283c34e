package io.serinus.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The recorded ticks of a simulated fleet, and what it really counted; see README.md beside the recordings. */
final class RecordedFleet {
    static final Duration TICK = Duration.ofSeconds(30);
    static final Duration TAIL = Duration.ofSeconds(60);

    /** One recorded tick: current values, and the last known ones of proxies without. */
    record Tick(Snapshot current, Snapshot tail) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedFleet() {}

    static List<Tick> ticks(String recording) {
        var ticks = new ArrayList<Tick>();
        for (String line : lines("replay_" + recording + ".jsonl.gz")) {
            ticks.add(tick(parse(line)));
        }
        return ticks;
    }

    /** True requests by service and response code. */
    static Map<String, Map<String, Long>> truth() {
        var truth = new TreeMap<String, Map<String, Long>>();
        parse(String.join("\n", lines("replay_truth.json.gz")))
                .get("total")
                .properties()
                .forEach(entry -> {
                    String[] key = entry.getKey().split("\\|", -1);
                    truth.computeIfAbsent(key[0], service -> new TreeMap<>())
                            .merge(key[2], entry.getValue().asLong(), Long::sum);
                });
        return truth;
    }

    private static Tick tick(JsonNode tick) {
        Instant at = Instant.ofEpochSecond(tick.get("t").asLong());
        var gone = new HashSet<Instance>();
        tick.get("requests_tail").forEach(row -> gone.add(instance(row)));
        tick.get("buckets_tail").forEach(row -> gone.add(instance(row)));
        var ages = new HashMap<Instance, Duration>();
        var lastAges = new HashMap<Instance, Duration>();
        tick.get("uptime").forEach(row -> {
            Instance instance = instance(row);
            (gone.contains(instance) ? lastAges : ages).put(instance, Duration.ofSeconds(value(row)));
        });
        return new Tick(
                new Snapshot(at, requests(tick.get("requests")), latency(tick.get("buckets")), ages),
                new Snapshot(at, requests(tick.get("requests_tail")), latency(tick.get("buckets_tail")), lastAges));
    }

    private static Map<RequestSeries, Long> requests(JsonNode rows) {
        var requests = new HashMap<RequestSeries, Long>();
        rows.forEach(row -> requests.put(
                new RequestSeries(instance(row), destination(row), Outcome.http(label(row, "response_code"))),
                value(row)));
        return requests;
    }

    private static Map<LatencySeries, LatencyCounts> latency(JsonNode rows) {
        var buckets = new HashMap<LatencySeries, Map<Double, Long>>();
        rows.forEach(row -> {
            String le = label(row, "le");
            double bound = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
            buckets.computeIfAbsent(new LatencySeries(instance(row), destination(row)), key -> new HashMap<>())
                    .put(bound, value(row));
        });
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        buckets.forEach((series, counts) -> {
            long total = Objects.requireNonNull(counts.remove(Double.POSITIVE_INFINITY), "no +Inf bucket");
            latency.put(series, LatencyCounts.repaired(counts, total));
        });
        return latency;
    }

    private static Instance instance(JsonNode row) {
        return new Instance("", label(row, "instance"));
    }

    private static Destination destination(JsonNode row) {
        return new Destination(label(row, "destination_service_name"), label(row, "destination_version"), "", "");
    }

    private static String label(JsonNode row, String name) {
        return row.get("metric").path(name).asText();
    }

    private static long value(JsonNode row) {
        return Long.parseLong(row.get("value").get(1).asText());
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String name) {
        var resource = Objects.requireNonNull(RecordedFleet.class.getResourceAsStream(name), name);
        try (var reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
