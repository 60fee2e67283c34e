package io.serinus.release;

import static java.util.Objects.requireNonNull;

/** Port: the Deployments of a namespace, to read and to scale. Waits for the API server. */
public interface Scaling {
    /** For a world without Deployments. */
    Scaling NONE = new Scaling() {
        @Override
        public Reading read(String namespace) {
            return new Reading.Refused("There are no Deployments here.");
        }

        @Override
        public Result toZero(Inventory.Deployment deployment) {
            return new Result.Refused("There are no Deployments here.");
        }
    };

    /** What a namespace has, as the API server says now. */
    Reading read(String namespace);

    /** Scales a Deployment to zero if it still is as it was read. */
    Result toZero(Inventory.Deployment deployment);

    /** What became of reading. */
    sealed interface Reading {
        /** All of it. */
        record Read(Inventory inventory) implements Reading {
            public Read {
                requireNonNull(inventory, "inventory is null");
            }
        }

        /** Not possible, nor will it be: one sentence, which names the permission if one is missing. */
        record Refused(String reason) implements Reading {
            public Refused {
                requireNonNull(reason, "reason is null");
            }
        }

        /** Not possible now: one sentence. */
        record Unavailable(String reason) implements Reading {
            public Unavailable {
                requireNonNull(reason, "reason is null");
            }
        }
    }

    /** What became of scaling. */
    sealed interface Result {
        /** Its spec wants no replicas now. */
        record Scaled() implements Result {}

        /** It has changed since it was read, or is gone: read it again. */
        record Changed() implements Result {}

        /** The API server does not allow it: one sentence, which names the permission if one is missing. */
        record Refused(String reason) implements Result {
            public Refused {
                requireNonNull(reason, "reason is null");
            }
        }

        /** Not possible now: one sentence. */
        record Unavailable(String reason) implements Result {
            public Unavailable {
                requireNonNull(reason, "reason is null");
            }
        }
    }
}
