package io.serinus.calibration;

import java.util.SplittableRandom;

/**
 * Random numbers of the distributions that traffic is made of. The same key, the same numbers, on any machine: only
 * {@link StrictMath} is used. Not safe for use by several threads.
 */
final class Chance {
    private static final double SMALL_MEAN = 10;
    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;
    private static final double[] LOG_FACTORIALS = logFactorials(128);

    private final SplittableRandom random;

    private Chance(SplittableRandom random) {
        this.random = random;
    }

    /** A source that depends on the seed and on every word of the key. */
    static Chance of(long seed, Object... key) {
        long state = mix(seed);
        for (Object word : key) {
            String text = String.valueOf(word);
            for (int i = 0; i < text.length(); i++) {
                state = mix(state + text.charAt(i) + 1);
            }
            state = mix(~state);
        }
        return new Chance(new SplittableRandom(state));
    }

    /** Another source, independent of what is drawn from this one later. */
    Chance split() {
        return new Chance(random.split());
    }

    /** Uniform in (0, 1). */
    double uniform() {
        double u = random.nextDouble();
        return u > 0 ? u : Double.MIN_NORMAL;
    }

    /** Standard normal, by the polar method of Marsaglia and Bray (1964). */
    double gaussian() {
        double x;
        double square;
        do {
            x = 2 * uniform() - 1;
            double y = 2 * uniform() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    }

    /** Geometric on 1, 2, 3... with the mean, at least 1. */
    long geometric(double mean) {
        return mean <= 1 ? 1 : 1 + (long) (StrictMath.log(uniform()) / StrictMath.log1p(-1 / mean));
    }

    /** Gamma of mean 1 and the squared coefficient of variation, by the method of Marsaglia and Tsang (2000). */
    double gamma(double squaredVariation) {
        double shape = 1 / squaredVariation;
        double boost = shape < 1 ? StrictMath.pow(uniform(), 1 / shape) : 1;
        double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double v = 1 + c * x;
            if (v > 0) {
                double cube = v * v * v;
                if (StrictMath.log(uniform()) < 0.5 * x * x + d - d * cube + d * StrictMath.log(cube)) {
                    return boost * d * cube / shape;
                }
            }
        }
    }

    /** Poisson: by multiplication where the mean is small, else by PTRS of Hoermann (1993). */
    long poisson(double mean) {
        if (mean >= SMALL_MEAN) {
            return largePoisson(mean);
        }
        double limit = StrictMath.exp(-mean);
        long count = 0;
        for (double product = uniform(); product > limit; product *= uniform()) {
            count++;
        }
        return count;
    }

    /** Binomial of n trials: by inversion where few successes are expected, else by BTRS of Hoermann (1993). */
    long binomial(long n, double p) {
        if (n <= 0 || p <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        if (p > 0.5) {
            return n - binomial(n, 1 - p);
        }
        return n * p < SMALL_MEAN ? smallBinomial(n, p) : largeBinomial(n, p);
    }

    private long smallBinomial(long n, double p) {
        double odds = p / (1 - p);
        double probability = StrictMath.exp(n * StrictMath.log1p(-p));
        double left = uniform();
        long k = 0;
        while (left > probability && k < n) {
            left -= probability;
            k++;
            probability *= odds * (n - k + 1) / k;
        }
        return k;
    }

    private long largePoisson(double mean) {
        double logMean = StrictMath.log(mean);
        double b = 0.931 + 2.53 * StrictMath.sqrt(mean);
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = uniform() - 0.5;
            double v = uniform();
            double us = 0.5 - StrictMath.abs(u);
            double k = StrictMath.floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze) {
                return (long) k;
            }
            if (k >= 0
                    && (us >= 0.013 || v <= us)
                    && StrictMath.log(v * inverseAlpha / (a / (us * us) + b))
                            <= k * logMean - mean - logFactorial((long) k)) {
                return (long) k;
            }
        }
    }

    private long largeBinomial(long n, double p) {
        double deviation = StrictMath.sqrt(n * p * (1 - p));
        double b = 1.15 + 2.53 * deviation;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double center = n * p + 0.5;
        double alpha = (2.83 + 5.1 / b) * deviation;
        double squeeze = 0.92 - 4.2 / b;
        long mode = (long) StrictMath.floor((n + 1) * p);
        double logOdds = StrictMath.log(p / (1 - p));
        double atMode = logFactorial(mode) + logFactorial(n - mode);
        while (true) {
            double u = uniform() - 0.5;
            double v = uniform();
            double us = 0.5 - StrictMath.abs(u);
            double k = StrictMath.floor((2 * a / us + b) * u + center);
            if (k < 0 || k > n) {
                continue;
            }
            if (us >= 0.07 && v <= squeeze) {
                return (long) k;
            }
            double accept = atMode - logFactorial((long) k) - logFactorial(n - (long) k) + (k - mode) * logOdds;
            if (StrictMath.log(v * alpha / (a / (us * us) + b)) <= accept) {
                return (long) k;
            }
        }
    }

    /** By Stirling's series, whose error here is below 1e-14, but for small numbers. */
    private static double logFactorial(long n) {
        if (n < LOG_FACTORIALS.length) {
            return LOG_FACTORIALS[(int) n];
        }
        double x = n + 1.0;
        double series = (1.0 / 12 - 1 / (360 * x * x)) / x;
        return (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI + series;
    }

    private static double[] logFactorials(int count) {
        double[] logs = new double[count];
        for (int i = 1; i < count; i++) {
            logs[i] = logs[i - 1] + StrictMath.log(i);
        }
        return logs;
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
