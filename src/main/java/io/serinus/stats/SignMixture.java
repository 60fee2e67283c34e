package io.serinus.stats;

/** Betting that a coin shows heads more often than not. */
final class SignMixture {
    private SignMixture() {}

    /**
     * Log of the mean of {@code (2p)^heads (2 (1 - p))^tails} over p from 1/2 to 1, which is {@code 2^(n+1) B(heads + 1, tails
     * + 1) P(p > 1/2)} for a Beta(heads + 1, tails + 1) distributed p. The tail of the incomplete beta function is a sum of
     * binomial probabilities of n + 1 fair coins; divided by its largest term it neither underflows nor converges slowly.
     */
    static double logE(long heads, long tails) {
        if (heads < tails) {
            return Math.log(tail(heads, tails + 1) / (tails + 1));
        }
        double n = (double) heads + tails;
        // Of the whole integral over p from 0 to 1, take away the part below 1/2.
        double whole = (n + 1) * Math.log(2) - Math.log(n + 1) - logChoose(heads, tails);
        return whole + Math.log1p(-Math.exp(Math.log(tail(tails, heads + 1) / (heads + 1)) - whole));
    }

    /** Probability of at most so few of {@code few + many} fair coins, over that of exactly so few. */
    private static double tail(long few, long many) {
        double sum = 0;
        double term = 1;
        for (long j = 0; term > sum * 1e-17; j++) {
            sum += term;
            term *= (few - j) / (many + 1.0 + j);
        }
        return sum;
    }

    private static double logChoose(long heads, long tails) {
        return GammaRatio.logExcess(1, (double) heads + tails)
                - GammaRatio.logExcess(1, (double) heads)
                - GammaRatio.logExcess(1, (double) tails);
    }
}
