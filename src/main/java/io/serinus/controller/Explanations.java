package io.serinus.controller;

/**
 * When a release's judgement is explained anew. Estimates cost a thousand times what a verdict does, and change ever more
 * slowly: at every interval in the beginning, then whenever there is a sixteenth more of them.
 */
final class Explanations {
    private static final int PART = 16;

    private long intervals;
    private long due = 1;

    /** Whether it is time at this interval's end; to be asked once at each. */
    boolean isDue() {
        intervals++;
        if (intervals < due) {
            return false;
        }
        due = intervals + Math.max(1, intervals / PART);
        return true;
    }
}
