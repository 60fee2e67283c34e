package io.serinus.report;

/**
 * Limits of the stream of events.
 *
 * @param clients how many may listen at the same time, 1 to {@value #MOST_CLIENTS}
 */
public record EventSettings(int clients) {
    private static final int MOST_CLIENTS = 10_000;

    /** @throws IllegalArgumentException if a limit is out of its range */
    public EventSettings {
        if (clients < 1 || clients > MOST_CLIENTS) {
            throw new IllegalArgumentException("clients is " + clients + ", expected 1 to " + MOST_CLIENTS);
        }
    }
}
