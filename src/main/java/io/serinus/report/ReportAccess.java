package io.serinus.report;

/** Who may read the report. */
public enum ReportAccess {
    /** Everybody who reaches the port. */
    OPEN,
    /** Users whom the cluster knows by their token, and lets see releases. */
    AUTHENTICATED;

    /**
     * The one of that name in the options.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ReportAccess of(String word) {
        return switch (word) {
            case "open" -> OPEN;
            case "authenticated" -> AUTHENTICATED;
            default ->
                throw new IllegalArgumentException(
                        "access is " + AuditLog.quoted(word) + ", expected open or authenticated");
        };
    }
}
