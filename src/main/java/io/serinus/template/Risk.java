package io.serinus.template;

/**
 * The error probabilities of one whole release, however often it is looked at.
 *
 * @param falseAbort probability (0..1) of aborting although no metric is worse than its tolerance; default 0.01
 * @param falsePromotion probability (0..1) of taking a step although a metric exceeds its margin; default 0.05
 */
public record Risk(double falseAbort, double falsePromotion) {
    public static final Risk DEFAULT = new Risk(0.01, 0.05);

    public Risk {
        requireProbability("falseAbort", falseAbort);
        requireProbability("falsePromotion", falsePromotion);
    }

    private static void requireProbability(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected a probability between 0 and 1");
        }
    }
}
