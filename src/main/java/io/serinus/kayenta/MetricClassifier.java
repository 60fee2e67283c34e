package io.serinus.kayenta;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Compares two samples of one metric: the experiment is higher or lower if the confidence interval of the shift between them
 * lies beyond a bound, and the size of the effect beyond what is allowed.
 *
 * @param tolerance the bound, as a fraction of the estimated shift itself
 * @param quantile of the standard normal distribution at the upper end of the confidence interval
 */
record MetricClassifier(double tolerance, double quantile) {
    /** That of the judge: a confidence of 98 %. */
    static final MetricClassifier NETFLIX = new MetricClassifier(0.25, 2.3263478740408408);

    /** Noise for samples that do not vary, relative to their value. */
    private static final double NOISE = 1e-5;

    /** Kayenta draws the noise anew each time. A fixed seed makes a judgement repeatable. */
    private static final long SEED = 20_180_410;

    /**
     * What was found.
     *
     * @param critical whether it fails the whole canary
     * @param deviation the ratio of the means, experiment to control; NaN if either is 0, 1 if nothing was compared
     * @param effectSize on the scale of the metric's measure; NaN if it has none or nothing was compared
     * @param shift of the experiment; empty if nothing was compared
     */
    record Finding(
            Classification classification,
            boolean critical,
            double deviation,
            double effectSize,
            Optional<Shift> shift) {
        static Finding withoutComparison(Classification classification, boolean critical) {
            return new Finding(classification, critical, 1, Double.NaN, Optional.empty());
        }
    }

    /** Both sides as {@link Preparation} leaves them. */
    Finding classify(double[] control, double[] experiment, MetricConfig metric) {
        if (control.length == 0 || experiment.length == 0) {
            return withoutData(metric);
        }
        if (Arrays.equals(control, experiment) || isOneValue(control, experiment)) {
            return Finding.withoutComparison(Classification.PASS, false);
        }
        try {
            if (isConstant(control) && isConstant(experiment)) {
                var random = new SplittableRandom(SEED);
                return compare(noisy(control, random), noisy(experiment, random), metric);
            }
            return compare(control, experiment, metric);
        } catch (ArithmeticException e) {
            return Finding.withoutComparison(Classification.ERROR, false);
        }
    }

    private static Finding withoutData(MetricConfig metric) {
        if (metric.nanStrategy() == NanStrategy.REPLACE) {
            return Finding.withoutComparison(Classification.PASS, false);
        }
        return metric.mustHaveData() && !metric.critical()
                ? Finding.withoutComparison(Classification.NODATA_FAIL, false)
                : Finding.withoutComparison(Classification.NODATA, metric.critical());
    }

    private Finding compare(double[] control, double[] experiment, MetricConfig metric) {
        Shift shift = Shift.of(experiment, control, quantile);
        double deviation = meanRatio(control, experiment);
        double size = switch (metric.effectSize().measure()) {
            case MEAN_RATIO -> deviation;
            case CLES -> new RankTest(experiment, control).probabilityOfHigher();
        };
        Classification classification = classification(shift, size, metric);
        boolean critical = metric.critical() && isCritical(classification, size, metric.effectSize());
        return new Finding(classification, critical, deviation, size, Optional.of(shift));
    }

    private Classification classification(Shift shift, double size, MetricConfig metric) {
        double bound = tolerance * Math.abs(shift.estimate());
        EffectSize limits = metric.effectSize();
        if (metric.direction().countsHigher() && shift.lower() > bound && reaches(size, limits.allowedIncrease())) {
            return Classification.HIGH;
        }
        if (metric.direction().countsLower() && shift.upper() < -bound && fallsTo(size, limits.allowedDecrease())) {
            return Classification.LOW;
        }
        return Classification.PASS;
    }

    private static boolean isCritical(Classification classification, double size, EffectSize limits) {
        return (classification == Classification.HIGH && reaches(size, limits.criticalIncrease()))
                || (classification == Classification.LOW && fallsTo(size, limits.criticalDecrease()));
    }

    /** An unknown size, as of a ratio to 0, passes for any size. */
    private static boolean reaches(double size, double limit) {
        return Double.isNaN(size) || size >= limit;
    }

    private static boolean fallsTo(double size, double limit) {
        return Double.isNaN(size) || size <= limit;
    }

    static double meanRatio(double[] control, double[] experiment) {
        double ofControl = SampleStatistics.mean(control);
        double ofExperiment = SampleStatistics.mean(experiment);
        return ofControl == 0 || ofExperiment == 0 ? Double.NaN : ofExperiment / ofControl;
    }

    private static boolean isOneValue(double[] control, double[] experiment) {
        return isConstant(control) && isConstant(experiment) && control[0] == experiment[0];
    }

    private static boolean isConstant(double[] sorted) {
        return sorted[0] == sorted[sorted.length - 1];
    }

    /** Ranks cannot tell how far two constants are apart; normal noise gives them something to compare with. 0 stays 0. */
    private static double[] noisy(double[] constant, SplittableRandom random) {
        double[] noisy = new double[constant.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = constant[i] + random.nextGaussian() * NOISE * constant[i];
        }
        Arrays.sort(noisy);
        return noisy;
    }
}
