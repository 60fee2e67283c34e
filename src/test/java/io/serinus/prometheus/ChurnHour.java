package io.serinus.prometheus;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serinus.analysis.Observation;
import io.serinus.controller.Collector;
import io.serinus.controller.Demand;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Reporter;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.testbed.SampleServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An hour of all scenarios on one server, which is stopped and started again in the middle. Samples are written ahead by some
 * minutes and read at the time of each tick, through the real source and collector.
 */
final class ChurnHour {
    static final int TICK = 5;
    static final int INTERVAL = 30;

    private static final long SEED = 20_261_122;
    private static final int BEFORE = 120;
    private static final int AHEAD = 300;
    private static final int STOPPED = 1_800;
    private static final int STARTED = 1_870;

    /** How many ticks find the server running. */
    static final int READS = (Churn.LENGTH - (STARTED - STOPPED)) / TICK + 1;

    private final SampleServer server;
    private final Instant begin;
    private final Map<Scenario, Churn> churns = new EnumMap<>(Scenario.class);
    private final Map<Scenario, Reads> reads = new EnumMap<>(Scenario.class);
    private final Map<Reporter, Collector> collectors = new EnumMap<>(Reporter.class);
    private final RemoteWrite write = new RemoteWrite();

    /**
     * @param server empty
     * @param begin on the grid of whole minutes, more than an hour ago
     */
    ChurnHour(SampleServer server, Instant begin) {
        this.server = server;
        this.begin = begin;
        for (Scenario scenario : Scenario.values()) {
            var churn = new Churn(scenario, SEED, TICK);
            churns.put(scenario, churn);
            reads.put(scenario, new Reads(churn.ledger()));
            collectors.computeIfAbsent(
                    scenario.reporter(),
                    reporter -> new Collector(new PrometheusMetricSource(
                            new PrometheusSettings(
                                    server.url(),
                                    Duration.ofSeconds(5),
                                    Map.of(),
                                    Map.of(),
                                    PrometheusSettings.DEFAULT_MAX_QUERY_BYTES),
                            reporter)));
        }
    }

    /** Lives the hour through. */
    Map<Scenario, Reads> live() {
        live(-BEFORE, 0);
        collect(0);
        for (int second = 0; second < Churn.LENGTH; second += AHEAD) {
            if (second == STOPPED) {
                server.stop();
                collect(second + TICK);
                server.start();
            }
            live(second, second + AHEAD);
            for (int tick = second + TICK; tick <= second + AHEAD; tick += TICK) {
                tick(tick);
            }
        }
        return reads;
    }

    private void tick(int second) {
        reads.values().forEach(each -> each.tick(second));
        boolean isStopped = second > STOPPED && second < STARTED;
        if (!isStopped) {
            collect(second);
        }
    }

    private void live(int from, int to) {
        for (int second = from; second < to; second++) {
            boolean isScraping = second < STOPPED || second >= STARTED;
            long millis = begin.toEpochMilli() + 1_000L * second + 500;
            for (Churn churn : churns.values()) {
                churn.live(second, millis, isScraping, write);
            }
        }
        server.write(write.drain());
    }

    private void collect(int second) {
        collectors.forEach((reporter, collector) -> {
            List<Demand> demands = Stream.of(Scenario.values())
                    .filter(scenario -> scenario.reporter() == reporter)
                    .map(ChurnHour::demand)
                    .toList();
            Map<String, Observation> observations = collector.collect(begin.plusSeconds(second), demands);
            observations.forEach((name, observation) -> collector
                    .latest(name)
                    .ifPresent(increments ->
                            requireNonNull(reads.get(Scenario.valueOf(name))).read(second, observation, increments)));
        });
    }

    private static Demand demand(Scenario scenario) {
        return new Demand(
                scenario.name(),
                new Target(new Version(scenario.host(), "v1"), new Version(scenario.host(), "v2")),
                Duration.ofSeconds(TICK),
                Duration.ofSeconds(INTERVAL),
                BucketBounds.exactly(Set.of((double) ScrapedPod.BOUND)));
    }

    /** What {@code sum(increase(...))} over all intervals says of each scenario's requests, those that the matcher takes. */
    Map<Scenario, Double> increase(String matcher) {
        String query =
                "sum by (destination_service) (increase(istio_requests_total" + matcher + "[" + INTERVAL + "s]))";
        String body = server.get(
                "/api/v1/query_range",
                Map.of(
                        "query",
                        query,
                        "start",
                        Long.toString(begin.getEpochSecond() + INTERVAL),
                        "end",
                        Long.toString(begin.getEpochSecond() + Churn.LENGTH),
                        "step",
                        INTERVAL + "s",
                        "nocache",
                        "1"));
        var sums = new EnumMap<Scenario, Double>(Scenario.class);
        for (JsonNode series : parse(body).at("/data/result")) {
            for (Scenario scenario : Scenario.values()) {
                if (scenario.host()
                        .equals(series.at("/metric/destination_service").asText())) {
                    double sum = 0;
                    for (JsonNode point : series.get("values")) {
                        sum += Double.parseDouble(point.get(1).asText());
                    }
                    sums.put(scenario, sum);
                }
            }
        }
        return sums;
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
