package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/** The pods of one version, as Kubernetes sees them. */
public sealed interface Workload {

    /**
     * Nobody has read them yet, but the answer is on its way: within seconds this becomes one of the others. Who must not
     * act without knowing waits for it.
     *
     * @param reason one sentence
     */
    record Awaited(String reason) implements Workload {
        public Awaited {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * Nobody can tell, and waiting does not help: there is no Service to go by, or it may not be read. No release is held
     * up by that.
     *
     * @param reason one sentence; where a permission is missing it says which
     */
    record Unknown(String reason) implements Workload {
        public Unknown {
            requireNonNull(reason, "reason is null");
        }
    }

    /**
     * What was seen.
     *
     * @param pods how many there are, without those that have ended or are ending
     * @param ready how many of them are ready, which is when they get requests
     * @param troubles what speaks against them, the gravest first; at most {@link #MAX_TROUBLES}
     */
    record Seen(int pods, int ready, List<PodTrouble> troubles) implements Workload {
        /** A version with hundreds of pods has the same trouble hundreds of times. */
        public static final int MAX_TROUBLES = 10;

        public Seen {
            if (ready < 0 || ready > pods) {
                throw new IllegalArgumentException("ready is " + ready + " of " + pods + " pods");
            }
            troubles = troubles.stream()
                    .sorted(Comparator.comparing(PodTrouble::kind).thenComparing(PodTrouble::message))
                    .limit(MAX_TROUBLES)
                    .toList();
        }
    }
}
