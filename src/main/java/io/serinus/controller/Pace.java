package io.serinus.controller;

import java.time.Duration;
import java.time.InstantSource;

/** The loop's time, and how long it really takes to pass. */
public interface Pace extends InstantSource {

    /** How long to wait, by a real clock, until so much of this time has passed. */
    Duration real(Duration duration);

    /** The system's own time. */
    static Pace system() {
        return new Pace() {
            @Override
            public java.time.Instant instant() {
                return InstantSource.system().instant();
            }

            @Override
            public Duration real(Duration duration) {
                return duration;
            }
        };
    }
}
