package io.serinus.analysis;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many values a state of ours holds: one per object, and one per element of an array of primitives; each object once.
 * The inside of the JDK's classes is not looked at, their elements are.
 */
final class RetainedSize {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> waiting = new ArrayDeque<>();
    private long values;

    private RetainedSize() {}

    static long of(Object root) {
        var size = new RetainedSize();
        size.reach(root);
        while (!size.waiting.isEmpty()) {
            size.count(size.waiting.pop());
        }
        return size.values;
    }

    private void reach(@Nullable Object object) {
        if (object != null && !(object instanceof Enum<?>) && seen.add(object)) {
            waiting.push(object);
        }
    }

    private void count(Object object) {
        values++;
        switch (object) {
            case Collection<?> all -> all.forEach(this::reach);
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    reach(key);
                    reach(value);
                });
            case Optional<?> optional -> optional.ifPresent(this::reach);
            case Object array when array.getClass().isArray() -> countArray(array);
            case Object ours when ours.getClass().getName().startsWith("io.serinus.") -> reachFields(ours);
            default -> {}
        }
    }

    private void countArray(Object array) {
        if (array instanceof Object[] objects) {
            for (Object object : objects) {
                reach(object);
            }
        } else {
            values += Array.getLength(array);
        }
    }

    private void reachFields(Object object) {
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                try {
                    reach(field.get(object));
                } catch (IllegalAccessException e) {
                    throw new AssertionError("made accessible before", e);
                }
            }
        }
    }
}
