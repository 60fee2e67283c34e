package io.serinus.template;

/**
 * How much worse the canary may be for a step to be taken. The next step, to weight w (0..1), needs evidence that {@code p2
 * < (1 + relative) * p1 + impact / w}: early steps only exclude serious damage, the last one is strict.
 *
 * @param relative tolerated increase as a ratio of the baseline's fraction; 0.25 is 25 %; not negative
 * @param impact the fraction of all requests that may turn bad at the next weight; 0.005 is 0.5 %; in (0, 1)
 */
public record Margin(double relative, double impact) {
    public Margin {
        if (!(relative >= 0 && relative <= 100)) {
            throw new IllegalArgumentException("relative is " + relative + ", expected a ratio between 0 and 100");
        }
        if (!(impact > 0 && impact < 1)) {
            throw new IllegalArgumentException("impact is " + impact + ", expected a fraction between 0 and 1");
        }
    }
}
