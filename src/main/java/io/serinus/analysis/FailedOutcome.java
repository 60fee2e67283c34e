package io.serinus.analysis;

import io.serinus.metric.Outcome;
import java.util.List;
import java.util.Set;

/** Which outcomes count as failed requests. */
final class FailedOutcome {
    private static final String NO_RESPONSE = "0";

    /** Envoy's response flag for a connection that the client closed. */
    private static final String CLIENT_GONE = "DC";

    /** UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE, DATA_LOSS: what the server is to blame for. */
    private static final Set<Integer> GRPC_FAILURES = Set.of(2, 4, 8, 13, 14, 15);

    private FailedOutcome() {}

    /**
     * Whether the server failed: an HTTP status of the 500s, no response at all unless the client went away first, or, for
     * gRPC, a status that means a failure of the server.
     */
    static boolean isFailure(Outcome outcome) {
        return isServerError(outcome.code())
                || (outcome.code().equals(NO_RESPONSE) && !clientWentAway(outcome.flags()))
                || isGrpcFailure(outcome.grpcStatus());
    }

    private static boolean isServerError(String code) {
        return code.length() == 3 && code.charAt(0) == '5';
    }

    private static boolean clientWentAway(String flags) {
        return List.of(flags.split(",")).contains(CLIENT_GONE);
    }

    private static boolean isGrpcFailure(String status) {
        // Two digits hold every status; anything else is not one.
        return status.matches("[0-9]{1,2}") && GRPC_FAILURES.contains(Integer.valueOf(status));
    }
}
