package io.serinus.template;

import io.serinus.metric.Outcome;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which requests count as failed: those with one of the HTTP codes, of the gRPC codes or of the response flags.
 *
 * @param codes HTTP codes as three digits, {@code 503}, or classes, {@code 5xx}; {@code 0} for requests that got no
 *     response, unless the client went away (flag {@code DC})
 * @param grpcCodes gRPC status codes, 0 to 16
 * @param flags Envoy's response flags, such as {@code UO}: a request with one of them has failed whatever its code
 */
public record Failures(Set<String> codes, Set<Integer> grpcCodes, Set<String> flags) {
    private static final Pattern CODE = Pattern.compile("0|[1-5](xx|[0-9]{2})");
    private static final Pattern FLAG = Pattern.compile("[A-Z][A-Za-z0-9_]*");
    private static final Pattern GRPC = Pattern.compile("[0-9]{1,2}");
    private static final String NO_RESPONSE = "0";

    /** Envoy's response flag for a connection that the client closed. */
    private static final String CLIENT_GONE = "DC";

    /**
     * What the server is to blame for: the HTTP 500s, no response, and of gRPC UNKNOWN, DEADLINE_EXCEEDED,
     * RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE and DATA_LOSS.
     */
    public static final Failures DEFAULT =
            new Failures(Set.of("5xx", NO_RESPONSE), Set.of(2, 4, 8, 13, 14, 15), Set.of());

    public Failures {
        codes = Set.copyOf(codes);
        grpcCodes = Set.copyOf(grpcCodes);
        flags = Set.copyOf(flags);
        for (String code : codes) {
            require(isCode(code), "code", code, "three digits, a class such as 5xx, or 0");
        }
        for (int code : grpcCodes) {
            require(isGrpcCode(code), "gRPC code", Integer.toString(code), "a number from 0 to 16");
        }
        for (String flag : flags) {
            require(isFlag(flag), "flag", flag, "one of Envoy's response flags, such as UF");
        }
        require(
                !(codes.isEmpty() && grpcCodes.isEmpty() && flags.isEmpty()),
                "what fails",
                "empty",
                "at least one code or flag");
    }

    /** Whether it is an HTTP code, a class of them, or 0. */
    public static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** Whether gRPC has a status code of this number. */
    public static boolean isGrpcCode(long number) {
        return number >= 0 && number <= 16;
    }

    /** Whether it is written as Envoy's response flags are. */
    public static boolean isFlag(String text) {
        return FLAG.matcher(text).matches();
    }

    /** Whether a request that ended so has failed. */
    public boolean includes(Outcome outcome) {
        return includesCode(outcome) || includesGrpc(outcome.grpcStatus()) || includesFlag(outcome.flags());
    }

    private boolean includesCode(Outcome outcome) {
        String code = outcome.code();
        if (code.equals(NO_RESPONSE)) {
            return codes.contains(NO_RESPONSE) && !has(outcome.flags(), CLIENT_GONE);
        }
        return code.length() == 3 && (codes.contains(code) || codes.contains(code.charAt(0) + "xx"));
    }

    private boolean includesGrpc(String status) {
        // Two digits hold every status; anything else is not one.
        return GRPC.matcher(status).matches() && grpcCodes.contains(Integer.valueOf(status));
    }

    private boolean includesFlag(String present) {
        return flags.stream().anyMatch(flag -> has(present, flag));
    }

    private static boolean has(String present, String flag) {
        return ("," + present + ",").contains("," + flag + ",");
    }

    private static void require(boolean condition, String field, String value, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(field + " is " + value + ", expected " + expected);
        }
    }
}
