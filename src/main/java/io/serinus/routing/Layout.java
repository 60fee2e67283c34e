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
 * @param copy a copy of the baseline that gets as much as the canary, from the baseline's share; only beside a canary's
 *     share of 1..50 and nothing else; empty for none
 */
public record Layout(
        int canaryPercent,
        Optional<Double> mirrorPercent,
        Optional<CanaryRoute> canaryRoute,
        Optional<Stickiness> stickiness,
        Optional<Endpoint> copy) {
    /** The most that a canary can have beside a copy of the baseline, which gets the same, in percent. */
    public static final int MOST_BESIDE_COPY = 50;

    public Layout {
        requireNonNull(mirrorPercent, "mirrorPercent is null");
        requireNonNull(canaryRoute, "canaryRoute is null");
        requireNonNull(stickiness, "stickiness is null");
        requireNonNull(copy, "copy is null");
        if (canaryPercent < 0 || canaryPercent > 100) {
            throw new IllegalArgumentException("canaryPercent is " + canaryPercent + ", expected 0 to 100");
        }
        mirrorPercent.ifPresent(percent -> {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException("mirror is " + percent + ", expected more than 0 and at most 100");
            }
        });
        boolean isPlain = mirrorPercent.isEmpty() && canaryRoute.isEmpty() && stickiness.isEmpty();
        copy.ifPresent(endpoint -> requireCopy(canaryPercent, isPlain, endpoint));
    }

    private static void requireCopy(int canaryPercent, boolean isPlain, Endpoint copy) {
        if (copy.subset() != null || !CopyHost.isReserved(copy.host())) {
            throw new IllegalArgumentException("copy is " + copy + ", expected a host whose name ends with "
                    + CopyHost.SUFFIX + ", and no subset");
        }
        if (canaryPercent < 1 || canaryPercent > MOST_BESIDE_COPY) {
            throw new IllegalArgumentException("canaryPercent is " + canaryPercent + ", expected 1 to "
                    + MOST_BESIDE_COPY + " beside a copy of the baseline, which gets the same");
        }
        if (!isPlain) {
            throw new IllegalArgumentException("a copy of the baseline stands beside a mirror, a match or stickiness,"
                    + " expected weights only: elsewhere it would not get what the canary gets");
        }
    }

    /** Without a copy of the baseline. */
    public Layout(
            int canaryPercent,
            Optional<Double> mirrorPercent,
            Optional<CanaryRoute> canaryRoute,
            Optional<Stickiness> stickiness) {
        this(canaryPercent, mirrorPercent, canaryRoute, stickiness, Optional.empty());
    }

    /** Weights and nothing else. */
    public static Layout weight(int canaryPercent) {
        return new Layout(canaryPercent, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The same weight for the canary and for a copy of the baseline.
     *
     * @param canaryPercent 1..50
     * @param copy a host of its own, as {@link CopyHost} says
     */
    public static Layout beside(Endpoint copy, int canaryPercent) {
        return new Layout(canaryPercent, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(copy));
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
                + stickiness.map(cookie -> ", cookie " + cookie.cookie()).orElse("")
                + (copy.isPresent() ? ", as much to a copy of the baseline" : "");
    }
}
