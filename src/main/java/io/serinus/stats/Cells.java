package io.serinus.stats;

/** One number per cell of a hypothesis. Immutable: whoever makes one gives the array away. */
final class Cells {
    private static final Cells USUAL = new Cells(new double[(19 + 7) * 24]);

    private final double[] values;

    Cells(double[] values) {
        this.values = values;
    }

    /** The same one for all of the standard size: a release has dozens of them. */
    static Cells zero(int size) {
        return size == USUAL.values.length ? USUAL : new Cells(new double[size]);
    }

    double get(int cell) {
        return values[cell];
    }

    /** A copy of the numbers. */
    double[] toArray() {
        return values.clone();
    }

    /** With the other's numbers added so many times. */
    Cells plus(Cells other, double times) {
        double[] sum = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            sum[i] = values[i] + times * other.values[i];
        }
        return new Cells(sum);
    }

    Cells minus(Cells other) {
        double[] difference = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            difference[i] = values[i] - other.values[i];
        }
        return new Cells(difference);
    }
}
