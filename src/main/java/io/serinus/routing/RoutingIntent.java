package io.serinus.routing;

/** What a release wants of its VirtualService. */
public sealed interface RoutingIntent {
    /** Requests reach the canary as laid out. */
    record Apply(Layout layout) implements RoutingIntent {}

    /** Everything as it was before the release. */
    record Restore() implements RoutingIntent {}
}
