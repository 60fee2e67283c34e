package io.serinus.stats.classic;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Several tests at once. */
public final class Holm {
    private Holm() {}

    /**
     * P-values adjusted by Holm's step-down procedure (1979): rejecting those at or below alpha falsely rejects any with a
     * probability of at most alpha, whatever the dependence between the tests.
     *
     * @param p p-values, each in [0, 1]
     * @return in the order given
     * @throws IllegalArgumentException if one is not in [0, 1]
     */
    public static double[] adjust(double... p) {
        for (int i = 0; i < p.length; i++) {
            if (!(p[i] >= 0 && p[i] <= 1)) {
                throw new IllegalArgumentException("p[" + i + "] is " + p[i] + ", expected a number from 0 to 1");
            }
        }
        int[] ascending = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[p.length];
        double before = 0;
        for (int rank = 0; rank < p.length; rank++) {
            before = Math.max(before, Math.min(1, (p.length - rank) * p[ascending[rank]]));
            adjusted[ascending[rank]] = before;
        }
        return adjusted;
    }
}
