package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Observation.WeightChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the judge of a release was told beside the counts, which the metrics backend keeps: with both, a controller that takes
 * over can tell another judge the same.
 *
 * @param began when the judge began, on the grid of ticks
 * @param countedFrom the tick from which on everything was counted; empty before it
 * @param past what was found out of the baseline's past; empty before the answer, and if nobody asked
 * @param turns how requests were led to the canary, oldest first; the newest {@value #MOST_TURNS}
 */
public record Course(Instant began, Optional<Instant> countedFrom, Optional<Past> past, List<Turn> turns) {
    /** Twice the steps that a template can have, and some for what others do to the weights. */
    public static final int MOST_TURNS = 250;

    public Course {
        requireNonNull(began, "began is null");
        requireNonNull(countedFrom, "countedFrom is null");
        requireNonNull(past, "past is null");
        turns = List.copyOf(turns);
    }

    /**
     * One change of how requests reach the canary.
     *
     * @param after the tick of the latest counts that the judge had been told before it; empty if there were none
     */
    public record Turn(Optional<Instant> after, WeightChanged change) {
        public Turn {
            requireNonNull(after, "after is null");
            requireNonNull(change, "change is null");
        }

        /** Whether requests are led as by the other one. */
        boolean leadsLike(WeightChanged other) {
            return change.step() == other.step()
                    && change.canaryPercent() == other.canaryPercent()
                    && change.nextPercent() == other.nextPercent()
                    && change.isShare() == other.isShare();
        }
    }

    /**
     * The answer on the baseline's past.
     *
     * @param after the tick of the latest counts that the judge had been told before it; empty if there were none
     * @param reason why nothing is known of it; empty if something is
     */
    public record Past(Optional<Instant> after, String reason) {
        public Past {
            requireNonNull(after, "after is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /** That of a judge that begins now. */
    public static Course begun(Instant at) {
        return new Course(at, Optional.empty(), Optional.empty(), List.of());
    }

    /** Counting has begun; only the first time is told. */
    public Course countedFrom(Instant at) {
        return countedFrom.isPresent() ? this : new Course(began, Optional.of(at), past, turns);
    }

    /** The baseline's past was asked for, and answered. */
    public Course with(Past answer) {
        return new Course(began, countedFrom, Optional.of(answer), turns);
    }

    /** One turn more. Where there are too many of them the course begins with the second one. */
    public Course with(Turn next) {
        var longer = new ArrayList<>(turns);
        longer.add(next);
        var whole = new Course(began, countedFrom, past, longer);
        return longer.size() <= MOST_TURNS
                ? whole
                : whole.since(longer.get(1).after().orElse(began));
    }

    /** Whether the latest turn has led requests in the same way. */
    public boolean endsLike(WeightChanged change) {
        return !turns.isEmpty() && turns.getLast().leadsLike(change);
    }

    /** The course as that of a judge that is told of no counts before. */
    public Course since(Instant from) {
        int first = 0;
        while (first + 1 < turns.size() && isBefore(turns.get(first + 1).after(), from)) {
            first++;
        }
        var later = new ArrayList<Turn>();
        for (Turn turn : turns.subList(first, turns.size())) {
            later.add(isBefore(turn.after(), from) ? new Turn(Optional.empty(), turn.change()) : turn);
        }
        return new Course(
                began,
                Optional.of(from),
                past.map(answer ->
                        isBefore(answer.after(), from) ? new Past(Optional.empty(), answer.reason()) : answer),
                later);
    }

    private static boolean isBefore(Optional<Instant> after, Instant from) {
        return after.filter(at -> at.isAfter(from)).isEmpty();
    }
}
