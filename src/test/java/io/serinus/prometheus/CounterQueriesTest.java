package io.serinus.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.Instance;
import io.serinus.metric.Reporter;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SnapshotQuery.Form;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterQueriesTest {
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L);
    private static final Set<String> HOSTS = Set.of("cart.shop.svc.cluster.local", "pay.shop.svc.cluster.local");
    private static final BucketBounds BOUNDS = BucketBounds.exactly(Set.of(250.0, 0.5));
    private static final Form CURRENT = new Form.Current();

    private final CounterQueries queries = new CounterQueries(Reporter.SOURCE, 12_000);

    @Test
    void asksForCurrentCounters() {
        var query = new SnapshotQuery(AT, HOSTS, BOUNDS, CURRENT);

        assertThat(queries.requests(query)).containsExactly("""
                sum by (destination_service, destination_version, destination_canonical_revision, destination_workload, \
                response_code, response_flags, grpc_response_status, job, instance) (istio_requests_total{reporter="source",\
                destination_service=~"cart\\\\.shop\\\\.svc\\\\.cluster\\\\.local|pay\\\\.shop\\\\.svc\\\\.cluster\\\\.local"})""");
        assertThat(queries.latency(query, HOSTS, BOUNDS)).containsExactly("""
                sum by (destination_service, destination_version, destination_canonical_revision, destination_workload, \
                le, job, instance) (istio_request_duration_milliseconds_bucket{reporter="source",\
                destination_service=~"cart\\\\.shop\\\\.svc\\\\.cluster\\\\.local|pay\\\\.shop\\\\.svc\\\\.cluster\\\\.local",\
                le=~"0\\\\.5|250([.]0)?|[+]Inf"})""");
        assertThat(queries.ages(query)).containsExactly("max by (job, instance) (envoy_server_uptime)");
    }

    @Test
    void asksForEveryBoundWithoutNamingOne() {
        var query = new SnapshotQuery(AT, Set.of("cart"), BucketBounds.all(), CURRENT);

        assertThat(queries.latency(query, Set.of("cart"), BucketBounds.all()))
                .singleElement()
                .asString()
                .endsWith("""
                        le, job, instance) (istio_request_duration_milliseconds_bucket{reporter="source",\
                        destination_service=~"cart"})""");
    }

    @Test
    void asksForLastKnownValuesOfSomeProxies() {
        var only = Set.of(new Instance("a", "10.0.0.1:15020"));
        var query = new SnapshotQuery(
                AT, Set.of("cart"), BucketBounds.none(), new Form.LastKnown(Duration.ofMillis(20_500), only));

        assertThat(queries.requests(query)).singleElement().asString().endsWith("""
                (last_over_time(istio_requests_total{reporter="source",destination_service=~"cart",\
                instance=~"10\\\\.0\\\\.0\\\\.1:15020"}[21s]))""");
        assertThat(queries.ages(query)).containsExactly("""
                max by (job, instance) (max_over_time(envoy_server_uptime{instance=~"10\\\\.0\\\\.0\\\\.1:15020"}[21s]))""");
    }

    @Test
    void asksForLastKnownValuesOfAllProxies() {
        var query = new SnapshotQuery(
                AT, Set.of("cart"), BucketBounds.none(), new Form.LastKnown(Duration.ofMinutes(15), Set.of()));

        assertThat(queries.requests(query)).singleElement().asString().endsWith("""
                (last_over_time(istio_requests_total{reporter="source",destination_service=~"cart"}[900s]))""");
        assertThat(queries.ages(query))
                .containsExactly("max by (job, instance) (max_over_time(envoy_server_uptime[900s]))");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 100.0",
        "0.5, 0.5, 0.5",
        "3600000, 3600000, 3.6e+06",
        "1000000, 1000000, 1e+06",
        "999999, 999999, 999999.0"
    })
    void matchesABoundHoweverItIsPrinted(double bound, String plain, String exponential) {
        var regex = Pattern.compile(CounterQueries.bounds(Set.of(bound)));

        assertThat(List.of(plain, exponential, "+Inf")).allMatch(regex.asMatchPredicate());
        assertThat(List.of(plain + "0", "1" + plain, "25", "Inf")).noneMatch(regex.asMatchPredicate());
    }

    @Test
    void staysBelowTheLimitWithManyHostsAndProxies() {
        var hosts = IntStream.range(0, 500)
                .mapToObj(i -> "service-" + i + ".shop.svc.cluster.local")
                .collect(Collectors.toSet());
        var only = IntStream.range(0, 300)
                .mapToObj(i -> new Instance("proxies", "10.0." + i / 250 + "." + i % 250 + ":15020"))
                .collect(Collectors.toSet());
        var query = new SnapshotQuery(AT, hosts, BOUNDS, new Form.LastKnown(Duration.ofSeconds(20), only));

        for (List<String> parts :
                List.of(queries.requests(query), queries.latency(query, hosts, BOUNDS), queries.ages(query))) {
            assertThat(parts)
                    .allSatisfy(part ->
                            assertThat(part.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(12_000));
        }
        String host = inQuery("service-77.shop.svc.cluster.local");
        for (Instance instance : only) {
            assertThat(queries.requests(query))
                    .as("parts for %s", instance)
                    .filteredOn(part -> part.contains(host) && part.contains(inQuery(instance.instance()) + '|')
                            || part.contains(host) && part.contains(inQuery(instance.instance()) + '"'))
                    .hasSize(1);
        }
    }

    private static String inQuery(String value) {
        return value.replace(".", "\\\\.");
    }

    @Property
    void aMatcherMatchesExactlyItsValues(
            @ForAll @Size(min = 1, max = 4) Set<@NotEmpty String> values, @ForAll String other) {
        String literal = CounterQueries.string(CounterQueries.anyOf(new TreeSet<>(values)));

        var regex = Pattern.compile(unquoted(literal), Pattern.DOTALL);
        assertThat(values).allMatch(regex.asMatchPredicate());
        assertThat(regex.asMatchPredicate().test(other)).isEqualTo(values.contains(other));
    }

    @Property
    void aStringLiteralHoldsItsValueAndNothingEndsIt(@ForAll String value) {
        assertThat(unquoted(CounterQueries.string(value))).isEqualTo(value);
    }

    /** Reads a double-quoted PromQL string as the backend does; fails on anything after its end. */
    private static String unquoted(String literal) {
        assertThat(literal).startsWith("\"").endsWith("\"");
        var value = new StringBuilder();
        for (int i = 1; i < literal.length() - 1; i++) {
            char c = literal.charAt(i);
            assertThat(c).isNotIn('"', '\n');
            if (c == '\\') {
                i++;
                assertThat(i).isLessThan(literal.length() - 1);
                c = switch (literal.charAt(i)) {
                    case 'n' -> '\n';
                    case '\\' -> '\\';
                    case '"' -> '"';
                    default -> throw new AssertionError("unknown escape in " + literal);
                };
            }
            value.append(c);
        }
        return value.toString();
    }
}
