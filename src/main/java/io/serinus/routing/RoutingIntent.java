package io.serinus.routing;

/** What a release wants of its VirtualService. */
public sealed interface RoutingIntent {
    /**
     * The canary gets a share of the managed routes.
     *
     * @param canaryPercent of the pair's joint weight, 0..100
     */
    record Split(int canaryPercent) implements RoutingIntent {
        public Split {
            if (canaryPercent < 0 || canaryPercent > 100) {
                throw new IllegalArgumentException("canaryPercent is " + canaryPercent + ", expected 0 to 100");
            }
        }
    }

    /** Everything as it was before the release. */
    record Restore() implements RoutingIntent {}
}
