package io.serinus.report;

import io.serinus.release.AccessReview.Answer;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has shown tokens that nobody knows: each of them costs a question to the API server, so there may be only so many from one
 * address. Many may share one, so a token that the cluster knew when it was last asked is looked at all the same. Tokens are
 * remembered by their hash only. Safe for use by several threads.
 */
@Singleton
final class FailedTokens {
    static final int AT_ONCE = 20;
    static final Duration ONE_MORE = Duration.ofSeconds(2);
    private static final int ADDRESSES = 10_000;
    static final int KNOWN = 10_000;

    private final RateLimit limit = new RateLimit(AT_ONCE, ONE_MORE, ADDRESSES);
    private final InstantSource clock;
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KNOWN;
        }
    };

    FailedTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the token is not even looked at now. */
    boolean isSpent(String address, String token) {
        return !token.isBlank() && limit.isSpent(address, clock.instant()) && !isKnown(hash(token));
    }

    /** What the cluster said of a token that came from there. */
    void note(String address, String token, Answer answer) {
        if (token.isBlank()) {
            return;
        }
        switch (answer) {
            case Answer.Allowed _, Answer.Denied _ -> remember(hash(token));
            case Answer.Unknown _ -> {
                forget(hash(token));
                limit.allows(address, clock.instant());
            }
            case Answer.Unanswered _, Answer.Unsupported _ -> {}
        }
    }

    private synchronized boolean isKnown(String hash) {
        return known.containsKey(hash);
    }

    private synchronized void remember(String hash) {
        known.put(hash, true);
    }

    private synchronized void forget(String hash) {
        known.remove(hash);
    }

    /** What a token is remembered by. */
    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
