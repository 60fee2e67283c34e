package io.serinus.kubernetes;

import org.jspecify.annotations.Nullable;

/** The cluster did not do what a person asked it; the message is a sentence for them, without a stop at the end. */
public final class ClusterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    ClusterException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    ClusterException(String sentence) {
        this(sentence, null);
    }

    /** Never empty. */
    public String sentence() {
        return sentence;
    }
}
