package io.serinus.controller;

import io.serinus.analysis.Verdict;
import io.serinus.release.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hears what the loop does; for telemetry. Calls come from several threads, must not block and must not throw. */
public interface LoopListener {

    /** The loop went round, on a standby too. */
    void wentRound();

    /** A tick is over: collected, judged, and every release's work handed out. */
    void ticked(Instant at, Duration took, int releases);

    /** A metrics backend answered, or did not: then the failure says why. */
    void sourceAnswered(String backend, Optional<String> failure);

    /** A write to a VirtualService ended: applied, conflict, refused, gone or failed. */
    void routed(String result);

    /** An interval of a release was judged. */
    void judged(Verdict verdict);

    /** A release entered so many further steps, mostly none. */
    void entered(int steps);

    /** A release is over; so long after it entered its first step, empty if it never did. */
    void ended(Outcome outcome, Optional<Duration> took);

    /** This process began or ceased to lead. */
    void leading(boolean leads);

    /** Hears nothing. */
    static LoopListener none() {
        return new LoopListener() {
            @Override
            public void wentRound() {}

            @Override
            public void ticked(Instant at, Duration took, int releases) {}

            @Override
            public void sourceAnswered(String backend, Optional<String> failure) {}

            @Override
            public void routed(String result) {}

            @Override
            public void judged(Verdict verdict) {}

            @Override
            public void entered(int steps) {}

            @Override
            public void ended(Outcome outcome, Optional<Duration> took) {}

            @Override
            public void leading(boolean leads) {}
        };
    }
}
