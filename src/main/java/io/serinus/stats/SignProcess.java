package io.serinus.stats;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Evidence for a {@link LevelHypothesis}, interval by interval, as an e-value: its expectation is at most 1 as long as the
 * contrary holds, so the probability that it <em>ever</em> reaches {@code 1 / alpha} is at most alpha, however often one
 * looks and whenever one stops (Ville 1939; Ramdas, Gruenwald, Vovk, Shafer 2023). A value: folding returns another one.
 *
 * <p>Only the sign counts: whether an interval supports the statement. So outliers, units and changes of scale do not matter,
 * and neither does how far the boundary is exceeded: ten intervals in a row are needed for an e-value of 100.
 *
 * <p>The contrary is that, <em>given everything before</em>, an interval supports the statement with a probability of at most
 * 1/2; in other words, that the conditional median of the second level does not exceed the boundary. This bets on a
 * probability p of support above 1/2, uniformly distributed; each p gives a non-negative supermartingale, and so does their
 * mixture. Levels that wander break the assumption: if differences are correlated from interval to interval, after one
 * above the boundary the next is likely above too. A boundary well away from the usual differences compensates for short
 * correlation only; for levels that wander for longer than a few intervals, take longer intervals.
 *
 * <p>A process with restarts weighs its starts as {@link EProcess} does, and remembers at most {@value #MAX_STARTS}.
 */
public final class SignProcess {
    static final int MAX_STARTS = 12;
    private static final double FIRST_WEIGHT = 0.8;
    private static final Signs NONE = new Signs(0, 0);

    private final LevelHypothesis hypothesis;
    private final boolean restartable;

    /** Since the beginning. */
    private final Signs signs;

    /** Oldest first. */
    private final List<Start> starts;

    private final int restarts;

    /** Number of intervals before the last one in support; none of the starts after it counts it. */
    private final long lastSupport;

    private final double logE;
    private final double maxLogE;

    /** How many intervals supported the statement, and how many did not. */
    private record Signs(long supporting, long others) {
        long count() {
            return supporting + others;
        }
    }

    /** A moment from which evidence is counted: the signs before it. */
    private record Start(double logWeight, Signs before) {}

    private SignProcess(
            LevelHypothesis hypothesis,
            boolean restartable,
            Signs signs,
            List<Start> starts,
            int restarts,
            long lastSupport,
            double maxLogE) {
        this.hypothesis = hypothesis;
        this.restartable = restartable;
        this.signs = signs;
        this.starts = starts;
        this.restarts = restarts;
        this.lastSupport = lastSupport;
        this.logE = mean(false);
        this.maxLogE = Math.max(maxLogE, logE);
    }

    /** Without evidence yet, counted from now on only. */
    public static SignProcess of(LevelHypothesis hypothesis) {
        return begin(hypothesis, false);
    }

    /** Without evidence yet, open to {@link #restart()}. */
    public static SignProcess restartable(LevelHypothesis hypothesis) {
        return begin(hypothesis, true);
    }

    private static SignProcess begin(LevelHypothesis hypothesis, boolean restartable) {
        requireNonNull(hypothesis, "hypothesis is null");
        var first = new Start(restartable ? Math.log(FIRST_WEIGHT) : 0, NONE);
        return new SignProcess(hypothesis, restartable, NONE, List.of(first), 0, -1, 0);
    }

    /**
     * With one more interval. Leave out an interval in which a level is missing, unless that depends on the levels.
     *
     * @throws IllegalArgumentException if a level is not finite
     */
    public SignProcess fold(double first, double second) {
        boolean support = hypothesis.isSupportedBy(first, second);
        var more = support
                ? new Signs(signs.supporting() + 1, signs.others())
                : new Signs(signs.supporting(), signs.others() + 1);
        long last = support ? signs.count() : lastSupport;
        return new SignProcess(hypothesis, restartable, more, starts, restarts, last, maxLogE);
    }

    /**
     * With one more start, now. When to restart must not depend on the levels to come. Without any interval since the last
     * start nothing changes.
     *
     * @throws IllegalStateException if this process is not {@link #restartable}
     */
    public SignProcess restart() {
        if (!restartable) {
            throw new IllegalStateException("the first start holds all weight; begin with SignProcess.restartable");
        }
        if (starts.getLast().before().equals(signs)) {
            return this;
        }
        int k = restarts + 1;
        var all = new ArrayList<>(starts.size() < MAX_STARTS ? starts : withoutLeastPromising());
        all.add(new Start(Math.log((1 - FIRST_WEIGHT) / ((double) k * (k + 1))), signs));
        return new SignProcess(hypothesis, true, signs, List.copyOf(all), k, lastSupport, maxLogE);
    }

    /** Natural logarithm of the e-value; 0 without evidence. */
    public double logE() {
        return logE;
    }

    /** As {@link #logE()}, without the last interval that supported the statement; all of them help equally. */
    public double logELeaveOneOut() {
        return mean(true);
    }

    /** The largest {@link #logE()} so far, at least 0. */
    public double maxLogE() {
        return maxLogE;
    }

    /** The p-value, in (0, 1], that holds at every moment at once; it never rises. */
    public double alwaysValidP() {
        return Math.exp(-maxLogE);
    }

    /** Number of intervals folded. */
    public long intervals() {
        return signs.count();
    }

    /** Number of intervals that supported the statement. */
    public long supporting() {
        return signs.supporting();
    }

    /** How many starts are remembered. */
    int rememberedStarts() {
        return starts.size();
    }

    private double mean(boolean leaveOneOut) {
        double[] logs = new double[starts.size() + 1];
        for (int i = 0; i < starts.size(); i++) {
            logs[i] = starts.get(i).logWeight() + logE(starts.get(i), leaveOneOut);
        }
        // The weights of all restarts after the k-th sum to 0.2 / (k + 1).
        logs[starts.size()] = restartable ? Math.log((1 - FIRST_WEIGHT) / (restarts + 1)) : Double.NEGATIVE_INFINITY;
        return LogSumExp.of(logs);
    }

    private double logE(Start start, boolean leaveOneOut) {
        long supporting = signs.supporting() - start.before().supporting();
        long others = signs.others() - start.before().others();
        boolean less = leaveOneOut && lastSupport >= start.before().count();
        return SignMixture.logE(less ? supporting - 1 : supporting, others);
    }

    private List<Start> withoutLeastPromising() {
        int least = IntStream.range(1, starts.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> starts.get(i).logWeight() + logE(starts.get(i), false)))
                .orElseThrow();
        var others = new ArrayList<>(starts);
        others.remove(least);
        return others;
    }
}
