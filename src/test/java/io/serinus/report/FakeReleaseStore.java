package io.serinus.report;

import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A store in memory. */
@Alternative
@Singleton
public class FakeReleaseStore implements ReleaseStore {
    private final Map<ReleaseId, Release> releases = new ConcurrentHashMap<>();

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
    public boolean create(Release release) {
        return releases.putIfAbsent(release.id(), release) == null;
    }

    @Override
    public boolean save(Release release) {
        return releases.replace(release.id(), release) != null;
    }

    @Override
    public void delete(ReleaseId id) {
        releases.remove(id);
    }
}
