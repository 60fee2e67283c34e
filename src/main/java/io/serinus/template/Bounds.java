package io.serinus.template;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** At which bounds of the duration histogram requests are told apart into fast and slow. */
public sealed interface Bounds {
    /**
     * These and no others.
     *
     * @param millis bucket bounds in milliseconds, at least one, ascending
     */
    record Fixed(List<Double> millis) implements Bounds {
        public Fixed {
            SortedSet<Double> sorted = new TreeSet<>(millis);
            if (sorted.isEmpty() || sorted.first() <= 0 || sorted.size() != millis.size()) {
                throw new IllegalArgumentException(
                        "bounds are " + millis + ", expected different positive numbers of milliseconds");
            }
            millis = List.copyOf(sorted);
        }
    }

    /**
     * Those that say most about the baseline's own durations, chosen among all that the histogram has in this range before
     * the canary is judged.
     *
     * @param fromMillis the least, in milliseconds, not negative
     * @param toMillis the largest, in milliseconds
     */
    record Range(double fromMillis, double toMillis) implements Bounds {
        /** From a millisecond to a minute. */
        public static final Range DEFAULT = new Range(1, 60_000);

        public Range {
            if (!(fromMillis >= 0 && toMillis > fromMillis)) {
                throw new IllegalArgumentException("range is " + fromMillis + " ms to " + toMillis
                        + " ms, expected two durations, the larger one second");
            }
        }
    }
}
