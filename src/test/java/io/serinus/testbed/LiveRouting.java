package io.serinus.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The VirtualServices that are really in the API server, by the hosts that they name: read again every 200 ms, so that
 * traffic follows what is written there. While the API server does not answer, the last ones go on, as in Envoy.
 */
public final class LiveRouting implements Function<String, @Nullable Map<String, Object>>, AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final KubernetesClient client;
    private final String path;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("live-routing").factory());
    private volatile Map<String, Map<String, Object>> byHost;

    /** Reads the VirtualServices of one namespace, for the first time before it returns. */
    public LiveRouting(KubernetesClient client, String namespace) {
        this.client = client;
        this.path = "/apis/networking.istio.io/v1/namespaces/" + namespace + "/virtualservices";
        this.byHost = read();
        var _ = reader.scheduleWithFixedDelay(
                this::refresh, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable Map<String, Object> apply(String host) {
        return byHost.get(host);
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }

    private void refresh() {
        try {
            byHost = read();
        } catch (KubernetesClientException e) {
            // An outage that the test may have made on purpose: what was read last stays in force.
            return;
        }
    }

    private Map<String, Map<String, Object>> read() {
        var found = new HashMap<String, Map<String, Object>>();
        for (Map<String, Object> tree : parse(client.raw(path))) {
            if (tree.get("metadata") instanceof Map<?, ?> metadata
                    && tree.get("spec") instanceof Map<?, ?> spec
                    && spec.get("hosts") instanceof List<?> hosts) {
                for (Object host : hosts) {
                    String name = String.valueOf(host);
                    String domain = "." + metadata.get("namespace") + ".svc.cluster.local";
                    found.put(name.contains(".") ? name : name + domain, tree);
                }
            }
        }
        return found;
    }

    private record Page(List<Map<String, Object>> items) {}

    private static List<Map<String, Object>> parse(String json) {
        try {
            return JSON.readValue(json, Page.class).items();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
