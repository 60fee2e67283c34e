package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How requests reach the canary while a step lasts.
 *
 * @param canaryPercent the canary's share of what the pair has together in each managed route, 0..100
 * @param mirrorPercent how many of the requests to the managed http routes are sent to the canary a second time, its answers
 *     thrown away, in percent, above 0 to 100; empty for none
 * @param canaryRoute the requests that go to the canary whatever the weights say; empty for none
 * @param stickiness how users whom the weights have sent to the canary stay there; empty if they do not
 */
public record Layout(
        int canaryPercent,
        Optional<Double> mirrorPercent,
        Optional<CanaryRoute> canaryRoute,
        Optional<Stickiness> stickiness) {
    public Layout {
        requireNonNull(mirrorPercent, "mirrorPercent is null");
        requireNonNull(canaryRoute, "canaryRoute is null");
        requireNonNull(stickiness, "stickiness is null");
        if (canaryPercent < 0 || canaryPercent > 100) {
            throw new IllegalArgumentException("canaryPercent is " + canaryPercent + ", expected 0 to 100");
        }
        mirrorPercent.ifPresent(percent -> {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException("mirror is " + percent + ", expected more than 0 and at most 100");
            }
        });
    }

    /** Weights and nothing else. */
    public static Layout weight(int canaryPercent) {
        return new Layout(canaryPercent, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether it takes more than weights, which only http routes have. */
    boolean needsHttp() {
        return mirrorPercent.isPresent() || canaryRoute.isPresent() || stickiness.isPresent();
    }

    /** As a person reads it: {@code 5 %, mirror 10 %}. */
    @Override
    public String toString() {
        return canaryPercent + " %"
                + mirrorPercent
                        .map(percent -> ", mirror "
                                + (percent == Math.rint(percent) ? "" + percent.intValue() : "" + percent) + " %")
                        .orElse("")
                + (canaryRoute.isPresent() ? ", matching requests" : "")
                + stickiness.map(cookie -> ", cookie " + cookie.cookie()).orElse("");
    }
}
