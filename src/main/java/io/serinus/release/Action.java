package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.routing.RoutingIntent;

/** What must be done to the world. Carried out in the order given; each may be repeated without harm. */
public sealed interface Action {

    /** Make the VirtualService say this. */
    record Route(RoutingIntent intent) implements Action {
        public Route {
            requireNonNull(intent, "intent is null");
        }
    }

    /** Make the copy of the baseline that the plan says; how far it is becomes a signal. */
    record MakeCopy() implements Action {}

    /** Ask a hook; its answer becomes a signal. Asking again while it is being asked changes nothing. */
    record Ask(HookCall call) implements Action {
        public Ask {
            requireNonNull(call, "call is null");
        }
    }

    /**
     * Tell people.
     *
     * @param severity whether somebody should look
     * @param reason one word in CamelCase, stable, for machines
     * @param message one sentence
     */
    record Announce(Severity severity, String reason, String message) implements Action {
        public Announce {
            requireNonNull(severity, "severity is null");
            requireNonNull(reason, "reason is null");
            requireNonNull(message, "message is null");
        }

        /** Kubernetes' two types of Events. */
        public enum Severity {
            NORMAL,
            WARNING
        }
    }
}
