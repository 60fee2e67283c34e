package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.controller.Collector;
import io.serinus.controller.Demand;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.prometheus.RecordedServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** How many queries a tick costs, counted at the backend. */
class QueryCountTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_239_900L);
    private static final BucketBounds BOUNDS = BucketBounds.exactly(Set.of(100.0, 250.0));
    private static final Pattern HOSTS = Pattern.compile("destination_service=~\"([^\"]*)\"");

    /** Ages, freshness and requests; where an interval ends also buckets. */
    private static final List<Integer> OF_ONE_PART = List.of(3, 4);

    @Example
    void oneReleaseAndFiveHundredCostTheSameWhileTheirNamesFitIntoOneQuery() {
        for (int releases : List.of(1, 2, 50, 500)) {
            assertThat(queriesPerTick(releases, 32_000))
                    .as("%d releases", releases)
                    .isEqualTo(OF_ONE_PART);
        }
        for (int releases : List.of(1, 200)) {
            assertThat(queriesPerTick(releases, PrometheusSettings.DEFAULT_MAX_QUERY_BYTES))
                    .as("%d releases by default", releases)
                    .isEqualTo(OF_ONE_PART);
        }
        assertThat(queriesPerTick(500, PrometheusSettings.DEFAULT_MAX_QUERY_BYTES))
                .isEqualTo(List.of(4, 6));
        assertThat(queriesPerTick(2_000, PrometheusSettings.DEFAULT_MAX_QUERY_BYTES))
                .isEqualTo(List.of(10, 18));
    }

    @Example
    void releasesOfOneServiceShareItsRows() {
        var demands = IntStream.range(0, 50).mapToObj(i -> demand(i, 0)).toList();
        assertThat(queriesPerTick(demands, 2_000)).isEqualTo(OF_ONE_PART);
    }

    /** Beyond the limit queries grow by one for every query full of names, and no name is left out or asked for twice. */
    @Property(tries = 200)
    void partsAreAsFewAsTheirLengthAllows(
            @ForAll @IntRange(min = 1, max = 600) int releases,
            @ForAll @IntRange(min = 2_000, max = 30_000) int maxBytes) {
        Set<String> names =
                IntStream.range(0, releases).mapToObj(QueryCountTest::host).collect(Collectors.toSet());
        List<String> requests = new CounterQueries(Reporter.SOURCE, maxBytes)
                .requests(new SnapshotQuery(START, names, BOUNDS, new SnapshotQuery.Form.Current()));
        List<List<String>> parts = requests.stream().map(QueryCountTest::hosts).toList();

        assertThat(parts.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(requests).allSatisfy(query -> assertThat(query).hasSizeLessThanOrEqualTo(maxBytes));
        int longest = parts.stream().mapToInt(List::size).max().orElseThrow();
        assertThat(parts).hasSize((releases + longest - 1) / longest);
        int perName = host(0).replace(".", "\\\\.").length() + 1;
        if (parts.size() > 1) {
            assertThat(requests.stream().mapToInt(String::length).max().orElseThrow())
                    .as("the fullest query has no room for one more name")
                    .isGreaterThan(maxBytes - 2 * perName - longest);
        }
    }

    private static List<String> hosts(String query) {
        Matcher matcher = HOSTS.matcher(query);
        assertThat(matcher.find()).as(query).isTrue();
        return List.of(matcher.group(1).replace("\\\\.", ".").split("\\|"));
    }

    /** Classic histograms, so that the form of none has to be found out. */
    private static Reply histograms(RecordedServer.Asked asked) {
        String rows = !asked.query().contains("_bucket{")
                ? ""
                : hosts(asked.query()).stream()
                        .map(host -> "{\"metric\":{\"destination_service\":\"" + host
                                + "\",\"le\":\"+Inf\",\"job\":\"a\",\"instance\":\"b\"},\"value\":["
                                + asked.form().get("time") + ",\"1\"]}")
                        .collect(Collectors.joining(","));
        return Reply.ok(RecordedServer.EMPTY.replace("[]", "[" + rows + "]"));
    }

    private static List<Integer> queriesPerTick(int releases, int maxBytes) {
        return queriesPerTick(demands(releases), maxBytes);
    }

    /** The numbers of queries that ticks cost after the first one, which begins the releases. */
    private static List<Integer> queriesPerTick(List<Demand> demands, int maxBytes) {
        try (var server = new RecordedServer(QueryCountTest::histograms)) {
            ticked(server, demands, maxBytes);
            Map<String, Long> perTick = server.asked().stream()
                    .collect(Collectors.groupingBy(
                            asked -> asked.form().getOrDefault("time", ""), Collectors.counting()));
            perTick.remove(START.getEpochSecond() + ".000");
            assertThat(perTick).hasSize(3);
            return new TreeSet<>(perTick.values()).stream().map(Long::intValue).toList();
        }
    }

    private static void ticked(RecordedServer server, List<Demand> demands, int maxBytes) {
        var settings = new PrometheusSettings(server.url(), Duration.ofSeconds(60), Map.of(), Map.of(), maxBytes);
        var collector = new Collector(new PrometheusMetricSource(
                settings, Reporter.SOURCE, new Turns(new QueryLimits(4, Duration.ofSeconds(60)))));
        for (int second = 0; second <= 15; second += 5) {
            collector.collect(START.plusSeconds(second), demands);
        }
    }

    private static List<Demand> demands(int releases) {
        return IntStream.range(0, releases).mapToObj(i -> demand(i, i)).toList();
    }

    private static Demand demand(int release, int service) {
        return new Demand(
                "release-" + release,
                new Target(new Version(host(service), "v1"), new Version(host(service), "v2")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                BOUNDS);
    }

    private static String host(int service) {
        return "service-%04d.shop.svc.cluster.local".formatted(service);
    }
}
