package io.serinus.offline;

import io.serinus.stats.Counts;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The intervals of one case, in at most 44 bytes each, since files of several days are long. Indices count from 0. If the
 * intervals have times then all have them, and each begins where the one before ends.
 */
public final class Intervals {
    private static final int PER_INTERVAL = 4;

    private long[] counts = new long[64];
    private final BitSet missing = new BitSet();
    private int size;

    private long[] startSeconds = new long[0];
    private int[] startNanos = new int[0];
    private @Nullable Instant end;

    /**
     * One more interval.
     *
     * @param row n1, x1, n2 and x2; null if nothing was recorded
     */
    void add(long @Nullable [] row) {
        if (counts.length < (size + 1) * PER_INTERVAL) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        if (row == null) {
            missing.set(size);
        } else {
            System.arraycopy(row, 0, counts, size * PER_INTERVAL, PER_INTERVAL);
        }
        size++;
    }

    /** The times of the interval that was added last. */
    void lastedFrom(Instant start, Instant until) {
        if (startSeconds.length < size) {
            startSeconds = Arrays.copyOf(startSeconds, counts.length / PER_INTERVAL);
            startNanos = Arrays.copyOf(startNanos, counts.length / PER_INTERVAL);
        }
        startSeconds[size - 1] = start.getEpochSecond();
        startNanos[size - 1] = start.getNano();
        end = until;
    }

    int size() {
        return size;
    }

    boolean isMissing(int index) {
        return missing.get(index);
    }

    boolean hasTimes() {
        return end != null;
    }

    /** When it began; empty if the intervals have no times. */
    Optional<Instant> start(int index) {
        return hasTimes()
                ? Optional.of(Instant.ofEpochSecond(startSeconds[index], startNanos[index]))
                : Optional.empty();
    }

    /** When it ended; empty if the intervals have no times. */
    Optional<Instant> end(int index) {
        return index == size - 1 ? Optional.ofNullable(end) : start(index + 1);
    }

    long n1(int index) {
        return counts[index * PER_INTERVAL];
    }

    long x1(int index) {
        return counts[index * PER_INTERVAL + 1];
    }

    long n2(int index) {
        return counts[index * PER_INTERVAL + 2];
    }

    long x2(int index) {
        return counts[index * PER_INTERVAL + 3];
    }

    Counts counts(int index) {
        return new Counts(n1(index), x1(index), n2(index), x2(index));
    }
}
