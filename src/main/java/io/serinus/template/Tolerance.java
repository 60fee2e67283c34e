package io.serinus.template;

/**
 * How much worse the canary may be before it counts as harmful: its bad fraction p2 against the baseline's p1 is tolerated
 * while {@code p2 <= (1 + relative) * p1 + absolute}.
 *
 * @param relative tolerated increase as a ratio of the baseline's fraction; 0.2 is 20 %; not negative
 * @param absolute tolerated increase as a fraction of requests; 0.0002 is 0.02 %; in [0, 1)
 */
public record Tolerance(double relative, double absolute) {
    /** The largest relative part. */
    public static final int MAX_RELATIVE = 100;

    public Tolerance {
        if (!(relative >= 0 && relative <= MAX_RELATIVE)) {
            throw new IllegalArgumentException(
                    "relative is " + relative + ", expected a ratio between 0 and " + MAX_RELATIVE);
        }
        if (!(absolute >= 0 && absolute < 1)) {
            throw new IllegalArgumentException("absolute is " + absolute + ", expected a fraction from 0 to below 1");
        }
        if (relative == 0 && absolute == 0) {
            throw new IllegalArgumentException("a tolerance of nothing at all can never be confirmed");
        }
    }
}
