package io.serinus.template;

/** Named tolerances, from the one that sees most to the one that is hardest to disturb. */
public enum Sensitivity {
    /** For services whose versions are known to behave alike. */
    STRICT,
    /** For most. */
    STANDARD,
    /** For noisy ones. */
    LENIENT;

    /** For the fraction of requests that fail. */
    public Tolerance errors() {
        return switch (this) {
            case STRICT -> new Tolerance(0.05, 0.0001);
            case STANDARD -> new Tolerance(0.20, 0.0002);
            case LENIENT -> new Tolerance(0.50, 0.001);
        };
    }

    /** For the fraction of requests that are slower than a bound. */
    public Tolerance latency() {
        return switch (this) {
            case STRICT -> new Tolerance(0.05, 0.0005);
            case STANDARD -> new Tolerance(0.15, 0.001);
            case LENIENT -> new Tolerance(0.30, 0.005);
        };
    }
}
