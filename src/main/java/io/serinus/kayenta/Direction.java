package io.serinus.kayenta;

/** Which deviations of the experiment from the control count as bad. */
public enum Direction {
    INCREASE,
    DECREASE,
    EITHER;

    boolean countsHigher() {
        return this != DECREASE;
    }

    boolean countsLower() {
        return this != INCREASE;
    }
}
