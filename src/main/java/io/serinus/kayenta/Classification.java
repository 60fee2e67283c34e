package io.serinus.kayenta;

/** What is said of one metric. */
public enum Classification {
    /** No difference that counts. */
    PASS("Pass"),
    /** The experiment is higher than the control, and that direction counts. */
    HIGH("High"),
    /** The experiment is lower than the control, and that direction counts. */
    LOW("Low"),
    /** A side has no points: not counted in the score, unless the metric is critical. */
    NODATA("Nodata"),
    /** A side of a metric that must have data has no points: counted as failed. */
    NODATA_FAIL("NodataFailMetric"),
    /** The comparison cannot be computed: not counted in the score. */
    ERROR("Error");

    private final String label;

    Classification(String label) {
        this.label = label;
    }

    /** The name that Kayenta gives it, as in {@code NodataFailMetric}. */
    public String label() {
        return label;
    }
}
