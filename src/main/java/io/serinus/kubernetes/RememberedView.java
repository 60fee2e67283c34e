package io.serinus.kubernetes;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A list that is made when it is asked for and remembered until something has changed. */
final class RememberedView<T> {
    private final Supplier<List<T>> source;
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Made<T> made;

    RememberedView(Supplier<List<T>> source) {
        this.source = source;
    }

    List<T> get() {
        // Read before the source is: a change during the making leaves a list that is already out of date.
        long before = changes.get();
        Made<T> remembered = made;
        if (remembered != null && remembered.changes() == before) {
            return remembered.list();
        }
        List<T> list = source.get();
        made = new Made<>(before, list);
        return list;
    }

    void forget() {
        changes.incrementAndGet();
    }

    private record Made<T>(long changes, List<T> list) {}
}
