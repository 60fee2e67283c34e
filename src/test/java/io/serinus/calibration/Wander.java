package io.serinus.calibration;

/**
 * A stationary process that stays about as it was: {@code next = persistence * last + innovation}, normal with mean 0.
 * With persistence 0 it is independent noise.
 */
final class Wander {
    private final double persistence;
    private final double deviation;
    private final Chance chance;
    private double value;

    /**
     * @param persistence correlation of successive values, 0..1
     * @param deviation standard deviation of each value
     */
    Wander(double persistence, double deviation, Chance chance) {
        this.persistence = persistence;
        this.deviation = deviation;
        this.chance = chance;
        this.value = deviation * chance.gaussian();
    }

    /** The current value; the next call returns the next one. */
    double next() {
        double current = value;
        value = persistence * value + deviation * StrictMath.sqrt(1 - persistence * persistence) * chance.gaussian();
        return current;
    }
}
