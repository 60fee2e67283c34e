package io.serinus.template;

/** Named tolerances, from the one that sees most to the one that is hardest to disturb. */
public enum Sensitivity {
    /** For services whose versions are known to behave alike. */
    STRICT(new Tolerance(0.05, 0.0001), new Tolerance(0.05, 0.0005)),
    /** For most. */
    STANDARD(new Tolerance(0.20, 0.0002), new Tolerance(0.15, 0.001)),
    /** For noisy ones. */
    LENIENT(new Tolerance(0.50, 0.001), new Tolerance(0.30, 0.005));

    private final Tolerance errors;
    private final Tolerance latency;

    Sensitivity(Tolerance errors, Tolerance latency) {
        this.errors = errors;
        this.latency = latency;
    }

    /** For the fraction of requests that fail. */
    public Tolerance errors() {
        return errors;
    }

    /** For the fraction of requests that are slower than a bound. */
    public Tolerance latency() {
        return latency;
    }
}
