package io.serinus.calibration;

/**
 * How the durations of one version differ from the other's without any change of code: all are multiplied by one factor at
 * a time.
 *
 * @param lasting standard deviation of the factor's logarithm that stays for the whole release, as between pods
 * @param persistence correlation of the rest from one period of 30 s to the next, 0..1
 * @param deviation standard deviation of the rest
 */
record LatencyNoise(double lasting, double persistence, double deviation) {
    static final LatencyNoise NONE = new LatencyNoise(0, 0, 0);
    static final LatencyNoise ORDINARY = new LatencyNoise(0.01, 0, 0.02);
    static final LatencyNoise DRIFTING = new LatencyNoise(0, 0.8, 0.05);
}
