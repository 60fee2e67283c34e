package io.serinus.calibration;

/** How one metric's points are compared. */
@FunctionalInterface
interface Classifier {
    /**
     * Whether the canary is classified as higher than the baseline.
     *
     * @param baseline one number per window, NaN where there is none
     * @param canary the same windows
     */
    boolean isHigh(double[] baseline, double[] canary);
}
