package io.serinus.report;

import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A store in memory. */
@Alternative
@Singleton
public class FakeReleaseStore implements ReleaseStore {
    private final Map<ReleaseId, Release> releases = new ConcurrentHashMap<>();
    private final List<Consumer<ReleaseId>> listeners = new CopyOnWriteArrayList<>();

    /** Holds these and no others. */
    public void holds(Release... now) {
        releases.clear();
        for (Release release : now) {
            create(release);
        }
    }

    @Override
    public Collection<Release> all() {
        return releases.values();
    }

    @Override
    public Collection<Release> load() {
        return all();
    }

    @Override
    public void onChange(Consumer<ReleaseId> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean create(Release release) {
        boolean created = releases.putIfAbsent(release.id(), release) == null;
        tell(release.id());
        return created;
    }

    @Override
    public boolean save(Release release) {
        boolean saved = releases.replace(release.id(), release) != null;
        tell(release.id());
        return saved;
    }

    @Override
    public void delete(ReleaseId id) {
        releases.remove(id);
        tell(id);
    }

    private void tell(ReleaseId id) {
        listeners.forEach(listener -> listener.accept(id));
    }
}
