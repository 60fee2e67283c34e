package io.serinus.release;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** Port: where releases are recorded. What is saved here is all that a restarted controller knows. */
public interface ReleaseStore {

    /** All releases as a cache remembers them, of every VirtualService, ended ones included; answers at once. */
    Collection<Release> all();

    /** Whether the cache knows a release of this name; false soon after somebody deleted it. Answers at once. */
    default boolean isRecorded(ReleaseId id) {
        return all().stream().anyMatch(release -> release.id().equals(id));
    }

    /** One release as the cache remembers it; empty if it knows none of that name, or cannot read it. Answers at once. */
    default Optional<Release> find(ReleaseId id) {
        return all().stream().filter(release -> release.id().equals(id)).findAny();
    }

    /**
     * From now on the listener is told the name of every release that comes, changes or goes in the cache, soon after; what
     * has become of it, {@link #find} and {@link #isRecorded} say. It is called by any thread and must return at once.
     */
    void onChange(Consumer<ReleaseId> listener);

    /**
     * All releases as the API server has them now: what a new leader begins with.
     *
     * @throws StoreException if they could not be read
     */
    Collection<Release> load() throws StoreException;

    /**
     * Records a new release, owned by its VirtualService.
     *
     * @return false if a release of that name exists already, which is then left alone
     * @throws StoreException if it is unknown whether it was recorded
     */
    boolean create(Release release) throws StoreException;

    /**
     * Records what a release has come to.
     *
     * @return false if the release was deleted meanwhile
     * @throws StoreException if it could not be recorded; saving again later is always safe
     */
    boolean save(Release release) throws StoreException;

    /**
     * Forgets a release; nothing happens if there is none.
     *
     * @throws StoreException if it is unknown whether it was deleted
     */
    void delete(ReleaseId id) throws StoreException;
}
