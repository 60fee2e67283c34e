package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.testbed.ControllerProcess;
import io.serinus.testbed.KubeApiServer;
import io.serinus.testbed.LiveRouting;
import io.serinus.testbed.MeshServer;
import io.serinus.testbed.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of a real API server with two services, their simulated traffic, and a real Prometheus that scrapes it. The
 * template is the shipped default's, only faster.
 */
final class Stage implements AutoCloseable {
    static final Duration TICK = Duration.ofSeconds(1);
    static final Duration DELAY = Duration.ofMillis(500);

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String API_VERSION = "serinus.io/v1alpha1";
    private static final JsonMapper JSON = new JsonMapper();

    /** One state of a VirtualService's first route. */
    private record Seen(Instant at, List<Integer> weights) {}

    private final KubeApiServer api;
    private final KubernetesClient client;
    private final DemoScenario scenario;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    private final MeshServer mesh;
    private final PrometheusServer prometheus;

    private Stage(Setup setup) {
        this.api = setup.api;
        this.client = api.client();
        this.scenario = new DemoScenario(api.namespace());
        for (String service : setup.withObjects ? DemoScenario.services() : List.<String>of()) {
            create(scenario.virtualService(service));
            if (setup.withRule) {
                create(scenario.destinationRule(service));
            }
        }
        applyTemplate("default", spec -> {});
        var routing = new LiveRouting(client, namespace());
        mesh = MeshServer.serving(start -> scenario.mesh(start, 42, routing)).start();
        String host = scenario.host(DemoScenario.CHECKOUT);
        mesh.change(running -> {
            running.setBehaviour(host, DemoScenario.CANARY, setup.canary);
            running.setRate(host, 400);
        });
        prometheus = PrometheusServer.scraping(mesh)
                .every(setup.scrape, Duration.ofSeconds(1))
                .start();
        opened.addAll(List.of(routing, mesh, prometheus, watchWeights()));
    }

    static Setup on(KubeApiServer api) {
        return new Setup(api);
    }

    /** What the stage will look like. */
    static final class Setup {
        private final KubeApiServer api;
        private Behaviour canary = Behaviour.withErrorRatio(0.001);
        private Duration scrape = Duration.ofSeconds(1);
        private boolean withRule = true;
        private boolean withObjects = true;

        private Setup(KubeApiServer api) {
            this.api = api;
        }

        Setup canary(Behaviour behaviour) {
            canary = behaviour;
            return this;
        }

        Setup scrapedEvery(Duration interval) {
            scrape = interval;
            return this;
        }

        Setup withoutRule() {
            withRule = false;
            return this;
        }

        Setup withoutObjects() {
            withObjects = false;
            return this;
        }

        Stage start() {
            return new Stage(this);
        }
    }

    String namespace() {
        return scenario.namespace();
    }

    ControllerProcess controller(String name) {
        return controller(name, Map.of());
    }

    /** With further options, as environment variables. */
    ControllerProcess controller(String name, Map<String, String> further) {
        var options = new HashMap<>(Map.of(
                "SERINUS_TICK", TICK.toSeconds() + "s",
                "SERINUS_PROMETHEUS_DELAY", DELAY.toMillis() + "ms"));
        options.putAll(further);
        return ControllerProcess.start(name, api, namespace(), prometheus.url(), options);
    }

    void annotate(String service, String canarySubset) {
        annotate(service, Map.of("serinus.io/release", canarySubset));
    }

    void annotate(String service, Map<String, String> annotations) {
        var arguments = new ArrayList<>(List.of("annotate", "--overwrite", "virtualservice", service));
        annotations.forEach((key, value) -> arguments.add(key + "=" + value));
        kubectl(arguments.toArray(String[]::new));
    }

