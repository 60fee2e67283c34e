package io.serinus.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.serinus.prometheus.RecordedServer.EMPTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Destination;
import io.serinus.metric.Instance;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.LatencySeries;
import io.serinus.metric.Outcome;
import io.serinus.metric.Reporter;
import io.serinus.metric.RequestSeries;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.prometheus.StrictReading.Row;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a backend sends is either refused, by one kind of exception, or read as what it says: compared with a second
 * reading of the same bytes.
 */
class AnswerFuzzTest {
    private static final Instant AT = Instant.ofEpochSecond(1_795_239_900L);
    private static final Set<Double> BOUNDS = Set.of(25.0, 100.0, 250.0);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Real answers of that time: what is changed little is still likely to be read. */
    private static final List<String> RECORDED = List.of(
            "prom242_snapshot_requests.json",
            "vm1145_snapshot_requests.json",
            "prom242_snapshot_buckets.json",
            "prom353_snapshot_buckets.json",
            "prom242_uptime.json",
            "prom242_up.json",
            "native_custom.json",
            "native_exponential.json",
            "prom353_infos.json",
            "prom353_warnings.json",
            "prom242_instant_empty.json",
            "vm1145_instant_empty.json",
            "prom242_instant_increments.json",
            "prom242_range.json",
            "prom242_scalar.json",
            "vm1145_error_timeout.json",
            "prom353_error_timeout.json");

    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeContainer
    static void serve() {
        SERVER.start();
    }

    @AfterContainer
    static void stop() {
        SERVER.stop();
    }

    @Property(tries = 1_000)
    void refusesArbitraryBytesOrReadsWhatTheySay(@ForAll byte[] body) {
        readsWhatItSays(body);
    }

    @Property(tries = 2_000)
    void readsOfArbitraryJsonNoMoreThanItSays(@ForAll("answers") String body) {
        readsWhatItSays(body.getBytes(StandardCharsets.UTF_8));
        someAreRead();
    }

    @Property(tries = 3_000)
    void readsOfAnswersWithOtherBytesNoMoreThanTheySay(@ForAll("recorded") String name, @ForAll Random random) {
        readsWhatItSays(withOtherBytes(recorded(name), random));
        someAreRead();
    }

