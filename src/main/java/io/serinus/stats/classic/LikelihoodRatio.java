package io.serinus.stats.classic;

/** The statistic of the likelihood ratio test, where the terms of the textbook's sum cancel: at large counts. */
final class LikelihoodRatio {
    private LikelihoodRatio() {}

    /**
     * {@code G = 2 sum(observed log(observed / expected))} of two samples over categories, at least one count in each. With
     * {@code observed - expected}, whose sum is 0, taken from each term, what remains is small and positive.
     */
    static double statistic(long[] first, long[] second) {
        double n1 = sum(first);
        double n2 = sum(second);
        double g = 0;
        for (int i = 0; i < first.length; i++) {
            double both = (double) first[i] + second[i];
            // How far the first sample is ahead; the second is behind by as much.
            double ahead = (n2 * first[i] - n1 * second[i]) / (n1 + n2);
            g += term((double) first[i], n1 / (n1 + n2) * both, ahead)
                    + term((double) second[i], n2 / (n1 + n2) * both, -ahead);
        }
        return 2 * g;
    }

    static double sum(long[] counts) {
        double sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private static double term(double observed, double expected, double difference) {
        return observed == 0 ? expected : Math.max(0, observed * Math.log1p(difference / expected) - difference);
    }
}
