package io.serinus.template;

/**
 * How far the canary's level may be from the baseline's, on the side that is worse: by {@code relative} times the
 * baseline's level and {@code absolute} besides.
 *
 * @param relative ratio of the baseline's level; 0.2 is 20 %; not negative
 * @param absolute in the unit of the level; not negative
 */
public record LevelTolerance(double relative, double absolute) {
    public LevelTolerance {
        if (!(relative >= 0 && relative <= 100)) {
            throw new IllegalArgumentException("relative is " + relative + ", expected a ratio between 0 and 100");
        }
        if (!(absolute >= 0 && absolute < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("absolute is " + absolute + ", expected a number, 0 or more");
        }
    }
}
