package io.serinus.metric;

import static java.util.Objects.requireNonNull;

/** What the query of a custom metric brought for both versions at one interval's end. */
public sealed interface Level {
    /** One finite number each. */
    record Read(double baseline, double canary) implements Level {
        public Read {
            if (!Double.isFinite(baseline) || !Double.isFinite(canary)) {
                throw new IllegalArgumentException("levels are " + baseline + " and " + canary + ", expected numbers");
            }
        }
    }

    /** Not one finite number for each: the reason, in words for a person. */
    record Absent(String reason) implements Level {
        public Absent {
            requireNonNull(reason, "reason is null");
        }
    }
}
