package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.RatioInterval;
import io.serinus.stats.Strata;

/**
 * Judges recorded counts of one metric, interval by interval, by the rules by which a release is judged. A value: folding
 * returns another one, of the same size however many intervals went before.
 *
 * <p>An interval without requests on one side changes nothing but the number of intervals.
 */
public final class CountsJudge {
    private static final Counts NOTHING = new Counts(0, 0, 0, 0);

    private final CountsRules rules;
    private final CountsEvidence harm;
    private final EProcess safety;
    private final Strata strata;
    private final Progress progress;

    /**
     * How far the judge has come.
     *
     * @param latest verdict of the latest interval
     * @param standing verdict of the latest interval with data
     * @param since the interval, counted from 1, from which the standing verdict has held; 0 before any
     */
    private record Progress(
            long intervals, long judgedIntervals, Counts judged, Verdict latest, Verdict standing, long since) {}

    private CountsJudge(CountsRules rules, CountsEvidence harm, EProcess safety, Strata strata, Progress progress) {
        this.rules = rules;
        this.harm = harm;
        this.safety = safety;
        this.strata = strata;
        this.progress = progress;
    }

    /** Before the first interval. */
    public static CountsJudge of(CountsRules rules) {
        requireNonNull(rules, "rules is null");
        return new CountsJudge(
                rules,
                CountsEvidence.of(rules),
                EProcess.of(rules.safe()),
                Strata.empty(),
                new Progress(0, 0, NOTHING, Verdict.NO_DATA, Verdict.NO_DATA, 0));
    }

    /**
     * With one more interval.
     *
     * @param counts requests (n) and bad ones among them (x) of the baseline (1) and of the canary (2)
     */
    public CountsJudge fold(Counts counts) {
        CountsEvidence against = harm.fold(counts);
        boolean hasData = counts.n1() > 0 && counts.n2() > 0;
        EProcess inFavour = hasData ? safety.fold(counts) : safety;
        Progress next = after(counts, hasData, against, inFavour);
        return new CountsJudge(rules, against, inFavour, strata.add(counts), next);
    }

    /** With one more interval of which nothing was recorded. */
    public CountsJudge missing() {
        return fold(NOTHING);
    }

    private Progress after(Counts counts, boolean hasData, CountsEvidence against, EProcess inFavour) {
        long number = progress.intervals() + 1;
        if (!hasData) {
            Verdict latest = verdict() == Verdict.FAIL ? Verdict.FAIL : Verdict.NO_DATA;
            return new Progress(
                    number,
                    progress.judgedIntervals(),
                    progress.judged(),
                    latest,
                    progress.standing(),
                    progress.since());
        }
        Verdict verdict = verdict() == Verdict.FAIL ? Verdict.FAIL : verdict(against, inFavour);
        return new Progress(
                number,
                progress.judgedIntervals() + 1,
                plus(progress.judged(), counts),
                verdict,
                verdict,
                verdict == verdict() ? progress.since() : number);
    }

    private Verdict verdict(CountsEvidence against, EProcess inFavour) {
        if (against.logE() >= rules.failAtLogE() && against.logELeaveOneOut() >= rules.failAtLogELeaveOneOut()) {
            return Verdict.FAIL;
        }
        return inFavour.maxLogE() >= rules.passAtLogE() && against.logE() < VerdictRules.LOG_DOUBT
                ? Verdict.PASS
                : Verdict.UNDECIDED;
    }

    /** What it goes by. */
    public CountsRules rules() {
        return rules;
    }

    /** Number of intervals so far, those without data included. */
    public long intervals() {
        return progress.intervals();
    }

    /** Number of intervals with requests on both sides. */
    public long judgedIntervals() {
        return progress.judgedIntervals();
    }

    /** Sums over the intervals with requests on both sides, which are those that the evidence rests on. */
    public Counts judged() {
        return progress.judged();
    }

    /** Verdict of the latest interval: {@code NO_DATA} if it lacked requests on one side, unless the canary has failed. */
    public Verdict latest() {
        return progress.latest();
    }

    /** Verdict of the whole: that of the latest interval with data; {@code NO_DATA} if there is none. */
    public Verdict verdict() {
        return progress.standing();
    }

    /** The interval, counted from 1, from which {@link #verdict} has held without a break; 0 if there are no data. */
    public long since() {
        return progress.since();
    }

    /** Natural logarithm of the e-value against the canary. */
    public double logE() {
        return harm.logE();
    }

    /** As {@link #logE}, without the interval that speaks most against the canary. Computed at each call. */
    public double logELeaveOneOut() {
        return harm.logELeaveOneOut();
    }

    /** The p-value against the canary, in (0, 1], that holds at every interval at once; it never rises. */
    public double alwaysValidP() {
        return Math.exp(-harm.maxLogE());
    }

    /** Natural logarithm of the e-value for the canary. */
    public double logESafety() {
        return safety.logE();
    }

    /** The largest {@link #logESafety} so far, at least 0: once shown, safety stays shown. */
    public double maxLogESafety() {
        return safety.maxLogE();
    }

    /**
     * The ratio of the canary's rate to the baseline's, interval by interval, and between which limits it lies with confidence
     * at every moment at once. Computed at each call, in time that does not depend on how many intervals went before.
     */
    public RatioInterval ratio() {
        return RatioInterval.timeUniform(strata, rules.noise(), rules.confidenceAlpha());
    }

    /** What would change the verdict. Computed at each call. */
    public Explanation.Outlook outlook() {
        return new CountsOutlook(rules, harm, safety, Drift.of(judged(), judgedIntervals())).of(verdict());
    }

    private static Counts plus(Counts a, Counts b) {
        return new Counts(a.n1() + b.n1(), a.x1() + b.x1(), a.n2() + b.n2(), a.x2() + b.x2());
    }
}