    @Property(tries = 3_000)
    void readsOfAnswersWithOtherNodesNoMoreThanTheySay(@ForAll("recorded") String name, @ForAll Random random)
            throws IOException {
        JsonNode tree = MAPPER.readTree(recorded(name));
        String text = tree.toString();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text = withOtherNode(MAPPER.readTree(text), random);
        }
        // Duplicate fields are no tree any more, so they come last.
        readsWhatItSays((random.nextInt(3) == 0 ? withTwins(text, random) : text).getBytes(StandardCharsets.UTF_8));
        someAreRead();
    }

    @Property(tries = 150)
    void endsInTheSourcesOwnExceptionOrInASnapshot(@ForAll("recorded") String name, @ForAll Random random) {
        byte[] body = random.nextBoolean() ? withOtherBytes(recorded(name), random) : recorded(name);
        SERVER.resetAll();
        SERVER.stubFor(post(anyUrl()).willReturn(ok().withBody(body)));
        var source = new PrometheusMetricSource(
                new PrometheusSettings(URI.create(SERVER.baseUrl()), Duration.ofMillis(500), Map.of(), Map.of(), 2_000),
                Reporter.SOURCE);
        var query =
                new SnapshotQuery(AT, Set.of("cart"), BucketBounds.exactly(BOUNDS), new SnapshotQuery.Form.Current());
        Optional<List<Row>> rows = StrictReading.counters(body, AT);
        try {
            var snapshot = source.snapshot(query);
            assertThat(Optional.of(snapshot.ages())).isEqualTo(ages(rows));
            assertThat(Optional.of(snapshot.requests())).isEqualTo(requests(rows));
            assertThat(Optional.of(snapshot.latency())).isEqualTo(latency(rows, BucketBounds.exactly(BOUNDS)));
        } catch (SourceUnavailableException e) {
            assertThat(List.of(ages(rows), requests(rows), latency(rows, BucketBounds.exactly(BOUNDS))))
                    .as(new String(body, StandardCharsets.UTF_8))
                    .contains(Optional.empty());
            assertThat(String.valueOf(e.getMessage()))
                    .hasSizeLessThan(1_500)
                    .doesNotContainPattern("\\p{Cntrl}")
                    .doesNotContainPattern("(Exception|com[.]fasterxml|java[.])");
        }
    }

    /** What a body must not do, whatever it holds. */
    @ParameterizedTest
    @ValueSource(
            strings = {"[", "{\"a\":", "{\"status\":[", "{\"data\":{\"result\":[{\"metric\":{\"a\":", "{\"stats\":["})
    void refusesNestingThatNoAnswerHas(String start) {
        byte[] body = start.repeat(1_000_000 / start.length()).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(TryFailedException.class)
                .isThrownBy(() -> Replies.accepted(body, AT, new RequestRows()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'metric':{'a':'LONG'},'value':[1795239900,'1']}",
                "{'metric':{'LONG':'a'},'value':[1795239900,'1']}",
                "{'metric':{},'value':[1795239900LONG,'1']}",
                "{'metric':{},'value':[1795239900,'1LONG']}",
                "{'metric':{},'value':[1795239900,'0.LONG']}",
                "{'metric':{},'value':[1795239900,'1e1LONG']}",
                "{'metric':{},'value':[1795239900,'1'],'more':1LONG}"
            })
    void refusesPartsLargerThanAnyAnswerHas(String row) {
        String rows = "[" + row.replace('\'', '"').replace("LONG", "0".repeat(2_000_000)) + "]";
        assertThatExceptionOfType(TryFailedException.class)
                .isThrownBy(() -> Replies.accepted(
                        EMPTY.replace("[]", rows).getBytes(StandardCharsets.UTF_8), AT, new RequestRows()))
                .satisfies(e -> assertThat(e.problem()).hasSizeLessThan(1_000));
    }

    /** A test whose answers are all refused would show nothing. */
    private static void someAreRead() {
        Statistics.label("requests are read")
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 2));
    }

    private static void readsWhatItSays(byte[] body) {
        Optional<List<Row>> rows = StrictReading.counters(body, AT);
        Statistics.label("requests are read").collect(requests(rows).isPresent());
        assertThat(read(body, new AgeRows()).map(AgeRows::ages)).isEqualTo(ages(rows));
        assertThat(read(body, new RequestRows()).map(RequestRows::requests)).isEqualTo(requests(rows));
        for (BucketBounds bounds : List.of(BucketBounds.exactly(BOUNDS), BucketBounds.all())) {
            if (bounds.equals(BucketBounds.all())
                    && rows.isPresent()
                    && numbers(rows).isEmpty()) {
                // Which of all bounds a native histogram is read at is NativeBucketsTest's.
                continue;
            }
            assertThat(read(body, new BucketRows(bounds)).flatMap(AnswerFuzzTest::histograms))
                    .isEqualTo(latency(rows, bounds));
        }
    }

    private static <R extends QueryClient.Rows> Optional<R> read(byte[] body, R rows) {
        try {
            return Optional.of(Replies.accepted(body, AT, rows));
        } catch (TryFailedException e) {
            assertThat(e.problem()).isNotBlank().hasSizeLessThan(1_000);
            return Optional.empty();
        }
    }

    private static Optional<Map<LatencySeries, LatencyCounts>> histograms(BucketRows rows) {
        try {
            return Optional.of(rows.histograms());
        } catch (SourceUnavailableException e) {
            return Optional.empty();
        }
    }

    private static Optional<Map<Instance, Duration>> ages(Optional<List<Row>> rows) {
        return numbers(rows)
                .flatMap(all -> unique(all.stream()
                        .map(row -> Map.entry(instance(row), Duration.ofSeconds(row.count())))
                        .toList()));
    }

    private static Optional<Map<RequestSeries, Long>> requests(Optional<List<Row>> rows) {
        return numbers(rows)
                .flatMap(all -> unique(all.stream()
                        .map(row -> Map.entry(
                                new RequestSeries(
                                        instance(row),
                                        destination(row),
                                        new Outcome(
                                                row.label("response_code"),
                                                row.label("response_flags"),
                                                row.label("grpc_response_status"))),
                                row.count()))
                        .toList()));
    }

    private static Optional<Map<LatencySeries, LatencyCounts>> latency(Optional<List<Row>> rows, BucketBounds wanted) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        var buckets = new HashMap<LatencySeries, Map<Double, Long>>();
        var seen = new HashSet<List<Object>>();
        for (Row row : rows.get()) {
            if (row.histogram() != null) {
                continue;
            }
            Optional<Double> le = StrictReading.bound(row.label("le"));
            if (le.isEmpty()) {
                return Optional.empty();
            }
            double bound = le.get();
            boolean isWanted = Double.isInfinite(bound)
                    || wanted.equals(BucketBounds.all())
                    || (!wanted.equals(BucketBounds.all()) && BOUNDS.contains(bound));
            if (!isWanted) {
                continue;
            }
            var series = new LatencySeries(instance(row), destination(row));
            if (!seen.add(List.of(series, row.label("le")))) {
                return Optional.empty();
            }
            buckets.computeIfAbsent(series, key -> new TreeMap<>()).merge(bound, row.count(), Math::max);
        }
        var histograms = new HashMap<LatencySeries, LatencyCounts>();
        for (var entry : buckets.entrySet()) {
            Long total = entry.getValue().remove(Double.POSITIVE_INFINITY);
            if (total == null) {
                return Optional.empty();
            }
            long highest = 0;
            for (var bucket : entry.getValue().entrySet()) {
                highest = Math.max(highest, Math.min(total, bucket.getValue()));
                bucket.setValue(highest);
            }
            histograms.put(entry.getKey(), new LatencyCounts(entry.getValue(), total));
        }
        return withNatives(rows.get(), histograms);
    }

    /** Of hosts without classic histograms, at the bounds {@link #BOUNDS}. */
    private static Optional<Map<LatencySeries, LatencyCounts>> withNatives(
            List<Row> rows, Map<LatencySeries, LatencyCounts> classic) {
        var all = new HashMap<>(classic);
        var seen = new HashSet<LatencySeries>();
        var classicHosts = new HashSet<String>();
        classic.keySet().forEach(series -> classicHosts.add(series.destination().host()));
        for (Row row : rows) {
            if (row.histogram() == null) {
                continue;
            }
            var series = new LatencySeries(instance(row), destination(row));
            var counts = new TreeMap<Double, Long>();
            for (double bound : BOUNDS) {
                Optional<OptionalLong> atMost = StrictReading.atMost(row, bound);
                if (atMost.isEmpty()) {
                    return Optional.empty();
                }
                atMost.get().ifPresent(count -> counts.put(bound, count));
            }
            if (!seen.add(series)) {
                return Optional.empty();
            }
            if (!classicHosts.contains(series.destination().host()) && row.count() > 0) {
                all.put(series, new LatencyCounts(counts, row.count()));
            }
        }
        return Optional.of(all);
    }

    /** Native histograms are neither ages nor requests. */
    private static Optional<List<Row>> numbers(Optional<List<Row>> rows) {
        return rows.filter(all -> all.stream().allMatch(row -> row.histogram() == null));
    }

    private static <K, V> Optional<Map<K, V>> unique(List<Map.Entry<K, V>> entries) {
        var map = new HashMap<K, V>();
        for (var entry : entries) {
            if (map.put(entry.getKey(), entry.getValue()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(map);
    }

    private static Instance instance(Row row) {
        return new Instance(row.label("job"), row.label("instance"));
    }

    private static Destination destination(Row row) {
        return new Destination(
                row.label("destination_service"),
                row.label("destination_version"),
                row.label("destination_canonical_revision"),
                row.label("destination_workload"));
    }

    private static byte[] recorded(String name) {
        return RecordedServer.recorded(name).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withOtherBytes(byte[] body, Random random) {
        byte[] changed = body;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int from = random.nextInt(changed.length + 1);
            int to = Math.min(changed.length, from + 1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 4));
            byte[] part = Arrays.copyOfRange(changed, from, to);
            byte[] instead = switch (random.nextInt(5)) {
                case 0 -> new byte[0];
                case 1 -> concat(part, part);
                case 2 ->
                    concat(
                            part,
                            "0123456789.eE+-\"{}[],:n\\ "
                                    .substring(random.nextInt(25))
                                    .getBytes(StandardCharsets.UTF_8));
                case 3 -> {
                    if (part.length > 0) {
                        part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    yield part;
                }
                default -> new byte[] {(byte) ('0' + random.nextInt(10))};
            };
            changed = concat(
                    concat(Arrays.copyOf(changed, from), instead), Arrays.copyOfRange(changed, to, changed.length));
        }
        return changed;
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** One node replaced, removed or repeated. */
    private static String withOtherNode(JsonNode root, Random random) {
        var containers = new ArrayList<JsonNode>();
        collect(root, containers);
        if (containers.isEmpty()) {
            return root.toString();
        }
        JsonNode container = containers.get(random.nextInt(containers.size()));
        JsonNode other = OTHER_NODES.get(random.nextInt(OTHER_NODES.size()));
        if (container instanceof ArrayNode array) {
            int at = array.isEmpty() ? 0 : random.nextInt(array.size());
            switch (array.isEmpty() ? 2 : random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, array.get(at).deepCopy());
                case 2 -> array.insert(at, other);
                default -> array.set(at, other);
            }
        } else if (container instanceof ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() || random.nextInt(4) == 0
                    ? FIELDS.get(random.nextInt(FIELDS.size()))
                    : names.get(random.nextInt(names.size()));
            switch (random.nextInt(3)) {
                case 0 -> object.remove(name);
                case 1 ->
                    object.set(
                            name,
                            object.path(names.isEmpty() ? name : names.getFirst())
                                    .deepCopy());
                default -> object.set(name, other);
            }
        }
        return root.toString();
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    /** A field twice in its object: the same once more, or another value before it. */
    private static String withTwins(String text, Random random) {
        int colon = text.indexOf("\":", random.nextInt(text.length()));
        int quote = colon < 0 ? -1 : text.lastIndexOf('"', colon - 1);
        if (quote < 0) {
            return text;
        }
        String field = text.substring(quote, colon + 2);
        return text.substring(0, quote) + field + OTHER_NODES.get(random.nextInt(OTHER_NODES.size())) + ","
                + text.substring(quote);
    }

    private static final List<String> FIELDS = List.of(
            "status",
            "data",
            "resultType",
            "result",
            "metric",
            "value",
            "values",
            "histogram",
            "histograms",
            "warnings",
            "infos",
            "isPartial",
            "error",
            "errorType",
            "stats",
            "le",
            "job",
            "instance",
            "response_code");

    private static final List<JsonNode> OTHER_NODES = nodes(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "1.5",
            "1795239900",
            "1795239900.25",
            "1795239901",
            "1e400",
            "\"\"",
            "\"0\"",
            "\"1\"",
            "\"007\"",
            "\"-1\"",
            "\"1.5\"",
            "\"1.0\"",
            "\"1e3\"",
            "\"1e-3\"",
            "\"1e999999999\"",
            "\"9007199254740992\"",
            "\"9007199254740993\"",
            "\"9223372036854775808\"",
            "\"NaN\"",
            "\"+Inf\"",
            "\"-Inf\"",
            "\"0x10\"",
            "\"1f\"",
            "\" 1\"",
            "\"\u0661\"",
            "\"100\"",
            "\"100.0\"",
            "\"vector\"",
            "\"matrix\"",
            "\"scalar\"",
            "\"string\"",
            "\"streams\"",
            "\"success\"",
            "\"error\"",
            "[]",
            "{}",
            "[[]]",
            "[{}]",
            "[null]",
            "[\"w\"]",
            "[1795239900,\"3\"]",
            "[1795239900,3]",
            "[1795239900,\"3\",\"4\"]",
            "[[1795239900,\"3\"]]",
            "{\"metric\":{},\"value\":[1795239900,\"5\"]}",
            "[{\"metric\":{\"le\":\"+Inf\"},\"value\":[1795239900,\"5\"]}]",
            "{\"resultType\":\"vector\",\"result\":[]}",
            "[1795239900,{\"count\":\"3\",\"sum\":\"1\",\"buckets\":[[0,\"1\",\"2\",\"3\"]]}]");

    private static List<JsonNode> nodes(String... texts) {
        return Arrays.stream(texts)
                .map(text -> {
                    try {
                        return MAPPER.readTree(text);
                    } catch (IOException e) {
                        throw new IllegalArgumentException(text, e);
                    }
                })
                .toList();
    }

    @Provide
    Arbitrary<String> recorded() {
        return Arbitraries.of(RECORDED);
    }

    /** Answers of the right shape now and then, of any other otherwise. */
    @Provide
    Arbitrary<String> answers() {
        Arbitrary<String> any = Arbitraries.lazyOf(
                () -> Arbitraries.of(OTHER_NODES).map(JsonNode::toString),
                () -> Arbitraries.of("\"success\"", "\"vector\""),
                () -> array(nested()),
                () -> object(nested()));
        Arbitrary<String> labels = Combinators.combine(
                        Arbitraries.of("\"a\"", "\"b\"", "1", "null"), Arbitraries.of("25", "100", "+Inf", "1e2", "x"))
                .as((job, le) -> "{\"job\":" + job + ",\"le\":\"" + le + "\"}");
        Arbitrary<String> value = Combinators.combine(
                        Arbitraries.of("1795239900", "1795239900.000", "1"), Arbitraries.of(OTHER_NODES))
                .as((time, count) -> "[" + time + "," + count + "]");
        Arbitrary<String> row = Combinators.combine(
                        labels, Arbitraries.frequencyOf(Tuple.of(4, value), Tuple.of(1, any)))
                .as((metric, sample) -> "{\"metric\":" + metric + ",\"value\":" + sample + "}");
        Arbitrary<String> result = row.list().ofMaxSize(4).map(rows -> "[" + String.join(",", rows) + "]");
        Arbitrary<String> answer = Combinators.combine(
                        result,
                        Arbitraries.of(
                                "",
                                ",\"warnings\":[]",
                                ",\"infos\":[\"i\"]",
                                ",\"isPartial\":false",
                                ",\"warnings\":[\"w\"]",
                                ",\"isPartial\":true"))
                .as((rows, rest) -> EMPTY.replace("[]}}", rows + "}" + rest + "}"));
        return Arbitraries.oneOf(answer, any);
    }

    private static Arbitrary<String> nested() {
        return Arbitraries.of(OTHER_NODES).map(JsonNode::toString);
    }

    private static Arbitrary<String> array(Arbitrary<String> elements) {
        return elements.list().ofMaxSize(4).map(parts -> "[" + String.join(",", parts) + "]");
    }

    private static Arbitrary<String> object(Arbitrary<String> values) {
        Arbitrary<String> field =
                Combinators.combine(Arbitraries.of(FIELDS), values).as((name, value) -> "\"" + name + "\":" + value);
        return field.list().ofMaxSize(4).map(fields -> "{" + String.join(",", fields) + "}");
    }
}
