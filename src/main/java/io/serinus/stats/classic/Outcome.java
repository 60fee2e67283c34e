package io.serinus.stats.classic;

/**
 * What a test of a fixed horizon found.
 *
 * @param direction what was looked for
 * @param p probability of a statistic at least as extreme without any difference, in [0, 1]; 1 without an answer
 * @param statistic the test's statistic, as its method says; NaN without an answer
 * @param effect the size of the difference, as its method says; NaN without an answer, or where it is undefined
 */
public record Outcome(Direction direction, double p, double statistic, double effect) {
    public Outcome {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + ", expected a number from 0 to 1");
        }
    }

    /** The data say nothing, for example because a sample is empty: no reason to reject. */
    static Outcome noAnswer(Direction direction) {
        return new Outcome(direction, 1, Double.NaN, Double.NaN);
    }

    /** From both one-sided p-values. */
    static Outcome ofTails(Direction direction, double greater, double less, double statistic, double effect) {
        double p = switch (direction) {
            case GREATER -> greater;
            case LESS -> less;
            case DIFFERENT -> 2 * Math.min(greater, less);
        };
        return Double.isNaN(p) ? noAnswer(direction) : new Outcome(direction, Math.clamp(p, 0, 1), statistic, effect);
    }

    /** Whether the data allowed a test at all. */
    public boolean isAnswer() {
        return !Double.isNaN(statistic);
    }
}
