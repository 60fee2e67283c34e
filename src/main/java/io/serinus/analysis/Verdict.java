package io.serinus.analysis;

/** What the evidence says, of one metric or of the whole. */
public enum Verdict {
    /** Harm beyond the margin is excluded: the next step may be taken. */
    PASS,
    /** Harm beyond the tolerance is proved. */
    FAIL,
    /** Neither yet. */
    UNDECIDED,
    /** A version had no usable requests lately: neither good nor bad news. */
    NO_DATA,
    /** The metrics backend did not answer: neither good nor bad news. */
    SOURCE_DOWN
}
