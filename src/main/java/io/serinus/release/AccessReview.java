package io.serinus.release;

import static java.util.Objects.requireNonNull;

/** Port: finds out who somebody is and whether they may command a release, or see any. Safe for use by several threads. */
public interface AccessReview {
    /** Where nobody can be told apart, so that nobody may command. */
    AccessReview NONE = new AccessReview() {
        @Override
        public Answer review(String token, ReleaseId release) {
            return new Answer.Unsupported(
                    "Commands need a cluster that knows its users, and there is none here: this is a simulation.");
        }

        @Override
        public Answer reviewReading(String token, Reading reading) {
            return new Answer.Unsupported(
                    "Reading takes a token, and there is no cluster here that could know one: this is a"
                            + " simulation. Set serinus.report.access to open.");
        }
    };

    /**
     * Asks; may block for as long as the API server takes, time-boxed.
     *
     * @param token what the caller shows; empty if nothing
     * @param release what is to be commanded, whether it exists or not
     */
    Answer review(String token, ReleaseId release);

    /**
     * Asks whether they may see releases; as {@link #review}.
     *
     * @param reading what is to be seen, whether it exists or not
     */
    Answer reviewReading(String token, Reading reading);

    /** Who it is, and what they may. Every sentence is fit for the caller. */
    sealed interface Answer {
        /** May do it, under this name, which is not empty. */
        record Allowed(String user) implements Answer {
            public Allowed {
                requireNonNull(user, "user is null");
            }
        }

        /** Known, but may not. */
        record Denied(String user, String sentence) implements Answer {}

        /** Not known. */
        record Unknown(String sentence) implements Answer {}

        /** Nobody can tell at present; later perhaps. */
        record Unanswered(String sentence) implements Answer {}

        /** Nobody will ever be able to tell here. */
        record Unsupported(String sentence) implements Answer {}
    }
}
