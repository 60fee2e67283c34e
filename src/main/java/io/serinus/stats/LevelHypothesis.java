package io.serinus.stats;

/**
 * A statement about the levels of two samples, one number of each per interval, such as a queue's length or a share of CPU,
 * for which a {@link SignProcess} collects evidence.
 */
public final class LevelHypothesis {
    private enum Direction {
        EXCEEDS,
        BELOW
    }

    private final Direction direction;
    private final double ratio;
    private final double difference;

    private LevelHypothesis(Direction direction, double ratio, double difference) {
        if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ratio is " + ratio + ", expected a positive number");
        }
        if (!Double.isFinite(difference)) {
            throw new IllegalArgumentException("difference is " + difference + ", expected a finite number");
        }
        this.direction = direction;
        this.ratio = ratio;
        this.difference = difference;
    }

    /**
     * {@code second > ratio * first + difference} more often than not.
     *
     * @param ratio positive
     * @param difference finite, in the unit of the levels
     */
    public static LevelHypothesis exceeds(double ratio, double difference) {
        return new LevelHypothesis(Direction.EXCEEDS, ratio, difference);
    }

    /**
     * {@code second < ratio * first + difference} more often than not.
     *
     * @param ratio positive
     * @param difference finite, in the unit of the levels
     */
    public static LevelHypothesis below(double ratio, double difference) {
        return new LevelHypothesis(Direction.BELOW, ratio, difference);
    }

    /**
     * Whether one interval's levels speak for it. Levels on the boundary speak against it.
     *
     * @throws IllegalArgumentException if a level is not finite
     */
    public boolean isSupportedBy(double first, double second) {
        requireFinite("first", first);
        requireFinite("second", second);
        double boundary = ratio * first + difference;
        return switch (direction) {
            case EXCEEDS -> second > boundary;
            case BELOW -> second < boundary;
        };
    }

    private static void requireFinite(String name, double level) {
        if (!Double.isFinite(level)) {
            throw new IllegalArgumentException(name + " is " + level + ", expected a finite number");
        }
    }
}
