package io.serinus;

/** What went wrong, in one line for a person. */
public final class Failures {
    private Failures() {}

    /** The innermost message that there is: frameworks wrap what happened in what they were doing. */
    public static String sentence(Throwable failure) {
        String found = failure.getClass().getSimpleName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                String line = String.join(" ", message.strip().split("\\s*\\R\\s*"));
                // A bare word, such as a host's name, says nothing without what it is about.
                found = line.contains(" ") ? line : cause.getClass().getSimpleName() + ": " + line;
            } else {
                found = cause.getClass().getSimpleName();
            }
        }
        return found;
    }
}
