package io.serinus.kayenta;

import static java.util.Objects.requireNonNull;

/**
 * How large a difference has to be before it counts, besides being statistically clear.
 *
 * @param measure what size is measured by; the other four are on its scale
 * @param allowedIncrease an increase counts from this size on
 * @param allowedDecrease a decrease counts down from this size
 * @param criticalIncrease an increase of a critical metric fails the whole canary from this size on
 * @param criticalDecrease a decrease of a critical metric fails the whole canary down from this size
 */
public record EffectSize(
        Measure measure,
        double allowedIncrease,
        double allowedDecrease,
        double criticalIncrease,
        double criticalDecrease) {

    /** A measure of how far the experiment is from the control. */
    public enum Measure {
        /** The experiment's mean divided by the control's: 1 if they are equal, NaN if either is 0. */
        MEAN_RATIO(1),
        /**
         * The common language effect size: the probability, 0..1, that a point of the experiment is higher than one of the
         * control, ties counting half; 0.5 if neither side is higher.
         */
        CLES(0.5);

        private final double neutral;

        Measure(double neutral) {
            this.neutral = neutral;
        }

        /** The size of no difference, which is what all four limits are unless they are set. */
        public double neutral() {
            return neutral;
        }
    }

    /** Every difference that is clear counts. */
    public static final EffectSize ANY = new EffectSize(Measure.MEAN_RATIO, 1, 1, 1, 1);

    /** @throws IllegalArgumentException if a size is not finite */
    public EffectSize {
        requireNonNull(measure, "measure is null");
        Checks.requireFinite("allowedIncrease", allowedIncrease);
        Checks.requireFinite("allowedDecrease", allowedDecrease);
        Checks.requireFinite("criticalIncrease", criticalIncrease);
        Checks.requireFinite("criticalDecrease", criticalDecrease);
    }
}
