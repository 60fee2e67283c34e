package io.serinus.metric;

import static java.util.Objects.requireNonNull;

/** What the query of a custom metric brought for both versions at one interval's end. */
public sealed interface Level {
    /** Larger numbers are no measurements, and would overflow where they are added. */
    double LARGEST = 1e100;

    /** One number each, from -{@value #LARGEST} to {@value #LARGEST}. */
    record Read(double baseline, double canary) implements Level {
        public Read {
            if (!(Math.abs(baseline) <= LARGEST && Math.abs(canary) <= LARGEST)) {
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
