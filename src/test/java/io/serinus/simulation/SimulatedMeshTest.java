package io.serinus.simulation;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.serinus.metric.Outcome;
import io.serinus.metric.Reporter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SimulatedMeshTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String CHECKOUT = "checkout.shop.svc.cluster.local";

    private Map<String, Object> virtualService = Yaml.weights(100, 0);

    @Nested
    class Routing {
        @Test
        void splitsTrafficByTheWeightsOfTheVirtualService() {
            virtualService = Yaml.weights(90, 10);
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.advance(START.plus(ofMinutes(10)));

            long canary = mesh.ledger().requests(CHECKOUT, "v2");
            long all = mesh.ledger().total();
            assertThat((double) all).isCloseTo(60_000, within(5 * Math.sqrt(60_000)));
            assertThat((double) canary).isCloseTo(all * 0.1, within(5 * Math.sqrt(all * 0.1 * 0.9)));
        }

        @Test
        void followsAChangeOfWeightsFromTheNextAdvanceOn() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.advance(START.plus(ofMinutes(1)));
            assertThat(mesh.ledger().requests(CHECKOUT, "v2")).isZero();

            virtualService = Yaml.weights(0, 100);
            long before = mesh.ledger().requests(CHECKOUT, "v1");
            mesh.advance(START.plus(ofMinutes(2)));
            assertThat(mesh.ledger().requests(CHECKOUT, "v1")).isEqualTo(before);
            assertThat(mesh.ledger().requests(CHECKOUT, "v2")).isPositive();
        }

        @Test
        void spreadsTrafficOverAllPodsOfAHostWithoutVirtualService() {
            var mesh = builder(Behaviour.withErrorRatio(0)).build();
            mesh.advance(START.plus(ofMinutes(10)));

            long all = mesh.ledger().total();
            assertThat((double) mesh.ledger().requests(CHECKOUT, "v2"))
                    .isCloseTo(all * 0.4, within(5 * Math.sqrt(all * 0.4 * 0.6)));
        }

        @Test
        void routesToAnotherHostUnderThatHostsName() {
            virtualService = Yaml.tree("""
                    metadata: {namespace: shop}
                    spec: {http: [{route: [{destination: {host: checkout-canary}}]}]}
                    """);
            String canary = "checkout-canary.shop.svc.cluster.local";
            var mesh = builder(Behaviour.withErrorRatio(0))
                    .service(new SimulatedService(
                            canary, 0, new SimulatedVersion("v2", "checkout-canary", 1, Behaviour.withErrorRatio(0))))
                    .routedBy(host -> virtualService)
                    .build();
            mesh.advance(START.plus(ofMinutes(1)));
            assertThat(mesh.ledger().requests(canary))
                    .isPositive()
                    .isEqualTo(mesh.ledger().total());
            assertThat(counts(mesh, Reporter.SOURCE).keySet())
                    .allSatisfy(series -> assertThat(series.host()).isEqualTo(canary));
        }

        @Test
        void countsNoClusterForAnUnknownSubsetAndNoRouteWhereNothingMatches() {
            virtualService = Yaml.tree("""
                    metadata: {namespace: shop}
                    spec: {http: [{route: [{destination: {host: checkout, subset: v9}}]}]}
                    """);
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.advance(START.plus(ofSeconds(10)));
            assertThat(mesh.ledger().lines().keySet())
                    .containsExactly(new Ledger.Line(CHECKOUT, "", new Outcome("503", "NC", ""), false));

            virtualService = Map.of();
            mesh.advance(START.plus(ofSeconds(20)));
            assertThat(mesh.ledger().lines().keySet())
                    .contains(new Ledger.Line(CHECKOUT, "", new Outcome("404", "NR", ""), false));
        }
    }

    @Nested
    class Counting {
        @Test
        void agreesWithTheLedgerAtBothEnds() {
            virtualService = Yaml.weights(60, 40);
            var mesh = mesh(Behaviour.withErrorRatio(0.05).withRefusals(FaultRatio.constant(0.02)));
            mesh.advance(START.plus(ofMinutes(5)));
            assertCountersEqualLedger(mesh);
            assertThat(mesh.ledger().count(line -> !line.delivered())).isPositive();
        }

        @Test
        void carriesIstiosLabels() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.advance(START.plus(ofSeconds(10)));

            assertThat(onlySeries(mesh, Reporter.SOURCE).labels())
                    .hasSize(24)
                    .containsEntry("reporter", "source")
                    .containsEntry("source_workload", "istio-ingressgateway")
                    .containsEntry("source_workload_namespace", "istio-system")
                    .containsEntry("destination_service", CHECKOUT)
                    .containsEntry("destination_service_name", "checkout")
                    .containsEntry("destination_service_namespace", "shop")
                    .containsEntry("destination_workload", "checkout-v1")
                    .containsEntry("destination_version", "v1")
                    .containsEntry("destination_canonical_revision", "v1")
                    .containsEntry("response_code", "200")
                    .containsEntry("response_flags", "-")
                    .containsEntry("connection_security_policy", "unknown");
            assertThat(onlySeries(mesh, Reporter.DESTINATION).labels())
                    .containsEntry("reporter", "destination")
                    .containsEntry("connection_security_policy", "mutual_tls");
        }

        @Test
        void countsRefusedConnectionsAtTheCallerOnlyWithTheRevisionButWithoutTheVersion() {
            virtualService = Yaml.weights(0, 100);
            var mesh = mesh(Behaviour.refusingConnections());
            mesh.advance(START.plus(ofSeconds(10)));

            assertThat(onlySeries(mesh, Reporter.SOURCE).labels())
                    .containsEntry("response_code", "503")
                    .containsEntry("response_flags", "UF")
                    .containsEntry("destination_version", "unknown")
                    .containsEntry("destination_app", "unknown")
                    .containsEntry("destination_workload", "checkout-v2")
                    .containsEntry("destination_canonical_service", "checkout")
                    .containsEntry("destination_canonical_revision", "v2")
                    .containsEntry("destination_workload_namespace", "shop");
            assertThat(counts(mesh, Reporter.DESTINATION)).isEmpty();
            assertThat(mesh.ledger().errors(CHECKOUT, "v2"))
                    .isEqualTo(mesh.ledger().total());
        }

        @Test
        void countsRequestsToAVersionWithoutPodsForNobody() {
            virtualService = Yaml.weights(0, 100);
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.killAll(CHECKOUT, "v2");
            mesh.advance(START.plus(ofSeconds(10)));

            assertThat(onlySeries(mesh, Reporter.SOURCE).labels())
                    .containsEntry("response_code", "503")
                    .containsEntry("response_flags", "UH")
                    .containsEntry("destination_service", CHECKOUT)
                    .containsEntry("destination_workload", "unknown")
                    .containsEntry("destination_version", "unknown")
                    .containsEntry("destination_canonical_revision", "latest")
                    .containsEntry("destination_service_namespace", "unknown");
            assertThat(mesh.ledger().requests(CHECKOUT, "v2", "503"))
                    .isEqualTo(mesh.ledger().total());
        }

        @Test
        void putsLatenciesIntoBucketsByTheirDistribution() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.setBehaviour(CHECKOUT, "v1", Behaviour.withErrorRatio(0).withLatency(new Latency(51, 0.5, 0)));
            mesh.advance(START.plus(ofMinutes(10)));

            long below = 0;
            long all = 0;
            for (SimulatedProxy proxy : mesh.proxies()) {
                for (var entry : proxy.counters().entrySet()) {
                    if (entry.getKey().reporter() == Reporter.DESTINATION) {
                        int bound = DurationHistogram.BOUNDS_MILLIS.indexOf(50.0);
                        below += entry.getValue().cumulative()[bound];
                        all += entry.getValue().requests();
                    }
                }
            }
            assertThat((double) below).isCloseTo(all * 0.5, within(5 * Math.sqrt((double) all) / 2));
        }
    }

    @Nested
    class Faults {
        @Test
        void startWhenTheirPhaseStarts() {
            virtualService = Yaml.weights(50, 50);
            var mesh = mesh(Behaviour.withErrorRatio(0).withErrors(FaultRatio.NEVER.from(ofSeconds(30), 1)));
            mesh.advance(START.plus(ofMinutes(1)));

            var ledger = mesh.ledger();
            Instant first = ledger.firstRequest(CHECKOUT, "v2").orElseThrow();
            assertThat(ledger.firstError(CHECKOUT, "v2").orElseThrow())
                    .isBetween(first.plus(ofSeconds(30)), first.plus(ofSeconds(31)));
            assertThat(ledger.firstError(CHECKOUT, "v1")).isEmpty();
        }

        @Test
        void hitTheGivenShareOfRequests() {
            virtualService = Yaml.weights(0, 100);
            var mesh = mesh(Behaviour.withErrorRatio(0.05));
            mesh.advance(START.plus(ofMinutes(10)));
            long all = mesh.ledger().total();
            assertThat((double) mesh.ledger().requests(CHECKOUT, "v2", "500"))
                    .isCloseTo(all * 0.05, within(5 * Math.sqrt(all * 0.05 * 0.95)));
        }

        @Test
        void canBeChangedWhileTrafficFlows() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.advance(START.plus(ofSeconds(10)));
            mesh.setBehaviour(CHECKOUT, "v1", Behaviour.withErrorRatio(1).withErrorCode("502"));
            mesh.advance(START.plus(ofSeconds(20)));
            assertThat(mesh.ledger().firstError(CHECKOUT, "v1").orElseThrow()).isAfter(START.plus(ofSeconds(10)));
            assertThat(mesh.ledger().requests(CHECKOUT, "v1", "502")).isPositive();
        }
    }

    @Nested
    class Pods {
        @Test
        void loseTheirCountersAndTheirAgeOnARestart() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.advance(START.plus(ofMinutes(1)));
            var proxy = pod(mesh, "checkout-v1-1");
            var instance = proxy.instance();
            assertThat(proxy.uptime(mesh.now())).isEqualTo(ofMinutes(1));
            assertThat(proxy.counters()).isNotEmpty();

            mesh.restart("checkout-v1-1");
            assertThat(proxy.uptime(mesh.now())).isZero();
            assertThat(proxy.counters()).isEmpty();
            assertThat(proxy.instance()).isEqualTo(instance);
            mesh.advance(START.plus(ofMinutes(2)));
            assertThat(proxy.counters()).isNotEmpty();
        }

        @Test
        void comeWithNewNamesAndAddresses() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            var addresses =
                    mesh.proxies().stream().map(SimulatedProxy::instance).toList();
            mesh.kill("checkout-v1-3");
            var added = mesh.addPod(CHECKOUT, "v1");
            assertThat(added.pod()).isEqualTo("checkout-v1-4");
            assertThat(addresses).doesNotHaveDuplicates().doesNotContain(added.instance());
            mesh.advance(START.plus(ofSeconds(10)));
            assertThat(added.counters()).isNotEmpty();
        }

        @Test
        void getNoTrafficOnceKilled() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            var killed = pod(mesh, "checkout-v1-2");
            mesh.kill("checkout-v1-2");
            mesh.advance(START.plus(ofSeconds(10)));
            assertThat(killed.counters()).isEmpty();
            assertThat(mesh.ledger().errors(CHECKOUT, "v1")).isZero();
            assertThatThrownBy(() -> mesh.kill("checkout-v1-2"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no pod checkout-v1-2 in the mesh, only [istio-ingressgateway-1,");
        }
    }

    @Nested
    class Time {
        @Test
        void givesTheSameRequestsForTheSameSeedHoweverItIsCut() {
            virtualService = Yaml.weights(70, 30);
            var behaviour = Behaviour.withErrorRatio(0.03).withRefusals(FaultRatio.constant(0.01));
            var one = mesh(behaviour);
            var other = mesh(behaviour);
            one.advance(START.plus(ofMinutes(2)));
            for (int i = 1; i <= 1_200; i++) {
                other.advance(START.plus(ofMillis(100L * i)));
            }
            assertThat(other.ledger().lines()).isEqualTo(one.ledger().lines());
            assertThat(pages(other)).isEqualTo(pages(one));
        }

        @Test
        void givesOtherRequestsForAnotherSeed() {
            var one = DemoScenario.SHOP.mesh(START, 1, host -> null);
            var other = DemoScenario.SHOP.mesh(START, 2, host -> null);
            one.advance(START.plus(ofMinutes(1)));
            other.advance(START.plus(ofMinutes(1)));
            assertThat(other.ledger().lines()).isNotEqualTo(one.ledger().lines());
        }

        @Test
        void doesNotRunBackwards() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.advance(START.plus(ofSeconds(10)));
            var before = mesh.ledger().lines();
            mesh.advance(START);
            assertThat(mesh.now()).isEqualTo(START.plus(ofSeconds(10)));
            assertThat(mesh.ledger().lines()).isEqualTo(before);
        }

        @Test
        void leavesARateToChange() {
            var mesh = mesh(Behaviour.withErrorRatio(0));
            mesh.stopTraffic();
            mesh.advance(START.plus(ofMinutes(1)));
            assertThat(mesh.ledger().total()).isZero();

            mesh.setRate(CHECKOUT, 1_000);
            mesh.advance(START.plus(ofMinutes(2)));
            assertThat((double) mesh.ledger().total()).isCloseTo(60_000, within(5 * Math.sqrt(60_000)));
        }
    }

    @Test
    void refusesAMeshWithoutClientsOrWithAHostTwice() {
        assertThatThrownBy(() -> SimulatedMesh.startingAt(START, 1).build())
                .hasMessage("the mesh has no client to send traffic; add one");
        assertThatThrownBy(() -> builder(Behaviour.withErrorRatio(0))
                        .service(service(Behaviour.withErrorRatio(0)))
                        .build())
                .hasMessage("service " + CHECKOUT + " is there twice; name each host once");
    }

    private SimulatedMesh mesh(Behaviour canary) {
        return builder(canary).routedBy(host -> virtualService).build();
    }

    private static SimulatedMesh.Builder builder(Behaviour canary) {
        return SimulatedMesh.startingAt(START, 7)
                .client(new SimulatedClient("istio-ingressgateway", "istio-system", 2))
                .service(service(canary));
    }

    private static SimulatedService service(Behaviour canary) {
        return new SimulatedService(
                CHECKOUT,
                100,
                new SimulatedVersion("v1", "checkout-v1", 3, Behaviour.withErrorRatio(0)),
                new SimulatedVersion("v2", "checkout-v2", 2, canary));
    }

    private static SimulatedProxy pod(SimulatedMesh mesh, String name) {
        return mesh.proxies().stream()
                .filter(proxy -> proxy.pod().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> pages(SimulatedMesh mesh) {
        return mesh.proxies().stream()
                .map(proxy -> Exposition.of(proxy, mesh.now()))
                .toList();
    }

    /** The requests that all proxies together counted. */
    static Map<Series, Long> counts(SimulatedMesh mesh, Reporter reporter) {
        var counts = new HashMap<Series, Long>();
        mesh.proxies()
                .forEach(proxy -> proxy.counters().forEach((series, counter) -> {
                    if (series.reporter() == reporter) {
                        counts.merge(series, counter.requests(), Long::sum);
                    }
                }));
        return counts;
    }

    private static Series onlySeries(SimulatedMesh mesh, Reporter reporter) {
        var series = counts(mesh, reporter).keySet();
        assertThat(series).hasSize(1);
        return series.iterator().next();
    }

    /** As long as no proxy has gone or restarted, callers counted everything and pods what reached them. */
    static void assertCountersEqualLedger(SimulatedMesh mesh) {
        var sources = new HashMap<Ledger.Line, Long>();
        counts(mesh, Reporter.SOURCE).forEach((series, count) -> {
            boolean attributed = series.destination().isKnown();
            sources.merge(
                    new Ledger.Line(
                            series.host(),
                            attributed ? series.destination().revision() : "",
                            series.outcome(),
                            series.destination().isReached()),
                    count,
                    Long::sum);
        });
        assertThat(sources).isEqualTo(mesh.ledger().lines());

        var destinations = new HashMap<Ledger.Line, Long>();
        counts(mesh, Reporter.DESTINATION)
                .forEach((series, count) -> destinations.merge(
                        new Ledger.Line(series.host(), series.destination().version(), series.outcome(), true),
                        count,
                        Long::sum));
        var delivered = new HashMap<>(mesh.ledger().lines());
        delivered.keySet().removeIf(line -> !line.delivered());
        assertThat(destinations).isEqualTo(delivered);
    }
}
