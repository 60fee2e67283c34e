package io.serinus.calibration;

import java.util.OptionalInt;

/** A judge under test. */
interface Subject {
    /** As it is called in tables. */
    String name();

    /**
     * Judges a whole release.
     *
     * @return how many ticks had passed when the release was aborted, 1..{@link Release#TICKS}; empty if it never was
     */
    OptionalInt abortedAfter(Release release);
}
