package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The newest known version of every release: from the watch, and from this process's own writes, which the watch delivers
 * again later. Each version is read once. Safe for use by several threads.
 *
 * <p>Which of two versions is newer is decided by their resourceVersions as numbers, which they are in every API server
 * backed by etcd.
 */
final class ReleaseCache implements ResourceEventHandler<GenericKubernetesResource> {
    private static final Logger LOG = Logger.getLogger(ReleaseCache.class);

    private final ReleaseObjects objects;
    private final Runnable wakeUp;
    private final ConcurrentMap<ReleaseId, Entry> entries = new ConcurrentHashMap<>();
    private final List<Consumer<ReleaseId>> listeners = new CopyOnWriteArrayList<>();

    ReleaseCache(ReleaseObjects objects, Runnable wakeUp) {
        this.objects = objects;
        this.wakeUp = wakeUp;
    }

    /** Tells the listener of every release whose newest known version changes, after the change. */
    void onChange(Consumer<ReleaseId> listener) {
        listeners.add(listener);
    }

    List<Release> all() {
        return entries.values().stream()
                .map(Entry::recorded)
                .filter(Objects::nonNull)
                .map(RecordedRelease::release)
                .toList();
    }

    Optional<RecordedRelease> find(ReleaseId id) {
        Entry entry = entries.get(id);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.recorded());
    }

    /** Whether there is an object of that name, readable or not. */
    boolean exists(ReleaseId id) {
        Entry entry = entries.get(id);
        return entry != null && !entry.deleted();
    }

    /** Takes an object as somebody else reports it; empty if it records no release that can be read. */
    Optional<RecordedRelease> seen(GenericKubernetesResource object) {
        ReleaseId id = ReleaseObjects.id(object);
        Entry before = entries.get(id);
        Entry newest = entries.compute(
                id, (_, known) -> known != null && known.isAtLeast(version(object)) ? known : read(object));
        if (!newest.equals(before)) {
            tell(id);
        }
        return Optional.ofNullable(Objects.requireNonNull(newest).recorded());
    }

    /** Takes what this process wrote itself. */
    void written(String uid, RecordedRelease recorded) {
        var entry = new Entry(uid, Long.parseLong(recorded.resourceVersion()), recorded, false);
        ReleaseId id = recorded.release().id();
        entries.merge(id, entry, (known, mine) -> known.isAtLeast(mine.version()) ? known : mine);
        tell(id);
    }

    /** The object does not exist any more. What the watch still reports of it is not believed. */
    void deleted(ReleaseId id) {
        entries.computeIfPresent(id, (_, known) -> new Entry(known.uid(), known.version(), null, true));
        tell(id);
    }

    @Override
    public void onAdd(GenericKubernetesResource added) {
        changed(added);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
        changed(after);
    }

    @Override
    public void onDelete(GenericKubernetesResource deleted, boolean finalStateUnknown) {
        String uid = deleted.getMetadata().getUid();
        ReleaseId id = ReleaseObjects.id(deleted);
        entries.computeIfPresent(id, (_, known) -> known.uid().equals(uid) ? null : known);
        tell(id);
        wakeUp.run();
    }

    /** Wakes up for what this process did not write itself. */
    private void changed(GenericKubernetesResource object) {
        Entry before = entries.get(ReleaseObjects.id(object));
        seen(object);
        if (before == null || !before.isAtLeast(version(object))) {
            wakeUp.run();
        }
    }

    private void tell(ReleaseId id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    private Entry read(GenericKubernetesResource object) {
        String uid = object.getMetadata().getUid();
        try {
            return new Entry(uid, version(object), objects.read(object), false);
        } catch (UnreadableReleaseException e) {
            LOG.errorf(
                    "CanaryRelease %s cannot be read: %s. It is left alone, its VirtualService is not touched; correct the"
                            + " field, or delete the object and check the VirtualService's weights.",
                    ReleaseObjects.id(object), e.getMessage());
            return new Entry(uid, version(object), null, false);
        }
    }

    private static long version(GenericKubernetesResource object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }

    /** @param recorded null if the object cannot be read, or is known to be deleted */
    private record Entry(String uid, long version, @Nullable RecordedRelease recorded, boolean deleted) {
        boolean isAtLeast(long other) {
            return version >= other;
        }
    }
}
