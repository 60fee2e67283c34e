package io.serinus.report;

import io.serinus.release.AccessReview;
import io.serinus.release.AccessReview.Answer;
import io.serinus.release.Reading;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Who may read, as the cluster says. Its word counts for a little while, so that a page that loads itself every few seconds
 * costs few questions; tokens are remembered by their hash only. Safe for use by several threads.
 */
@Singleton
final class Readers {
    /** So long somebody may read on whose right or token was taken away. */
    static final Duration YES_COUNTS = Duration.ofSeconds(30);
    /** So long somebody waits who was given the right. */
    static final Duration NO_COUNTS = Duration.ofSeconds(5);

    static final int REMEMBERED = 2000;
    private static final int REVIEWS_AT_ONCE = 8;
    private static final int FORBIDDEN = 403;

    private final AccessReview access;
    private final FailedTokens failed;
    private final InstantSource clock;
    private final Semaphore reviews = new Semaphore(REVIEWS_AT_ONCE);
    private final Map<Key, Word> words = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Word> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Key(String hash, Reading reading) {}

    /** @param refusal empty for a yes */
    private record Word(Optional<Problem> refusal, Instant until) {}

    Readers(AccessReview access, FailedTokens failed, InstantSource clock) {
        this.access = access;
        this.failed = failed;
        this.clock = clock;
    }

    /** Whether it is known without asking anybody that this token may read that, or more than that. */
    boolean isKnown(String token, Reading reading) {
        String hash = FailedTokens.hash(token);
        Optional<Reading> wider = reading.namespace().map(Reading::of);
        return isYes(new Key(hash, reading))
                || isYes(new Key(hash, Reading.ALL))
                || wider.filter(namespace -> isYes(new Key(hash, namespace))).isPresent();
    }

    /**
     * Why this token may not read that; empty if it may. Blocks for as long as the API server takes, time-boxed.
     *
     * @param token empty if there is none
     * @param address where the request comes from
     */
    Optional<Problem> refusal(String token, Reading reading, String address) {
        if (isKnown(token, reading)) {
            return Optional.empty();
        }
        var key = new Key(FailedTokens.hash(token), reading);
        Word word = fresh(key);
        if (word != null) {
            return word.refusal();
        }
        if (failed.isSpent(address, token)) {
            return Optional.of(FailedTokens.problem());
        }
        if (!reviews.tryAcquire()) {
            return Optional.of(new Problem(
                    "Busy", 503, "Too many readers are being checked at once. Try again in a few seconds."));
        }
        try {
            Optional<Problem> refusal = heard(key, access.reviewReading(token, reading), token, address);
            return refusal.filter(problem -> problem.status() == FORBIDDEN).isPresent() && mayList(token, key, address)
                    ? Optional.empty()
                    : refusal;
        } finally {
            reviews.release();
        }
    }

    /** Whoever may list the releases of a namespace has every one of them. */
    private boolean mayList(String token, Key one, String address) {
        if (one.reading().name().isEmpty()) {
            return false;
        }
        Reading namespace = Reading.of(one.reading().namespace().orElseThrow());
        return heard(new Key(one.hash(), namespace), access.reviewReading(token, namespace), token, address)
                .isEmpty();
    }

    private Optional<Problem> heard(Key key, Answer answer, String token, String address) {
        Optional<Problem> refusal = switch (answer) {
            case Answer.Allowed _ -> Optional.empty();
            case Answer.Denied(String _, String sentence) ->
                Optional.of(CommandProblems.forbidden(sentence).problem());
            case Answer.Unknown(String sentence) ->
                Optional.of(CommandProblems.unknown(sentence).problem());
            case Answer.Unanswered(String sentence) ->
                Optional.of(CommandProblems.unanswered(sentence).problem());
            case Answer.Unsupported(String sentence) ->
                Optional.of(CommandProblems.unsupported(sentence).problem());
        };
        failed.note(address, token, answer);
        // No token costs no question, so it shall not push out words that do.
        if (!(answer instanceof Answer.Unanswered) && !token.isBlank()) {
            Duration counts = refusal.isEmpty() ? YES_COUNTS : NO_COUNTS;
            remember(key, new Word(refusal, clock.instant().plus(counts)));
        }
        return refusal;
    }

    private boolean isYes(Key key) {
        Word word = fresh(key);
        return word != null && word.refusal().isEmpty();
    }

    private synchronized @Nullable Word fresh(Key key) {
        Word word = words.get(key);
        return word != null && clock.instant().isBefore(word.until()) ? word : null;
    }

    private synchronized void remember(Key key, Word word) {
        words.put(key, word);
    }

    /** How many words are remembered. */
    synchronized int size() {
        return words.size();
    }
}
