package io.serinus.simulation;

import static java.util.Objects.requireNonNull;

/**
 * How the pods of one version answer.
 *
 * @param errors share of the requests that reach a pod and are answered with {@code errorCode} instead of 200
 * @param errorCode the response code of those, such as "500"
 * @param latency how long requests take that reach a pod, whatever their outcome
 * @param refusals share of the requests whose connection is refused. They never reach a pod: only the caller's proxy
 *     counts them, as 503 with flag UF and an unknown destination version
 */
public record Behaviour(FaultRatio errors, String errorCode, Latency latency, FaultRatio refusals) {
    private static final Latency USUAL = Latency.lognormal(40, 0.6);

    public Behaviour {
        requireNonNull(errors, "errors is null");
        requireNonNull(errorCode, "errorCode is null");
        requireNonNull(latency, "latency is null");
        requireNonNull(refusals, "refusals is null");
    }

    /** A version with a constant share of 500s, a median of 40 ms (99th percentile about 160 ms) and no refusals. */
    public static Behaviour withErrorRatio(double ratio) {
        return new Behaviour(FaultRatio.constant(ratio), "500", USUAL, FaultRatio.NEVER);
    }

    /** A version whose pods accept no connection at all. */
    public static Behaviour refusingConnections() {
        return withErrorRatio(0).withRefusals(FaultRatio.constant(1));
    }

    public Behaviour withErrors(FaultRatio ratio) {
        return new Behaviour(ratio, errorCode, latency, refusals);
    }

    public Behaviour withErrorCode(String code) {
        return new Behaviour(errors, code, latency, refusals);
    }

    public Behaviour withLatency(Latency other) {
        return new Behaviour(errors, errorCode, other, refusals);
    }

    public Behaviour withRefusals(FaultRatio ratio) {
        return new Behaviour(errors, errorCode, latency, ratio);
    }
}
