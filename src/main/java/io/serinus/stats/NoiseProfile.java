package io.serinus.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How noisy the ratio of two samples is although nothing distinguishes them, learnt from a history of two such samples, as
 * the halves of one version's instances. Nothing of an effect can be in it.
 *
 * <p>It serves twice: to believe in a kind of noise as far as the history supports it ({@link
 * RatioHypothesis#with(NoiseProfile)}), and to tolerate ratios of the size that come about without any effect by noise that
 * is slower than an interval ({@link #widened}).
 */
public final class NoiseProfile {
    /** Fewer intervals or events say too little. */
    private static final int LEAST_INTERVALS = 30;

    private static final double LEAST_EVENTS = 20;

    /** The log ratio of the halves, which is nobody's business, is averaged over these. */
    private static final double[] RATIOS = {-0.6, -0.5, -0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6};

    /** An excuse is free up to so far below the best supported one, in log likelihood: a region of 95 % for two parameters. */
    private static final double FREE = 3;

    /** Larger bursts than hypotheses usually allow for: what is not recognised as a burst would pass for slow noise. */
    private static final NuisanceGrid FAST = NuisanceGrid.of(
            new double[] {1, 2, 4, 8, 16, 32, 64, 128, 256}, new double[] {0, 0.1, 0.2, 0.4, 0.8, 1.6}, new double[] {0
            });

    /** Standard normal quantiles: slow noise is tolerated but for 1 %, and nine in ten histories are left to chance. */
    private static final double TOLERATED = 2.326;

    private static final double NINE_IN_TEN = 1.2816;

    private final List<Counts> halves;
    private final int intervalsPerBlock;
    private final double podFactor;
    /** What the log ratio of the halves exceeds by slow noise in one of a hundred cases. */
    private final double slowNoise;

    private final NuisanceGrid grid;
    private final double[] support;

    private NoiseProfile(List<Counts> halves, int intervalsPerBlock, double podFactor) {
        this.halves = halves;
        this.intervalsPerBlock = intervalsPerBlock;
        this.podFactor = podFactor;
        double[] fast = fit(FAST);
        this.slowNoise = slowNoise(meanBurst(fast));
        double[] standard = fit(NuisanceGrid.standard().withTauDividedBy(podFactor));
        boolean isBeyond = best(fast) > best(standard) + FREE;
        this.grid = isBeyond ? NuisanceGrid.wide() : NuisanceGrid.standard();
        this.support = isBeyond ? support(grid) : lessBest(standard);
    }

    /**
     * Learns from a history, interval by interval.
     *
     * @param halves intervals as long as those to be judged; exposures and events of the two halves
     * @param intervalsPerBlock how many intervals, at least 1, make five minutes: what lasts longer counts as slow.
     *     Longer blocks average more of it away, and fewer of them tell less about it
     * @param podFactor by how much noisier the samples to be judged are than the halves, positive: with K1 and K2 instances
     *     against halves of KA and KB, {@code sqrt((1/K1 + 1/K2) / (1/KA + 1/KB))}. A noise tau of theirs is looked for as
     *     tau / podFactor
     * @return empty with fewer than 30 intervals with exposure in both halves, or fewer than 20 events
     */
    public static Optional<NoiseProfile> learn(List<Counts> halves, int intervalsPerBlock, double podFactor) {
        if (intervalsPerBlock < 1) {
            throw new IllegalArgumentException("intervalsPerBlock is " + intervalsPerBlock + ", expected at least 1");
        }
        if (!(podFactor > 0 && podFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("podFactor is " + podFactor + ", expected a positive number");
        }
        List<Counts> used = halves.stream()
                .filter(counts -> counts.n1() > 0 && counts.n2() > 0)
                .toList();
        double events = used.stream().mapToDouble(NoiseProfile::events).sum();
        return used.size() < LEAST_INTERVALS || events < LEAST_EVENTS
                ? Optional.empty()
                : Optional.of(new NoiseProfile(used, intervalsPerBlock, podFactor));
    }

    /**
     * The largest ratio that is to be tolerated: the given one, or what slow noise of the samples to be judged exceeds in
     * one of a hundred cases, whichever is larger.
     */
    public double widened(double ratio) {
        return Math.max(ratio, Math.exp(podFactor * slowNoise));
    }

    /** The kinds of noise to reckon with: the standard ones, or more where the history shows noise beyond those. */
    NuisanceGrid grid() {
        return grid;
    }

    /** Log likelihood of the history at each point of {@link #grid}, less that at the best of them; not to be written to. */
    double[] support() {
        return support;
    }

    /** The same for any grid. */
    double[] support(NuisanceGrid other) {
        return lessBest(fit(other.withTauDividedBy(podFactor)));
    }

    private static double[] lessBest(double[] fit) {
        double most = best(fit);
        return Arrays.stream(fit).map(value -> value - most).toArray();
    }

    private static double best(double[] fit) {
        return Arrays.stream(fit).max().orElseThrow();
    }

    /** What an excuse with that support loses. */
    static double discount(double support) {
        return Math.min(0, support + FREE);
    }

    private double[] fit(NuisanceGrid grid) {
        var likelihood = new RatioLikelihood(RATIOS, grid, 0);
        double[] cells = new double[likelihood.size()];
        for (Counts counts : halves) {
            if (events(counts) > 0) {
                likelihood.addTo(cells, counts.n1(), counts.x1(), counts.n2(), counts.x2());
            }
        }
        double[] fit = new double[grid.size()];
        double[] ofPoint = new double[RATIOS.length];
        for (int point = 0; point < fit.length; point++) {
            for (int i = 0; i < RATIOS.length; i++) {
                ofPoint[i] = cells[i * grid.size() + point];
            }
            fit[point] = LogSumExp.of(ofPoint) - Math.log(RATIOS.length);
        }
        return fit;
    }

    /**
     * The log ratio varies from block to block. What bursts explain of it is taken off, with the benefit of the doubt: as
     * few blocks as these may vary more by chance. The rest, known from as few blocks, is a normal deviation of unknown
     * variance. Noise between intervals (tau) is not taken off: averaged over a block it is too little to matter, and slow
     * noise passes for it.
     */
    private double slowNoise(double burst) {
        double squares = 0;
        double explained = 0;
        int blocks = 0;
        for (int from = 0; from < halves.size(); from += intervalsPerBlock) {
            List<Counts> block = halves.subList(from, Math.min(halves.size(), from + intervalsPerBlock));
            double x1 = block.stream().mapToDouble(Counts::x1).sum() + 0.5;
            double x2 = block.stream().mapToDouble(Counts::x2).sum() + 0.5;
            double n1 = block.stream().mapToDouble(Counts::n1).sum();
            double n2 = block.stream().mapToDouble(Counts::n2).sum();
            double logRatio = Math.log(x2 / n2) - Math.log(x1 / n1);
            squares += logRatio * logRatio;
            explained += burst * (1 / x1 + 1 / x2);
            blocks++;
        }
        double variance = Math.max(0, squares - explained * chance(blocks)) / blocks;
        return studentQuantile(blocks) * Math.sqrt(variance);
    }

    /** Posterior mean of phi. */
    private static double meanBurst(double[] fit) {
        double[] logs = FAST.logWeights();
        Arrays.setAll(logs, point -> logs[point] + fit[point]);
        double sum = LogSumExp.of(logs);
        double mean = 0;
        for (int point = 0; point < logs.length; point++) {
            mean += Math.exp(logs[point] - sum) * FAST.phi(point / FAST.tauCount());
        }
        return mean;
    }

    /** The 90 % quantile of chi-square over its degrees of freedom (Wilson, Hilferty 1931). */
    private static double chance(int degrees) {
        double spread = 2.0 / (9 * degrees);
        return Math.pow(1 - spread + NINE_IN_TEN * Math.sqrt(spread), 3);
    }

    /** The 99 % quantile of Student's t, by its expansion in 1 / degrees (Abramowitz and Stegun 26.7.5). */
    private static double studentQuantile(int degrees) {
        double z = TOLERATED;
        double z2 = z * z;
        double first = z * (z2 + 1) / 4;
        double second = z * (z2 * (5 * z2 + 16) + 3) / 96;
        return z + (first + second / degrees) / degrees;
    }

    private static double events(Counts counts) {
        return counts.x1() + counts.x2();
    }
}
