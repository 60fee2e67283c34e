package io.serinus.stats;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * The intervals of a comparison, kept apart so that each is compared within itself: a common rate that changes over time,
 * or exposures that do, then do not pass for a difference. A value: adding returns another one.
 *
 * <p>Memory is bounded. Up to {@value #CAPACITY} informative intervals are kept exactly. Beyond, neighbours of about the same
 * share {@code n2 / (n1 + n2)} are merged pairwise, again and again, as if one had measured in intervals twice as long; all
 * strata cover about the same number of intervals. Neighbours whose shares differ are merged only where nothing else is
 * left to merge.
 *
 * <p>What merging costs: the mixture in {@link RatioInterval#timeUniform} is then no longer the one it started with, so its
 * simultaneous coverage is exact up to the capacity only. Beyond, each interval holds as one of a method with longer
 * intervals would. It is for people to read; no decision may rest on it.
 */
public final class Strata {
    static final int CAPACITY = 240;

    /** How many strata merging leaves at most. */
    private static final int KEPT = CAPACITY * 3 / 4;

    private static final int COLUMNS = 5;
    private static final int N1 = 0;
    private static final int X1 = 1;
    private static final int N2 = 2;
    private static final int X2 = 3;
    private static final int SPAN = 4;

    /** Shares are called the same up to this difference of log odds, plus three standard errors of chance. */
    private static final double SAME_LOG_ODDS = 0.1;

    private static final Strata EMPTY = new Strata(new double[0], 1);

    /** For each stratum its sums and, last, how many intervals it covers. */
    private final double[] rows;

    /** How many intervals a stratum may cover. */
    private final long maxSpan;

    private Strata(double[] rows, long maxSpan) {
        this.rows = rows;
        this.maxSpan = maxSpan;
    }

    /** No interval yet. */
    public static Strata empty() {
        return EMPTY;
    }

    /** With one more interval. One without exposure in both samples, or without any event, changes nothing. */
    public Strata add(Counts counts) {
        requireNonNull(counts, "counts is null");
        if (counts.n1() <= 0 || counts.n2() <= 0 || counts.x1() + counts.x2() <= 0) {
            return this;
        }
        double[] row = {counts.n1(), counts.x1(), counts.n2(), counts.x2(), 1};
        if (maxSpan > 1 && mergeable(rows, rows.length - COLUMNS, row, 0, maxSpan, 1)) {
            double[] merged = rows.clone();
            addRow(merged, merged.length - COLUMNS, row, 0);
            return new Strata(merged, maxSpan);
        }
        if (size() < CAPACITY) {
            double[] longer = Arrays.copyOf(rows, rows.length + COLUMNS);
            System.arraycopy(row, 0, longer, rows.length, COLUMNS);
            return new Strata(longer, maxSpan);
        }
        return halved().add(counts);
    }

    /** Number of strata kept, at most {@value #CAPACITY}. */
    public int size() {
        return rows.length / COLUMNS;
    }

    /** Number of informative intervals added. */
    public long intervals() {
        double sum = 0;
        for (int i = SPAN; i < rows.length; i += COLUMNS) {
            sum += rows[i];
        }
        return (long) sum;
    }

    /** Sums of a stratum, in order of time. */
    Counts get(int stratum) {
        int i = stratum * COLUMNS;
        return new Counts(rows[i + N1], rows[i + X1], rows[i + N2], rows[i + X2]);
    }

    /** Sums over all strata. */
    Counts total() {
        double[] sums = new double[COLUMNS];
        for (int i = 0; i < rows.length; i += COLUMNS) {
            addRow(sums, 0, rows, i);
        }
        return new Counts(sums[N1], sums[X1], sums[N2], sums[X2]);
    }

    /** Merges until at least a quarter of the capacity is free, so that merging is rare. */
    private Strata halved() {
        // Where shares differ all the time, twice as long would soon be as long as everything: merged in pairs that
        // exceed this
        // span, the strata still fit.
        long fitting = 2 * (intervals() + 1) / (KEPT - 1) + 1;
        long span = Math.max(maxSpan, Math.min(2 * maxSpan, fitting));
        double[] merged = rows;
        double patience = 1;
        while (merged.length > KEPT * COLUMNS) {
            merged = merged(merged, span, patience);
            patience *= 2;
        }
        return new Strata(merged, span);
    }

    private static double[] merged(double[] rows, long maxSpan, double patience) {
        double[] merged = new double[rows.length];
        int last = -COLUMNS;
        for (int i = 0; i < rows.length; i += COLUMNS) {
            if (mergeable(merged, last, rows, i, maxSpan, patience)) {
                addRow(merged, last, rows, i);
            } else {
                last += COLUMNS;
                System.arraycopy(rows, i, merged, last, COLUMNS);
            }
        }
        return Arrays.copyOf(merged, last + COLUMNS);
    }

    private static boolean mergeable(double[] a, int i, double[] b, int j, long maxSpan, double patience) {
        if (i < 0 || a[i + SPAN] + b[j + SPAN] > maxSpan) {
            return false;
        }
        double difference = Math.log(a[i + N2] / a[i + N1]) - Math.log(b[j + N2] / b[j + N1]);
        double error = Math.sqrt(1 / a[i + N1] + 1 / a[i + N2] + 1 / b[j + N1] + 1 / b[j + N2]);
        return Math.abs(difference) <= patience * (SAME_LOG_ODDS + 3 * error);
    }

    private static void addRow(double[] to, int i, double[] from, int j) {
        for (int column = 0; column < COLUMNS; column++) {
            to[i + column] += from[j + column];
        }
    }
}
