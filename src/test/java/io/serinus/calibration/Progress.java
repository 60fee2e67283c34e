package io.serinus.calibration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Says how far a run is and how long it will still take, every ten seconds. */
final class Progress {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final long all;
    private final InstantSource clock;
    private final Instant begun;
    private final Consumer<String> lines;
    private long done;
    private Instant said;

    Progress(List<Trial> trials, InstantSource clock, Consumer<String> lines) {
        this.all = trials.stream().mapToLong(Trial::releases).sum();
        this.clock = clock;
        this.begun = clock.instant();
        this.said = begun;
        this.lines = lines;
    }

    /** So many more releases of the trial. */
    synchronized void done(Trial trial, int releases) {
        done += releases;
        Instant time = clock.instant();
        if (Duration.between(said, time).compareTo(PAUSE) >= 0 || done == all) {
            said = time;
            Duration passed = Duration.between(begun, time);
            Duration left = passed.multipliedBy(all - done).dividedBy(done);
            lines.accept(String.format(
                    Locale.ROOT,
                    "%d of %d releases, %s passed, about %s left; latest: %s at %s",
                    done,
                    all,
                    text(passed),
                    text(left),
                    trial.scenario().name(),
                    trial.cell()));
        }
    }

    private static String text(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
    }
}
