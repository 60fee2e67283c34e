package io.serinus.telemetry;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the loop last said of itself; the health checks read it. Every method may be called from any thread and returns at
 * once. Until somebody says otherwise: not started, not ready, standing by, the metrics backend in order.
 */
@Singleton
public final class LoopStatus {
    private final InstantSource clock;
    // All guarded by this.
    private @Nullable Instant startedAt;
    private @Nullable Instant lastTick;
    private boolean ready;
    private boolean leader;
    private final Map<String, String> sourceProblems = new TreeMap<>();

    LoopStatus(InstantSource clock) {
        this.clock = clock;
    }

    /** Start-up is over: from now on the loop is expected to go round. */
    public synchronized void started() {
        if (startedAt == null) {
            startedAt = clock.instant();
        }
    }

    /**
     * The loop went round; to be told on a standby too, where a round does nothing.
     *
     * @param at when the round ended
     */
    public synchronized void tick(Instant at) {
        lastTick = at;
    }

    /** The caches are filled, or are not any more. */
    public synchronized void ready(boolean isReady) {
        ready = isReady;
    }

    /** This controller acts, or stands by. */
    public synchronized void leader(boolean isLeader) {
        leader = isLeader;
    }

    /**
     * What came of the last question to a metrics backend.
     *
     * @param backend its name
     * @param ok whether it was answered completely
     * @param message why not; ignored if it was
     */
    public synchronized void source(String backend, boolean ok, String message) {
        if (ok) {
            sourceProblems.remove(backend);
        } else {
            sourceProblems.put(backend, message.isBlank() ? "no answer" : message);
        }
    }

    synchronized Facts facts() {
        return new Facts(
                Optional.ofNullable(startedAt),
                Optional.ofNullable(lastTick),
                ready,
                leader,
                String.join(" ", sourceProblems.values()));
    }

    /**
     * One consistent look.
     *
     * @param sourceProblem what is wrong with the metrics backend; empty if nothing is
     */
    record Facts(
            Optional<Instant> startedAt,
            Optional<Instant> lastTick,
            boolean ready,
            boolean leader,
            String sourceProblem) {
        /** The last sign of life that counts: a round, or the start before the first one. Empty before the start. */
        Optional<Instant> lastSign() {
            return startedAt.map(start -> lastTick.filter(start::isBefore).orElse(start));
        }
    }
}
