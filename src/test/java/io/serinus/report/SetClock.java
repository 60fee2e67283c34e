package io.serinus.report;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands where a test sets it. */
@Alternative
@Singleton
public class SetClock implements InstantSource {
    private volatile Instant now = ReleaseFixture.START;

    public void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }
}
