package io.serinus.routing;

import java.util.BitSet;

/** Percent into whole weights and back. */
final class Shares {
    private Shares() {}

    /**
     * The canary's part of a joint weight: the nearest whole number, halves up, but at least 1 where the canary is to have
     * anything, and at most one less than all where the baseline is to keep anything. The baseline goes first where there
     * is only 1 to give.
     */
    static int canary(int joint, int percent) {
        if (percent <= 0 || joint <= 0) {
            return 0;
        }
        if (percent >= 100) {
            return joint;
        }
        int nearest = (int) (((long) joint * percent + 50) / 100);
        return Math.min(Math.max(nearest, 1), joint - 1);
    }

    /** The same where a copy of the baseline gets as much as the canary, so that both get half at most. */
    static int canaryBesideCopy(int joint, int percent) {
        return Math.min(canary(joint, percent), joint / 2);
    }

    /** Every percentage 0..100 that gives the canary exactly this part. */
    static BitSet percentages(int joint, int canary) {
        var percentages = new BitSet();
        for (int percent = 0; percent <= 100; percent++) {
            if (canary(joint, percent) == canary) {
                percentages.set(percent);
            }
        }
        return percentages;
    }

    /** The same beside a copy, of the percentages that a canary can have there. */
    static BitSet percentagesBesideCopy(int joint, int canary) {
        var percentages = new BitSet();
        for (int percent = 1; percent <= Layout.MOST_BESIDE_COPY; percent++) {
            if (canaryBesideCopy(joint, percent) == canary) {
                percentages.set(percent);
            }
        }
        return percentages;
    }

    /** One part of an old whole, scaled to a new whole, nearest whole number. */
    static int scaled(int part, int oldWhole, int newWhole) {
        return oldWhole == 0 ? newWhole : (int) Math.round((double) part * newWhole / oldWhole);
    }
}
