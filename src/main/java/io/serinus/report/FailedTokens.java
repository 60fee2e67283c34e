package io.serinus.report;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Who has shown tokens that nobody knows: each of them costs a question to the API server, so there may be only so many. */
@Singleton
final class FailedTokens {
    static final int AT_ONCE = 20;
    static final Duration ONE_MORE = Duration.ofSeconds(2);
    private static final int ADDRESSES = 10_000;

    private final RateLimit limit = new RateLimit(AT_ONCE, ONE_MORE, ADDRESSES);
    private final InstantSource clock;

    FailedTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether no more tokens are taken from there now. */
    boolean isSpent(String address) {
        return limit.isSpent(address, clock.instant());
    }

    /** One more came from there. */
    void note(String address) {
        limit.allows(address, clock.instant());
    }

    /** What is answered then. */
    static Problem problem() {
        return new Problem(
                "Too many wrong tokens",
                429,
                "From this address came " + AT_ONCE
                        + " tokens that the cluster does not know; one more is looked at every " + ONE_MORE.toSeconds()
                        + " seconds. Try again later, with one that it knows.");
    }
}
