package io.serinus;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.SimulatedClient;
import io.serinus.simulation.SimulatedMesh;
import io.serinus.simulation.SimulatedService;
import io.serinus.simulation.SimulatedVersion;
import io.serinus.testbed.ByWeights;
import io.serinus.testbed.ControllerProcess;
import io.serinus.testbed.FaultyProxy;
import io.serinus.testbed.KubeApiServer;
import io.serinus.testbed.LiveRouting;
import io.serinus.testbed.MeshServer;
import io.serinus.testbed.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Many services in one namespace of a real API server, each with three versions and traffic of its own; a real Prometheus
 * behind a proxy that can fail; and one controller for all of them, as a process. Scrapes and ticks take a second.
 */
final class Town implements AutoCloseable {
    /** On a busy machine a minute may not be enough for what takes seconds; nothing here waits without need. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static final List<String> VERSIONS = List.of("v1", "v2", "v3");
    private static final List<String> ENDS = List.of("PROMOTED", "ABORTED", "CANCELLED", "SUPERSEDED");
    private static final JsonMapper JSON = new JsonMapper();

    static final String READY = podStatus("True", "running: {}");
    static final String STARTING = podStatus("False", "running: {}");
    static final String CRASHING =
            podStatus("False", "waiting: {reason: CrashLoopBackOff, message: back-off restarting}");

    final MeshServer mesh;
    final PrometheusServer prometheus;
    final FaultyProxy metrics;

    private final KubeApiServer api;
    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, List<String>> ways = new ConcurrentHashMap<>();
    private final Map<String, String> before = new ConcurrentHashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    /**
     * @param name of the controller's log
     * @param services requests per second of each service, by its name; one that is named as the copy of a baseline is only
     *     reached where a VirtualService leads there
     * @param options the controller's, as environment variables
     */
    Town(String name, KubeApiServer api, Map<String, Integer> services, Map<String, String> options) {
        this.api = api;
        client = api.client();
        namespace = api.namespace();
        List<String> called =
                services.keySet().stream().filter(each -> !isCopy(each)).toList();
        applyAll(called.stream().map(this::virtualService).toList());
        applyAll(called.stream().map(this::destinationRule).toList());
        called.forEach(service -> before.put(service, spec(service)));
        var routing = new LiveRouting(client, namespace);
        mesh = MeshServer.serving(start -> {
                    var builder = SimulatedMesh.startingAt(start, 42)
                            .client(new SimulatedClient("frontend", namespace, 2))
                            .routedBy(host -> {
                                Map<String, Object> found = routing.apply(host);
                                return found == null ? null : ByWeights.of(found);
                            });
                    services.forEach((service, rate) -> builder.service(simulated(service, rate)));
                    return builder.build();
                })
                .start();
        prometheus = PrometheusServer.scraping(mesh).start();
        metrics = FaultyProxy.before(prometheus.url());
        opened.addAll(List.of(routing, mesh, prometheus, metrics, watch()));
        var environment = new HashMap<>(Map.of("SERINUS_TICK", "1s", "SERINUS_PROMETHEUS_DELAY", "500ms"));
        environment.putAll(options);
        opened.add(ControllerProcess.start(name, api, namespace, metrics.url(), environment));
    }

    private static boolean isCopy(String service) {
        return service.endsWith("-serinus-copy");
    }

    private SimulatedService simulated(String service, int rate) {
        if (isCopy(service)) {
            return new SimulatedService(
                    host(service), rate, new SimulatedVersion("v1-copy", service, 1, Behaviour.withErrorRatio(0.001)));
        }
        return new SimulatedService(
                host(service),
                rate,
                VERSIONS.stream()
                        .map(version -> new SimulatedVersion(
                                version,
                                service + "-" + version,
                                version.equals("v1") ? 2 : 1,
                                Behaviour.withErrorRatio(0.001)))
                        .toArray(SimulatedVersion[]::new));
    }

