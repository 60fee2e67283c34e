package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** What a step waits for instead of evidence. While it waits the canary is watched as ever, and aborted if it fails. */
public sealed interface Gate {

    /**
     * Until somebody resumes, or the time is over.
     *
     * @param duration how long at most, positive; empty for as long as nobody resumes
     */
    record Pause(Optional<Duration> duration) implements Gate {
        public Pause {
            requireNonNull(duration, "duration is null");
            duration.ifPresent(time -> {
                if (!time.isPositive()) {
                    throw new IllegalArgumentException("duration is " + time + ", expected a positive duration");
                }
            });
        }
    }

    /**
     * Until somebody opens it by its name.
     *
     * @param name not empty
     */
    record Approval(String name) implements Gate {
        public Approval {
            requireNonNull(name, "name is null");
        }
    }
}
