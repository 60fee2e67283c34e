package io.serinus.metric;

import static java.util.Objects.requireNonNull;

/**
 * How a request ended, as Istio labels it.
 *
 * @param code {@code response_code}; "0" where no response was sent
 * @param flags {@code response_flags}, "-" for none; comma separated where there are several
 * @param grpcStatus {@code grpc_response_status} as a number in text; empty for plain HTTP
 */
public record Outcome(String code, String flags, String grpcStatus) {
    public Outcome {
        requireNonNull(code, "code is null");
        requireNonNull(flags, "flags is null");
        requireNonNull(grpcStatus, "grpcStatus is null");
    }

    /** An HTTP outcome without flags. */
    public static Outcome http(String code) {
        return new Outcome(code, "-", "");
    }
}
