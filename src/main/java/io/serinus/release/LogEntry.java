package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.release.Action.Announce.Severity;
import java.time.Instant;

/**
 * What people were told of a release at some time.
 *
 * @param number counted from 1 through the whole release
 * @param reason one word in CamelCase, stable, for machines
 * @param message one sentence
 */
public record LogEntry(long number, Instant at, Severity severity, String reason, String message) {
    public LogEntry {
        requireNonNull(at, "at is null");
        requireNonNull(severity, "severity is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(message, "message is null");
    }
}
