package io.serinus.prometheus;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How far this machine's clock is from the backend's: counters are asked for by this machine's time. */
final class ClockCheck {
    /** The header has whole seconds, and the answer was under way. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private static final Duration TOO_FAR = Duration.ofSeconds(15);

    private ClockCheck() {}

    static Finding of(Probe.Reply reply, Instant now) {
        return reply.response()
                .headers()
                .firstValue("Date")
                .flatMap(ClockCheck::parsed)
                .map(date -> compared(Duration.between(date, now), reply.took()))
                .orElseGet(() -> Finding.warning(
                        "clock", "It does not say what time it takes it for.", "Keep both clocks by NTP."));
    }

    private static Optional<Instant> parsed(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** @param ahead how far this machine is */
    static Finding compared(Duration ahead, Duration took) {
        // The time in the header is cut off to a second.
        Duration apart = ahead.isNegative() ? ahead.negated() : ahead;
        if (apart.compareTo(TOLERATED.plus(took)) <= 0) {
            return Finding.ok("clock", "Its clock and this machine's agree.");
        }
        String seen = "This machine's clock is " + apart.toSeconds() + " s "
                + (ahead.isNegative() ? "behind" : "ahead of") + " the backend's.";
        String advice = "Keep both clocks by NTP.";
        return apart.compareTo(TOO_FAR) <= 0
                ? Finding.warning("clock", seen, advice)
                : Finding.problem("clock", seen, advice);
    }
}
