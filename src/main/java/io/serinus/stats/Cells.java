package io.serinus.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One number per cell of a hypothesis. Immutable: whoever makes one gives the array away. */
final class Cells {
    private static final Map<Integer, Cells> ZEROS = new ConcurrentHashMap<>();

    private final double[] values;

    Cells(double[] values) {
        this.values = values;
    }

    /** The same one for every hypothesis of a size: a release has dozens of them. */
    static Cells zero(int size) {
        return ZEROS.computeIfAbsent(size, cells -> new Cells(new double[cells]));
    }

    double get(int cell) {
        return values[cell];
    }

    /** A copy of the numbers. */
    double[] toArray() {
        return values.clone();
    }

    Cells minus(Cells other) {
        double[] difference = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            difference[i] = values[i] - other.values[i];
        }
        return new Cells(difference);
    }
}
