package io.serinus.calibration;

import java.util.Collection;
import java.util.Locale;

/**
 * So many releases out of so many.
 *
 * @param count of those that were aborted
 * @param releases of all
 */
record Fraction(long count, long releases) {
    /** Of all releases of the trials, what a judge aborted. */
    static Fraction aborted(Collection<Trial> trials, int judge) {
        return new Fraction(
                trials.stream().mapToLong(it -> it.aborts().get(judge).count()).sum(),
                trials.stream().mapToLong(Trial::releases).sum());
    }

    /** 0..1; NaN of nothing. */
    double rate() {
        return releases == 0 ? Double.NaN : (double) count / releases;
    }

    /** As in {@code 29 of 2,900 (1.0 %)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d of %,d (%s %%)", count, releases, Figures.percent(rate()));
    }
}
