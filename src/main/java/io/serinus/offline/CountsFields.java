package io.serinus.offline;

import java.util.List;

/** The fields that a file of counts may have; every other one is a mistake. docs/schemas/counts.schema.json says the same. */
final class CountsFields {
    /** A whole file of one case. */
    static final List<String> CASE = List.of("name", "note", "intervals", "config", "risk", "expected");

    /** A file of several cases. */
    static final List<String> FILE = List.of("description", "grids", "cases");

    static final List<String> COUNTS = List.of("n1", "x1", "n2", "x2");

    static final List<String> INTERVAL = List.of("n1", "x1", "n2", "x2", "start", "end", "missing");

    static final List<String> CONFIG =
            List.of("abort", "promote", "phi", "tau", "eps", "iccMax", "starts", "confidenceAlpha");

    static final List<String> ABORT = List.of("rho0", "d0");

    static final List<String> PROMOTE = List.of("rho1", "d1");

    static final List<String> START = List.of("startInterval", "weight");

    static final List<String> RISK = List.of("falseAbort", "falsePromotion");

    private CountsFields() {}
}
