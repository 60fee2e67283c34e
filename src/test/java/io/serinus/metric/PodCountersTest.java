package io.serinus.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.BaselineHistory.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodCountersTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000L);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Destination CART = new Destination("cart", "v1", "v1", "cart-v1");
    private static final double BOUND = 100;

    private final Map<RequestSeries, Map<Instant, Long>> requests = new HashMap<>();
    private final Map<LatencySeries, Map<Instant, LatencyCounts>> latency = new HashMap<>();

    @Test
    void countsWhatEveryPodCountedFromPointToPoint() {
        pod(0, "200", 1_000L, 1_010L, 1_030L);
        pod(1, "200", 5L, 8L, 9L);

        List<Span> spans = history().spans();

        assertThat(spans).extracting(Span::end).containsExactly(at(1), at(2));
        assertThat(spans.stream().mapToLong(PodCountersTest::total)).containsExactly(13L, 21L);
    }

    @Test
    void countsFromZeroWhereAProcessIsAnotherOne() {
        pod(0, "200", 1_000L, 7L, 9L);
        pod(1, "200", 5L, 6L, 7L);

        assertThat(history().spans().stream().mapToLong(PodCountersTest::total)).containsExactly(8L, 3L);
    }

    @Test
    void countsNoDifferenceOverAGap() {
        pod(0, "200", 1_000L, null, 1_050L, 1_051L);
        pod(1, "200", 5L, 6L, 7L, 8L);

        assertThat(history().spans()).extracting(Span::end).containsExactly(at(3));
    }

    @Test
    void countsASeriesThatAppearsInAPodFromZeroAndAPodThatAppearsNotAtAll() {
        pod(0, "200", 1_000L, 1_010L, 1_020L);
        pod(0, "500", null, 2L, 3L);
        pod(1, "200", 5L, 6L, 7L);
        pod(2, "200", null, 900L, 901L);

        assertThat(history().spans().stream().mapToLong(PodCountersTest::total)).containsExactly(13L, 13L);
    }

    @Test
    void leavesOutIntervalsInWhichAHalfHasNoRequests() {
        pod(0, "200", 1L, 2L, 3L);
        pod(1, "200", 1L, 1L, 2L);

        assertThat(history().spans()).extracting(Span::end).containsExactly(at(2));
    }

    @Test
    void addsHistogramsAndDecidesOnTheirTotalsWhatARestartIs() {
        pod(0, "200", 10L, 20L);
        pod(1, "200", 10L, 20L);
        latency.put(series(0), Map.of(at(0), histogram(8, 10), at(1), histogram(14, 20)));
        latency.put(series(1), Map.of(at(0), histogram(9, 10), at(1), histogram(2, 4)));

        Span span = history().spans().getFirst();

        assertThat(List.of(span.first().latency(), span.second().latency()))
                .containsExactlyInAnyOrder(histogram(6, 10), histogram(2, 4));
    }

    @Test
    void hasNoHistoryOfOnePod() {
        pod(0, "200", 1L, 2L);
        assertThat(new PodCounters(INTERVAL, requests, latency).halves()).isEmpty();
    }

    @Test
    void saysHowManyPodsSharedTheRequestsOnAverage() {
        for (int pod = 0; pod < 8; pod++) {
            pod(pod, "200", 1L, 2L, 3L, 4L);
        }
        pod(8, "200", 1L, 2L, null, null);

        BaselineHistory history = history();

        assertThat(history.firstPods() + history.secondPods()).isEqualTo(8);
    }

    @Property(tries = 200)
    void bothHalvesTogetherHaveEveryRequestWhereNothingIsMissing(@ForAll("increments") List<List<Integer>> pods) {
        var sums = new TreeMap<Integer, Long>();
        for (int pod = 0; pod < pods.size(); pod++) {
            long value = 100L * pod;
            var values = new ArrayList<Long>(List.of(value));
            for (int i = 0; i < 5; i++) {
                int more = pods.get(pod).get(i);
                value += more;
                values.add(value);
                sums.merge(i + 1, (long) more, Long::sum);
            }
            pod(pod, "200", values.toArray(Long[]::new));
        }

        BaselineHistory history = history();

        assertThat(history.firstPods() + history.secondPods()).isEqualTo(pods.size());
        assertThat(history.spans()).hasSize(5);
        history.spans().forEach(span -> assertThat(total(span)).isEqualTo(sums.get(second(span.end()))));
        requests.clear();
    }

    @Property(tries = 200)
    void choosesTheSamePodsWhateverTheirOrder(@ForAll @IntRange(min = 1, max = 60) int pods) {
        List<Instance> all = new ArrayList<>(
                IntStream.range(0, pods).mapToObj(PodCountersTest::instance).toList());
        List<Instance> chosen = PodCounters.chosen(all, 20);
        java.util.Collections.reverse(all);

        assertThat(PodCounters.chosen(all, 20)).isEqualTo(chosen);
        assertThat(chosen).hasSize(Math.min(pods, 20)).doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<List<List<Integer>>> increments() {
        return Arbitraries.integers()
                .between(1, 50)
                .list()
                .ofSize(5)
                .list()
                .ofMinSize(2)
                .ofMaxSize(8);
    }

    private BaselineHistory history() {
        return new PodCounters(INTERVAL, requests, latency).halves().orElseThrow();
    }

    private void pod(int number, String code, @Nullable Long... values) {
        var points = new HashMap<Instant, Long>();
        for (int i = 0; i < values.length; i++) {
            Long value = values[i];
            if (value != null) {
                points.put(at(i), value);
            }
        }
        requests.put(new RequestSeries(instance(number), CART, Outcome.http(code)), points);
    }

    private static LatencySeries series(int pod) {
        return new LatencySeries(instance(pod), CART);
    }

    private static LatencyCounts histogram(long fast, long all) {
        return new LatencyCounts(Map.of(BOUND, fast), all);
    }

    private static Instance instance(int pod) {
        return new Instance("istio-proxies", "10.244.0." + pod + ":15020");
    }

    private static long total(Span span) {
        return span.first().requests().total() + span.second().requests().total();
    }

    private static Instant at(int point) {
        return START.plus(INTERVAL.multipliedBy(point));
    }

    private static int second(Instant at) {
        return (int) Duration.between(START, at).dividedBy(INTERVAL);
    }
}