    /** A route that is nobody's business, and a managed one with fields that must outlast every release. */
    private Map<String, Object> virtualService(String service) {
        var admin = Map.of(
                "name", "admin",
                "match", List.of(Map.of("uri", Map.of("prefix", "/admin"))),
                "route", List.of(Map.of("destination", Map.of("host", "admin"))));
        var primary = Map.of(
                "name", "primary",
                "timeout", "7s",
                "retries", Map.of("attempts", 2, "perTryTimeout", "3s"),
                "headers", Map.of("response", Map.of("set", Map.of("x-town", "yes"))),
                "route", List.of(destination(service, "v1", 100), destination(service, "v2", 0)));
        return object(
                "networking.istio.io/v1",
                "VirtualService",
                service,
                Map.of("hosts", List.of(service), "http", List.of(admin, primary)));
    }

    private static Map<String, Object> destination(String service, String subset, int weight) {
        return Map.of("destination", Map.of("host", service, "subset", subset), "weight", weight);
    }

    private Map<String, Object> destinationRule(String service) {
        List<?> subsets = VERSIONS.stream()
                .map(version -> Map.of("name", version, "labels", Map.of("version", version)))
                .toList();
        return object(
                "networking.istio.io/v1", "DestinationRule", service, Map.of("host", service, "subsets", subsets));
    }

    private Map<String, Object> object(String apiVersion, String kind, String name, Object spec) {
        return Map.of(
                "apiVersion", apiVersion,
                "kind", kind,
                "metadata", Map.of("name", name, "namespace", namespace),
                "spec", spec);
    }

    /** From now on the service's canary v2 fails this share of its requests. */
    void breakCanary(String service, double errors) {
        mesh.change(running -> running.setBehaviour(host(service), "v2", Behaviour.withErrorRatio(errors)));
    }

    void rate(String service, int requestsPerSecond) {
        mesh.change(running -> running.setRate(host(service), requestsPerSecond));
    }

    /** How many requests a version really got. */
    long requests(String service, String version) {
        return mesh.ledger().requests(host(service), version);
    }

    private String host(String service) {
        return service + "." + namespace + ".svc.cluster.local";
    }

    /** A template whose one metric is quick to judge, with ticks of a second. */
    void template(String name, List<Map<String, Object>> steps, Map<String, Object> policies) {
        template(name, steps, policies, List.of());
    }

    void template(
            String name,
            List<Map<String, Object>> steps,
            Map<String, Object> policies,
            List<Map<String, Object>> hooks) {
        template(name, spec(steps, policies, hooks));
    }

    /** The same, which compares the canary with a copy of the baseline. */
    void copyingTemplate(String name, List<Map<String, Object>> steps) {
        var spec = new HashMap<>(spec(steps, Map.of(), List.of()));
        spec.put("baselineCopy", true);
        template(name, spec);
    }

    private static Map<String, Object> spec(
            List<Map<String, Object>> steps, Map<String, Object> policies, List<Map<String, Object>> hooks) {
        var margin = Map.of("relative", "100%", "impact", "5%");
        return Map.of(
                "tick",
                "1s",
                "interval",
                "2s",
                "warmup",
                "2s",
                "calibration",
                false,
                "metrics",
                List.of(Map.of("name", "errors", "errorRate", Map.of("margin", margin))),
                "steps",
                steps,
                "policies",
                policies,
                "hooks",
                hooks);
    }

    void template(String name, Object spec) {
        templates(Map.of(name, spec));
    }

    /** Templates by their names. */
    void templates(Map<String, Object> specs) {
        applyAll(specs.entrySet().stream()
                .map(entry -> object("serinus.io/v1alpha1", "AnalysisTemplate", entry.getKey(), entry.getValue()))
                .toList());
    }

