package io.serinus.analysis;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.RatioHypothesis;
import java.util.Arrays;

/**
 * The judged intervals of one stream, oldest first, kept because a new weight asks another question of the same data. Only
 * the latest {@value #CAPACITY} are kept, two hours of 15 s: after a longer step, the next one is judged on those. That is
 * as valid, a process may begin at any time, and evidence of that size has long decided.
 */
final class RecentIntervals {
    static final int CAPACITY = 480;
    private static final int WIDTH = 4;

    static final RecentIntervals NONE = new RecentIntervals(new double[0]);

    /** n1, x1, n2, x2 of each interval; never written to once here. */
    private final double[] rows;

    private RecentIntervals(double[] rows) {
        this.rows = rows;
    }

    RecentIntervals plus(Counts counts) {
        int from = size() < CAPACITY ? 0 : WIDTH;
        double[] longer = Arrays.copyOfRange(rows, from, rows.length + WIDTH);
        int last = longer.length - WIDTH;
        longer[last] = counts.n1();
        longer[last + 1] = counts.x1();
        longer[last + 2] = counts.n2();
        longer[last + 3] = counts.x2();
        return new RecentIntervals(longer);
    }

    /** The evidence of these intervals for a hypothesis. */
    EProcess evidenceFor(RatioHypothesis hypothesis) {
        var process = EProcess.of(hypothesis);
        for (int i = 0; i < rows.length; i += WIDTH) {
            process = process.fold(new Counts(rows[i], rows[i + 1], rows[i + 2], rows[i + 3]));
        }
        return process;
    }

    int size() {
        return rows.length / WIDTH;
    }
}
