package io.serinus.calibration;

/** What happens on the way, besides the difference of the versions. A release begins at tick 0. */
enum Course {
    STEADY,
    /** Load and error rate of both versions go up and down by a factor of two, once in the 30 minutes. */
    DIURNAL,
    /** From minute 10 to minute 12 both versions fail 20 % of their requests. */
    SHARED_INCIDENT,
    /** In its first minute the canary is 2.5 times as slow and five times as error-prone. */
    WARM_UP,
    /** In its first minute the canary is 2.5 times as slow and fails 5 % of its requests. */
    FAILING_WARM_UP;

    private static final int WARM_UP_TICKS = 60 / Release.SECONDS_PER_TICK;
    private static final int INCIDENT_FROM = 600 / Release.SECONDS_PER_TICK;
    private static final int INCIDENT_TO = 720 / Release.SECONDS_PER_TICK;

    /** By what the load is multiplied. */
    double load(int tick) {
        return this == DIURNAL ? tide(tick) : 1;
    }

    /** The error rate at the tick, where it is normally another. */
    double errorRate(int tick, boolean canary, double normally) {
        return switch (this) {
            case STEADY -> normally;
            case DIURNAL -> normally * tide(tick);
            case SHARED_INCIDENT -> tick >= INCIDENT_FROM && tick < INCIDENT_TO ? 0.2 : normally;
            case WARM_UP -> warmsUp(tick, canary) ? 5 * normally : normally;
            case FAILING_WARM_UP -> warmsUp(tick, canary) ? 0.05 : normally;
        };
    }

    /** By what durations are multiplied. */
    double slowness(int tick, boolean canary) {
        return switch (this) {
            case STEADY, DIURNAL, SHARED_INCIDENT -> 1;
            case WARM_UP, FAILING_WARM_UP -> warmsUp(tick, canary) ? 2.5 : 1;
        };
    }

    private static boolean warmsUp(int tick, boolean canary) {
        return canary && tick >= 0 && tick < WARM_UP_TICKS;
    }

    private static double tide(int tick) {
        return StrictMath.pow(2, StrictMath.sin(2 * Math.PI * tick / Release.TICKS));
    }
}
