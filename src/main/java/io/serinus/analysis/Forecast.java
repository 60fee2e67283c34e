package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long the steps ahead take if the traffic stays as it is and the canary is as good as the baseline. A guess for people;
 * no verdict depends on it.
 *
 * @param at as of when
 * @param requestsPerSecond to both versions together, lately; mirrored requests are not counted
 * @param steps from the present one on, in their order
 */
public record Forecast(Instant at, double requestsPerSecond, List<Ahead> steps) {
    /** What a step takes longest for. */
    public enum Bound {
        /** The template's minDuration. */
        MIN_DURATION,
        /** The template's minRequests. */
        MIN_REQUESTS,
        /** The canary's warm-up. */
        WARM_UP,
        /** Enough requests to show that the next weight is safe. */
        EVIDENCE,
        /** A pause for a time. */
        PAUSE,
        /** Somebody has to open a gate. */
        PERSON,
        /** Requests to the canary, of which nobody knows how many there will be. */
        TRAFFIC
    }

    /**
     * One step.
     *
     * @param step its index in the template, from 0
     * @param left how much longer it takes, from its begin or, for the present one, from {@link Forecast#at}; empty if
     *     nobody can tell
     * @param bound what it takes that long for
     */
    public record Ahead(int step, Optional<Duration> left, Bound bound) {
        public Ahead {
            requireNonNull(left, "left is null");
            requireNonNull(bound, "bound is null");
        }
    }

    public Forecast {
        requireNonNull(at, "at is null");
        steps = List.copyOf(steps);
    }

    /**
     * The same for a release that stands in the step of that index: without the steps before it, where the release has gone
     * on to a gate meanwhile, and with what is left of a pause. For one that was asked this already it changes nothing.
     *
     * @param pauseEnds when the timed pause that it stands in is over; empty if it stands in none
     */
    public Forecast from(int step, Optional<Instant> pauseEnds) {
        return new Forecast(
                at,
                requestsPerSecond,
                steps.stream()
                        .filter(ahead -> ahead.step() >= step)
                        .map(ahead -> ahead.step() == step && ahead.bound() == Bound.PAUSE
                                ? new Ahead(step, pauseEnds.map(this::until).or(ahead::left), Bound.PAUSE)
                                : ahead)
                        .toList());
    }

    private Duration until(Instant end) {
        return end.isAfter(at) ? Duration.between(at, end) : Duration.ZERO;
    }

    /** When the canary gets everything; empty if that depends on something that nobody can foresee. */
    public Optional<Instant> promotion() {
        Duration all = Duration.ZERO;
        for (Ahead step : steps) {
            if (step.left().isEmpty()) {
                return Optional.empty();
            }
            all = all.plus(step.left().get());
        }
        return Optional.of(at.plus(all));
    }
}
