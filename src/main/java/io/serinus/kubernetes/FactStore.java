package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's memory that keeps of every object only the facts that were read from it. What the informer gets back has a
 * name and a version and nothing else.
 *
 * @param <T> the kind of object
 * @param <F> what is kept of one; equal if nothing that matters has changed
 */
final class FactStore<T extends HasMetadata, F> implements ItemStore<T> {
    private final Supplier<T> blank;
    private final Function<T, F> reader;
    private final BiConsumer<Optional<F>, Optional<F>> changed;
    private final Map<String, Kept<F>> kept = new ConcurrentHashMap<>();

    /**
     * @param blank a new object with nothing in it
     * @param reader the facts of an object; called once for every version of it
     * @param changed what was known of an object, and what is known of it now; called by threads of the client's
     */
    FactStore(Supplier<T> blank, Function<T, F> reader, BiConsumer<Optional<F>, Optional<F>> changed) {
        this.blank = blank;
        this.reader = reader;
        this.changed = changed;
    }

    /** The facts of every object. */
    Collection<F> facts() {
        return kept.values().stream().map(Kept::facts).toList();
    }

    /** The facts of one object. */
    Optional<F> facts(String namespace, String name) {
        return Optional.ofNullable(kept.get(Cache.namespaceKeyFunc(namespace, name)))
                .map(Kept::facts);
    }

    @Override
    public String getKey(T object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public @Nullable T put(String key, T object) {
        var now = new Kept<>(object.getMetadata().getResourceVersion(), reader.apply(object));
        Kept<F> before = kept.put(key, now);
        if (before == null || !before.facts().equals(now.facts())) {
            changed.accept(Optional.ofNullable(before).map(Kept::facts), Optional.of(now.facts()));
        }
        return before == null ? null : outline(key, before);
    }

    @Override
    public @Nullable T remove(String key) {
        Kept<F> before = kept.remove(key);
        if (before == null) {
            return null;
        }
        changed.accept(Optional.of(before.facts()), Optional.empty());
        return outline(key, before);
    }

    @Override
    public Stream<String> keySet() {
        return kept.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return kept.entrySet().stream().map(entry -> outline(entry.getKey(), entry.getValue()));
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public @Nullable T get(String key) {
        Kept<F> found = kept.get(key);
        return found == null ? null : outline(key, found);
    }

    @Override
    public boolean isFullState() {
        return false;
    }

    private T outline(String key, Kept<F> of) {
        int slash = key.indexOf('/');
        T object = blank.get();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(key.substring(0, slash))
                .withName(key.substring(slash + 1))
                .withResourceVersion(of.resourceVersion())
                .build());
        return object;
    }

    private record Kept<F>(String resourceVersion, F facts) {}
}
