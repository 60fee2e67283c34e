package io.serinus.release;

import static java.util.Objects.requireNonNull;

/** Port: copies of baselines, to plan, make and remove. Waits for the API server. */
public interface Copies {
    /** For a world where nothing can be copied. */
    Copies NONE = new Copies() {
        @Override
        public Draft draft(Plan plan, String namespace) {
            return new Draft.Refused("There are no Deployments here, so that the baseline cannot be copied.");
        }

        @Override
        public Making make(Release release, Copy copy) {
            return new Making.Waiting("There are no Deployments here.");
        }

        @Override
        public Removal remove(Release release, Copy copy) {
            return new Removal.Removed();
        }
    };

    /**
     * What the copy of a release would be, if it is possible. Nothing is written.
     *
     * @param plan without a copy
     * @param namespace of the release
     */
    Draft draft(Plan plan, String namespace);

    /** Makes the copy, unless it is there already. What is not this release's is never touched. */
    Making make(Release release, Copy copy);

    /** Removes the copy, if it is there. */
    Removal remove(Release release, Copy copy);

    /** What became of planning. */
    sealed interface Draft {
        /** So it would be. */
        record Possible(Copy copy) implements Draft {
            public Possible {
                requireNonNull(copy, "copy is null");
            }
        }

        /** Not as things stand: a sentence that names the object, the field, the value and what to do. */
        record Refused(String reason) implements Draft {
            public Refused {
                requireNonNull(reason, "reason is null");
            }
        }

        /** Nobody can tell now. */
        record Unknown() implements Draft {}
    }

    /** How far it is. */
    sealed interface Making {
        /** Nobody has tried. */
        record Unknown() implements Making {}

        /** Deployment and Service are there; whether its pods are ready is another question. */
        record Made() implements Making {}

        /** They are not, and to be tried again: why, in a sentence. */
        record Waiting(String reason) implements Making {
            public Waiting {
                requireNonNull(reason, "reason is null");
            }
        }
    }

    /** What became of removing. */
    sealed interface Removal {
        /** Nothing of it is left, or it is on its way out. */
        record Removed() implements Removal {}

        /** The API server does not allow it: a sentence that says what to do. */
        record Refused(String reason) implements Removal {
            public Refused {
                requireNonNull(reason, "reason is null");
            }
        }

        /** Not possible now. */
        record Unavailable(String reason) implements Removal {
            public Unavailable {
                requireNonNull(reason, "reason is null");
            }
        }
    }
}