    /** As {@code kubectl annotate} would, without a process for each of many. */
    void ask(String service, String canary, String template) {
        virtualServices().withName(service).patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"metadata": {"annotations": {"serinus.io/release": "%s", "serinus.io/template": "%s"}}}
                        """.formatted(
                        canary, template));
    }

    private NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            virtualServices() {
        return client.genericKubernetesResources(kind("networking.istio.io", "v1", "VirtualService", "virtualservices"))
                .inNamespace(namespace);
    }

    void command(String service, String command) {
        annotate(service, "serinus.io/command=" + command);
    }

    void annotate(String service, String... annotations) {
        var arguments = new ArrayList<>(List.of("annotate", "--overwrite", "virtualservice", service));
        arguments.addAll(List.of(annotations));
        kubectl(arguments.toArray(String[]::new));
    }

    /**
     * The one pod of a version that Kubernetes knows of, in this status; made where there is none, together with the Service.
     * Pods that nobody made are unknown to the controller, and in nobody's way.
     */
    void pod(String service, String version, String status) {
        String name = service + "-" + version;
        apply("""
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Service, metadata: {name: %1$s}, spec: {selector: {app: %1$s}, ports: [{port: 80}]}}
                - apiVersion: v1
                  kind: Pod
                  metadata: {name: %2$s, labels: {app: %1$s, version: %3$s}}
                  spec: {containers: [{name: app, image: app}]}
                """.formatted(service, name, version));
        kubectl("patch", "pod", name, "--subresource=status", "--type=merge", "-p", status);
    }

    /** What an operator would apply; nobody starts pods for it. */
    void deployment(String service, String version, int replicas) {
        apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s-%2$s}
                spec:
                  replicas: %3$d
                  selector: {matchLabels: {app: %1$s, version: %2$s}}
                  template:
                    metadata: {labels: {app: %1$s, version: %2$s}}
                    spec: {containers: [{name: app, image: app}]}
                """.formatted(service, version, replicas));
    }

    /** A pod as a Deployment's template says, in this status. */
    void podOf(String deployment, String status) {
        String labels = kubectl("get", "deployment", deployment, "-o", "jsonpath={.spec.template.metadata.labels}");
        apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s-0, labels: %s}
                spec: {containers: [{name: app, image: app}]}
                """.formatted(deployment, labels));
        kubectl("patch", "pod", deployment + "-0", "--subresource=status", "--type=merge", "-p", status);
    }

    String namespace() {
        return namespace;
    }

    private static String podStatus(String ready, String state) {
        return """
                status:
                  phase: Running
                  conditions: [{type: Ready, status: "%s"}]
                  containerStatuses:
                  - {name: app, image: app, imageID: "", ready: %s, restartCount: 5, state: {%s}}
                """.formatted(ready, ready.equals("True"), state);
    }

    /** What kubectl prints; it must succeed. */
    String kubectl(String... arguments) {
        var all = new ArrayList<>(List.of("-n", namespace));
        all.addAll(List.of(arguments));
        var result = api.kubectl(all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }

    void apply(String yaml) {
        var result = api.kubectlWithInput(yaml, "-n", namespace, "apply", "-f", "-");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    private void applyAll(List<Map<String, Object>> objects) {
        try {
            apply(JSON.writeValueAsString(Map.of("apiVersion", "v1", "kind", "List", "items", objects)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a VirtualService asks for, as the API server spells it. */
    String spec(String service) {
        return virtualServiceNow(service).path("spec").toString();
    }

    /** The same before anybody asked for anything. */
    String specBefore(String service) {
        return Optional.ofNullable(before.get(service)).orElseThrow();
    }

    /** Grows by one with every write that changes what the VirtualService asks for. */
    long generation(String service) {
        return virtualServiceNow(service).at("/metadata/generation").asLong();
    }

    private JsonNode virtualServiceNow(String service) {
        try {
            return JSON.readTree(
                    client.raw("/apis/networking.istio.io/v1/namespaces/" + namespace + "/virtualservices/" + service));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How the canary is reached: its weight, behind the step's own route or mirror if it has one. */
    String way(String service) {
        return way(virtualServiceNow(service));
    }

    /** All the ways in which the canary was ever reached, oldest first, as {@link #way} spells them. */
    void assertWays(String service, String... expected) {
        await(service)
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(ways.getOrDefault(service, List.of())).containsExactly(expected));
    }

    private static String way(JsonNode virtualService) {
        var way = new StringBuilder();
        for (JsonNode route : virtualService.at("/spec/http")) {
            String name = route.path("name").asText();
            way.append(name.startsWith("serinus-") ? name.substring("serinus-".length()) + " " : "");
            way.append(
                    route.has("mirror")
                            ? "mirror " + route.at("/mirrorPercentage/value").asInt() + " "
                            : "");
            for (JsonNode destination : route.path("route")) {
                way.append(
                        name.equals("primary")
                                        && !destination
                                                .at("/destination/subset")
                                                .asText()
                                                .equals("v1")
                                ? destination.path("weight").asText() + " "
                                : "");
            }
        }
        return way.toString().strip();
    }

    /** The newest release of a service. */
    Optional<JsonNode> newest(String service) {
        return client
                .genericKubernetesResources(kind("serinus.io", "v1alpha1", "CanaryRelease", "canaryreleases"))
                .inNamespace(namespace)
                .list()
                .getItems()
                .stream()
                .map(item -> JSON.<JsonNode>valueToTree(item))
                .filter(item -> item.at("/spec/virtualService").asText().equals(service))
                .max(Comparator.comparingInt(Town::number));
    }

    private static int number(JsonNode release) {
        String name = release.at("/metadata/name").asText();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    /** The status of the newest release of a service, once it is as wanted; fails where it ends in another way. */
    JsonNode awaitStatus(String service, Predicate<JsonNode> wanted) {
        var last = new AtomicReference<JsonNode>(MissingNode.getInstance());
        await(service).atMost(LIMIT).pollInterval(Duration.ofMillis(250)).until(() -> {
            JsonNode status = newest(service).map(found -> found.path("status")).orElse(MissingNode.getInstance());
            last.set(status);
            boolean isMet = wanted.test(status);
            if (!isMet && ENDS.contains(status.path("phase").asText())) {
                throw new AssertionError(service + " ended otherwise: " + status.toPrettyString());
            }
            return isMet;
        });
        return requireNonNull(last.get());
    }

    void awaitNewest(String service, String release) {
        await(release)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> newest(service)
                        .filter(found -> found.at("/metadata/name").asText().equals(release))
                        .isPresent());
    }

    JsonNode awaitPhase(String service, String phase) {
        return awaitStatus(service, status -> status.path("phase").asText().equals(phase));
    }

    /** Until requests reach the canary by a step, counted from 1. */
    JsonNode awaitStep(String service, int step) {
        return awaitStatus(
                service,
                status -> status.path("phase").asText().equals("PROGRESSING")
                        && status.path("step").asText().startsWith(step + "/")
                        && status.has("inForceSince"));
    }

    /** Until requests reach the canary by any step; on a slow machine it need not be the first one any more. */
    JsonNode awaitBegun(String service) {
        return awaitStatus(
                service,
                status -> status.path("phase").asText().equals("PROGRESSING")
                        && (status.has("inForceSince")
                                || !status.path("step").asText().startsWith("1/")));
    }

    JsonNode awaitTrouble(String service, String kind) {
        return awaitStatus(
                service, status -> status.at("/trouble/kind").asText().equals(kind));
    }

    /** Until a trouble has lasted, by the record, longer than the given time. */
    JsonNode awaitTrouble(String service, String kind, Duration lasting) {
        return awaitStatus(
                service,
                status -> status.at("/trouble/kind").asText().equals(kind)
                        && Instant.parse(status.at("/trouble/since").asText())
                                .plus(lasting)
                                .isBefore(Instant.now()));
    }

    JsonNode awaitWell(String service) {
        return awaitStatus(
                service, status -> status.path("phase").asText().equals("PROGRESSING") && !status.has("trouble"));
    }

    /** Until what the VirtualService asks for has been changed once more. */
    void awaitWrite(String service, long generation) {
        await(service).atMost(LIMIT).pollInterval(Duration.ofMillis(250)).until(() -> generation(service) > generation);
    }

    @Override
    public void close() {
        for (AutoCloseable each : opened.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Watch watch() {
        return client.genericKubernetesResources(kind("networking.istio.io", "v1", "VirtualService", "virtualservices"))
                .inNamespace(namespace)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, GenericKubernetesResource object) {
                        String now = way(JSON.<JsonNode>valueToTree(object));
                        var seen =
                                ways.computeIfAbsent(object.getMetadata().getName(), _ -> new CopyOnWriteArrayList<>());
                        if (seen.isEmpty() || !seen.getLast().equals(now)) {
                            seen.add(now);
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

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
