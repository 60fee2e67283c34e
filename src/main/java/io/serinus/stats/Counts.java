package io.serinus.stats;

/**
 * What one interval brought: events in two samples with their exposures. Fractions are allowed everywhere.
 *
 * @param n1 exposure of the first sample, as its number of trials; finite, not negative
 * @param x1 events in the first sample; finite, not negative
 * @param n2 exposure of the second sample
 * @param x2 events in the second sample
 */
public record Counts(double n1, double x1, double n2, double x2) {
    public Counts {
        requireCount("n1", n1);
        requireCount("x1", x1);
        requireCount("n2", n2);
        requireCount("x2", x2);
    }

    private static void requireCount(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a finite number, 0 or more");
        }
    }
}
