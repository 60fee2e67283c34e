package io.serinus.catalog;

import io.serinus.template.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a step waits for instead of evidence. */
final class GateReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private GateReader() {}

    /** Whether an approval may have this name. */
    static boolean isName(Object value) {
        return value instanceof String text && NAME.matcher(text).matches();
    }

    /** Empty, after it has been noted, if something is wrong with it. */
    static Optional<Gate> read(Fields step) {
        if (step.has("pause") && step.has("approval")) {
            step.problems()
                    .add(
                            step.at("approval"),
                            "stands beside a pause, expected one of them; make each a step of its own");
            return Optional.empty();
        }
        return step.has("pause") ? pause(step.object("pause")) : approval(step.object("approval"));
    }

    private static Optional<Gate> pause(Fields fields) {
        Optional<Duration> duration = fields.has("duration")
                ? Optional.of(fields.duration("duration", Duration.ofMinutes(1)))
                : Optional.empty();
        return fields.checked(Optional.empty(), () -> Optional.of(new Gate.Pause(duration)));
    }

    private static Optional<Gate> approval(Fields fields) {
        return fields.text("name", NAME, "the gate's name: letters, digits, dots, hyphens and underscores")
                .map(Gate.Approval::new);
    }
}
