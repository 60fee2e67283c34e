package io.serinus.template;

import static java.util.Objects.requireNonNull;

/**
 * What follows if the canary's share of the requests is not what its weight says.
 *
 * @param tolerance tolerated factor of the odds of a request going to the canary, less 1; 0.1 is 10 %; above 0, at most 10
 * @param onMismatch what is done about it
 */
public record TrafficShare(double tolerance, OnMismatch onMismatch) {
    public static final TrafficShare DEFAULT = new TrafficShare(0.1, OnMismatch.WARN);

    public TrafficShare {
        requireNonNull(onMismatch, "onMismatch is null");
        if (!(tolerance > 0 && tolerance <= 10)) {
            throw new IllegalArgumentException("tolerance is " + tolerance + ", expected a ratio above 0, at most 10");
        }
    }

    /** The answers. */
    public enum OnMismatch {
        /** It is reported. */
        WARN,
        /** The canary has failed. */
        FAIL
    }
}