    /** What kubectl prints; it must succeed. */
    String kubectl(String... arguments) {
        var all = new ArrayList<>(List.of("-n", namespace()));
        all.addAll(List.of(arguments));
        var result = api.kubectl(all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }

    void kubectlWithInput(String input, String... arguments) {
        var all = new ArrayList<>(List.of("-n", namespace()));
        all.addAll(List.of(arguments));
        var result = api.kubectlWithInput(input, all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    JsonNode awaitPhase(String service, String phase) {
        return awaitStatus(service, status -> status.path("phase").asText().equals(phase));
    }

    /** The newest release of the service, once its status is as wanted. */
    JsonNode awaitStatus(String service, Predicate<JsonNode> wanted) {
        var found = new AtomicReference<JsonNode>();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            JsonNode release = newest(service);
            found.set(release);
            if (release == null) {
                return false;
            }
            boolean met = wanted.test(release.path("status"));
            if (!met && isOver(release)) {
                throw new AssertionError("ended otherwise: " + release.toPrettyString());
            }
            return met;
        });
        return Objects.requireNonNull(found.get());
    }

    void awaitRefusal(String service, String... words) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            JsonNode release = newest(service);
            assertThat(release).isNotNull();
            assertThat(release.at("/status/phase").asText()).isEqualTo("PENDING");
            assertThat(release.at("/status/reason").asText()).contains(words);
        });
    }

    /** From now on the canary of checkout behaves so. */
    void canary(Behaviour behaviour) {
        mesh.change(
                running -> running.setBehaviour(scenario.host(DemoScenario.CHECKOUT), DemoScenario.CANARY, behaviour));
    }

    /** Waits until the canary of checkout has really got so many requests more. */
    void awaitCanaryRequests(long more) {
        String host = scenario.host(DemoScenario.CHECKOUT);
        long before = mesh.ledger().requests(host, DemoScenario.CANARY);
        await().atMost(LIMIT).until(() -> mesh.ledger().requests(host, DemoScenario.CANARY) >= before + more);
    }

    /** When the canary, having had traffic, lost it again. */
    Instant awaitBaselineAgain(String service) {
        assertThat(service).isEqualTo(DemoScenario.CHECKOUT);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> seen.stream().anyMatch(state -> share(state) > 0) && share(seen.getLast()) == 0);
        return seen.getLast().at();
    }

    Instant firstBadRequest(String service) {
        return mesh.ledger()
                .firstError(scenario.host(service), DemoScenario.CANARY)
                .orElseThrow();
    }

    JsonNode spec(String service) {
        return read(VIRTUAL_SERVICES, service).path("spec");
    }

    List<Integer> weights(String service) {
        return spec(service).at("/http/0/route").findValues("weight").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    /** The canary's weights in the order in which they were written. */
    List<Integer> weightsSeen(String service) {
        assertThat(service).isEqualTo(DemoScenario.CHECKOUT);
        return seen.stream().map(Stage::share).toList();
    }

    String leader() {
        return client.leases()
                .inNamespace(namespace())
                .withName("serinus")
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    void awaitLeader(String name, Duration limit) {
        await().atMost(limit).pollInterval(Duration.ofMillis(100)).until(() -> leader().equals(name));
    }

    void applyRule(String service, List<String> subsets) {
        Map<String, Object> rule = new LinkedHashMap<>(scenario.destinationRule(service));
        rule.put(
                "spec",
                Map.of(
                        "host",
                        service,
                        "subsets",
                        subsets.stream()
                                .map(name -> Map.of("name", name, "labels", Map.of("version", name)))
                                .toList()));
        apply(rule);
    }

    /** Applies a fast template; what kubectl answers. */
    String applyTemplate(String name, Consumer<Map<String, Object>> change) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("tick", TICK.toSeconds() + "s");
        spec.put("interval", "2s");
        spec.put("warmup", "2s");
        spec.put(
                "metrics",
                List.of(
                        Map.of("name", "errors", "errorRate", Map.of()),
                        Map.of("name", "latency", "latency", Map.of("bounds", List.of("250ms")))));
        var steps = new ArrayList<Map<String, Object>>();
        for (int weight : new int[] {5, 10, 25, 50}) {
            steps.add(new HashMap<>(Map.of("weight", weight, "minDuration", "2s", "minRequests", 20)));
        }
        spec.put("steps", steps);
        change.accept(spec);
        return apply(Map.of(
                "apiVersion",
                API_VERSION,
                "kind",
                "AnalysisTemplate",
                "metadata",
                Map.of("name", name, "namespace", namespace()),
                "spec",
                spec));
    }

    @SuppressWarnings("unchecked")
    static void setWeight(Map<String, Object> spec, int step, int weight) {
        ((List<Map<String, Object>>) Objects.requireNonNull(spec.get("steps")))
                .get(step)
                .put("weight", weight);
    }

    /** What a person sees of a promoted release with kubectl alone. */
    void showsInKubectl() {
        assertThat(kubectl("get", "canaryreleases").lines().findFirst().orElseThrow())
                .matches("NAME +VIRTUALSERVICE +BASELINE +CANARY +PHASE +STEP +WEIGHT +VERDICT +AGE");
        assertThat(kubectl("get", "canaryreleases"))
                .containsPattern("checkout-v2-1 +checkout +v1 +v2 +PROMOTED +4/4 +100 +PASS");
        assertThat(kubectl("describe", "canaryrelease", "checkout-v2-1"))
                .contains("Events:", "ReleaseStarted", "StepPassed", "ReleasePromoted");
        assertThat(kubectl("describe", "virtualservice", DemoScenario.CHECKOUT)).contains("ReleasePromoted");
        assertThat(kubectl("explain", "canaryrelease.status")).contains("phase", "verdict", "reason");
    }

    @Override
    public void close() {
        for (AutoCloseable server : opened.reversed()) {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String apply(Map<String, Object> object) {
        try {
            var result = api.kubectlWithInput(JSON.writeValueAsString(object), "apply", "-f", "-");
            return result.stdout() + result.stderr();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void create(Map<String, Object> object) {
        assertThat(apply(object)).contains("created");
    }

    private Watch watchWeights() {
        return client.genericKubernetesResources(VIRTUAL_SERVICES)
                .inNamespace(namespace())
                .withName(DemoScenario.CHECKOUT)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, GenericKubernetesResource object) {
                        var now = new Seen(Instant.now(), Stage.weights(JSON.valueToTree(object)));
                        if (seen.isEmpty() || !seen.getLast().weights().equals(now.weights())) {
                            seen.add(now);
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    private @Nullable JsonNode newest(String service) {
        return client.genericKubernetesResources(CANARY_RELEASES).inNamespace(namespace()).list().getItems().stream()
                .map(item -> (JsonNode) JSON.valueToTree(item))
                .filter(item -> item.at("/spec/virtualService").asText().equals(service))
                .max(Comparator.comparingInt(Stage::number))
                .orElse(null);
    }

    private static int number(JsonNode release) {
        String name = release.at("/metadata/name").asText();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static boolean isOver(JsonNode release) {
        return List.of("PROMOTED", "ABORTED")
                .contains(release.at("/status/phase").asText());
    }

    private JsonNode read(ResourceDefinitionContext kind, String name) {
        return JSON.valueToTree(client.genericKubernetesResources(kind)
                .inNamespace(namespace())
                .withName(name)
                .get());
    }

    private static List<Integer> weights(JsonNode virtualService) {
        return virtualService.at("/spec/http/0/route").findValues("weight").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    private static int share(Seen state) {
        return state.weights().getLast();
    }

    private static final ResourceDefinitionContext VIRTUAL_SERVICES =
            kind("networking.istio.io", "v1", "VirtualService", "virtualservices");
    private static final ResourceDefinitionContext CANARY_RELEASES =
            kind("serinus.io", "v1alpha1", "CanaryRelease", "canaryreleases");

    private static ResourceDefinitionContext kind(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }
}
