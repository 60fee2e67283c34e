package io.serinus.kayenta;

/**
 * What the summary score is held against.
 *
 * @param pass the score, 0..100, from which on the canary passes
 * @param marginal the score, 0..100 and not above {@code pass}, from which on it is at least marginal
 */
public record ScoreThresholds(double pass, double marginal) {
    /** Those of Kayenta's own examples. */
    public static final ScoreThresholds USUAL = new ScoreThresholds(95, 75);

    /** @throws IllegalArgumentException if they are out of range or in the wrong order */
    public ScoreThresholds {
        if (!(pass >= 0 && pass <= 100)) {
            throw new IllegalArgumentException("pass is " + pass + ", expected 0 to 100");
        }
        if (!(marginal >= 0 && marginal <= pass)) {
            throw new IllegalArgumentException("marginal is " + marginal + ", expected 0 to " + pass + " (pass)");
        }
    }
}
