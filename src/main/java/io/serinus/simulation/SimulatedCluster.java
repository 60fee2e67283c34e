package io.serinus.simulation;

import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.JsonPatch;
import io.serinus.routing.MeshView;
import io.serinus.routing.PatchFailedException;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.VirtualService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The objects of a cluster, in memory: patches are applied to the version they name or not at all, as an API server does
 * it. Safe for several threads.
 */
public final class SimulatedCluster implements Router, MeshView, ReleaseStore {
    private final Map<String, VirtualService> virtualServices = new LinkedHashMap<>();
    private final List<DestinationRule> rules = new CopyOnWriteArrayList<>();
    private final Map<ReleaseId, Release> releases = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<ReleaseId>> releaseListeners = new CopyOnWriteArrayList<>();
    private long version;

    /** Creates or replaces a VirtualService, as a user's {@code kubectl apply} does. */
    public void apply(Map<String, Object> tree) {
        synchronized (this) {
            VirtualService object = object(tree, ++version);
            virtualServices.put(key(object.namespace(), object.name()), object);
        }
        listeners.forEach(Runnable::run);
    }

    /** Creates a DestinationRule. */
    public void apply(DestinationRule rule) {
        rules.add(rule);
    }

    /** Calls the listener after every change that a user or a release makes. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized Optional<VirtualService> read(String namespace, String name) {
        return Optional.ofNullable(virtualServices.get(key(namespace, name)));
    }

    @Override
    public Result patch(VirtualService base, List<PatchOperation> operations) {
        VirtualService patched;
        synchronized (this) {
            VirtualService current = virtualServices.get(key(base.namespace(), base.name()));
            if (current == null) {
                return new Result.Gone();
            }
            if (!current.resourceVersion().equals(base.resourceVersion())) {
                return new Result.Conflict();
            }
            try {
                patched = object(JsonPatch.apply(current.tree(), operations), ++version);
            } catch (PatchFailedException e) {
                return new Result.Refused(String.valueOf(e.getMessage()));
            }
            virtualServices.put(key(base.namespace(), base.name()), patched);
        }
        listeners.forEach(Runnable::run);
        return new Result.Applied(patched);
    }

    @Override
    public synchronized Collection<VirtualService> virtualServices() {
        return List.copyOf(virtualServices.values());
    }

    @Override
    public Collection<VirtualService> everyVirtualService() {
        return virtualServices();
    }

    @Override
    public Optional<VirtualService> virtualService(String namespace, String name) {
        return read(namespace, name);
    }

    @Override
    public Collection<DestinationRule> destinationRules() {
        return List.copyOf(rules);
    }

    @Override
    public Collection<Release> all() {
        return new ArrayList<>(releases.values());
    }

    @Override
    public boolean isRecorded(ReleaseId id) {
        return releases.containsKey(id);
    }

    @Override
    public Optional<Release> find(ReleaseId id) {
        return Optional.ofNullable(releases.get(id));
    }

    @Override
    public void onChange(Consumer<ReleaseId> listener) {
        releaseListeners.add(listener);
    }

    @Override
    public Collection<Release> load() {
        return all();
    }

    @Override
    public boolean create(Release release) {
        boolean created = releases.putIfAbsent(release.id(), release) == null;
        tell(release.id());
        return created;
    }

    @Override
    public boolean save(Release release) {
        Release before = releases.replace(release.id(), release);
        if (!release.equals(before)) {
            tell(release.id());
        }
        return before != null;
    }

    @Override
    public void delete(ReleaseId id) {
        releases.remove(id);
        tell(id);
    }

    private void tell(ReleaseId id) {
        releaseListeners.forEach(listener -> listener.accept(id));
    }

    private static VirtualService object(Map<String, Object> tree, long version) {
        Map<?, ?> metadata = (Map<?, ?>) tree.getOrDefault("metadata", Map.of());
        var annotations = new LinkedHashMap<String, String>();
        if (metadata.get("annotations") instanceof Map<?, ?> found) {
            found.forEach((key, value) -> annotations.put(String.valueOf(key), String.valueOf(value)));
        }
        return new VirtualService(
                String.valueOf(metadata.get("namespace")),
                String.valueOf(metadata.get("name")),
                Long.toString(version),
                annotations,
                tree);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
