package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Judge;
import io.serinus.analysis.JudgeState;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Counted;
import io.serinus.metric.Backends;
import io.serinus.metric.HistorySource;
import io.serinus.metric.MetricSource;
import io.serinus.metric.Origin;
import io.serinus.metric.PastSpan;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Course;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The past of one release, told to a new judge tick by tick: counters as they stood at every tick are read by a collector of
 * its own, and what was recorded of the release's course comes in between where it had come.
 */
final class Replay {
    /** What lies further back is lost. */
    static final Duration LONGEST = Duration.ofHours(2);

    private static final int TRIES = 3;

    private record Counting(Origin origin, Collector collector) {}

    /**
     * What came of it.
     *
     * @param to where the past ended
     * @param state the judge's at that time; empty if the past could not be replayed
     * @param from where the past began
     * @param isWhole whether nothing lies before that
     * @param answer what was found out of the baseline's past; empty if nobody is to ask
     * @param failure why there is no state, a sentence; empty if there is one
     */
    record Outcome(
            Instant to,
            Optional<JudgeState> state,
            Instant from,
            boolean isWhole,
            Optional<Course.Past> answer,
            String failure) {}

    /** What the judge is told beside the counts. */
    private record Event(Optional<Instant> after, Observation told) {
        boolean isBefore(Instant at) {
            return after.filter(counted -> !counted.isBefore(at)).isEmpty();
        }
    }

    private final Release release;
    private final Plan plan;
    private final Demand demand;
    private final Course course;
    private final boolean isWhole;
    private final Instant from;
    private final Instant to;

    /**
     * @param release one with a course
     * @param to the end of the past, at the end of an interval
     */
    Replay(Release release, Instant to) {
        this(release, to, LONGEST);
    }

    /** @param longest what lies further back is lost */
    Replay(Release release, Instant to, Duration longest) {
        this.release = release;
        this.plan = release.plan().orElseThrow();
        this.demand = Demand.of(release);
        this.to = requireNonNull(to, "to is null");
        Course whole = release.course().orElseThrow();
        Instant first = whole.countedFrom().orElseGet(() -> next(whole.began(), demand.tick()));
        Instant earliest = to.minus(longest);
        this.isWhole = !first.isBefore(earliest);
        this.from = isWhole ? first : next(earliest, demand.interval());
        this.course = isWhole ? whole : whole.since(from);
    }

    Release release() {
        return release;
    }

    Instant to() {
        return to;
    }

    /**
     * Reads the past and judges it. Waits for the sources.
     *
     * @param origins whose counters the release is judged by in a step
     * @param pause waits a moment before another try
     * @param goesOn whether anybody still waits; asked at every tick
     */
    Outcome run(Backends backends, IntFunction<Origin> origins, Pause pause, BooleanSupplier goesOn)
            throws InterruptedException {
        return run(backends, origins, pause, goesOn, (_, _) -> {});
    }

    /** @param watcher sees the judge's state after every tick */
    Outcome run(Backends backends, IntFunction<Origin> origins, Pause pause, BooleanSupplier goesOn, Watcher watcher)
            throws InterruptedException {
        String backend = plan.template().counting().backend();
        var levels = new Levels(backends.levels(backend));
        var judge = new Judge(plan.template());
        JudgeState state = Judging.start(
                judge, plan, release.firstCanaryRequest().filter(first -> !first.isAfter(from)), course.began());
        Optional<Observation.Remembered> remembered;
        try {
            remembered = remembered(backends.history(backend));
        } catch (SourceUnavailableException e) {
            return failed("The baseline's past, by which the release was calibrated, could not be read: "
                    + sentence(String.valueOf(e.getMessage())));
        }
        Optional<Course.Past> answer =
                remembered.map(told -> new Course.Past(course.past().flatMap(Course.Past::after), told.reason()));
        List<Event> events = events(remembered, answer);
        Counting counting = null;
        int step = 0;
        int next = 0;
        for (Instant at = from; !at.isAfter(to); at = next(at, demand.tick())) {
            if (!goesOn.getAsBoolean()) {
                return failed("It took too long.");
            }
            while (next < events.size() && events.get(next).isBefore(at)) {
                Observation told = events.get(next++).told;
                step = told instanceof Observation.WeightChanged changed ? changed.step() - 1 : step;
                state = judge.fold(state, told);
            }
            // As where nobody was interrupted: other counters than before are subtracted from nothing.
            Origin origin = origins.apply(step);
            if (counting == null || !counting.origin.equals(origin)) {
                counting = new Counting(origin, collector(backends.counters(origin), at));
            }
            Observation observed = read(counting.collector, at, pause);
            if (observed instanceof Observation.SourceDown down) {
                return failed("At " + at + ": " + sentence(down.reason()));
            }
            if (observed != null) {
                Observation whole = withLevels(at, observed, levels);
                state = judge.fold(state, whole);
                watcher.saw(whole, state);
            }
        }
        for (Event event : events.subList(next, events.size())) {
            state = judge.fold(state, event.told);
        }
        return new Outcome(to, Optional.of(state), from, isWhole, answer, "");
    }

    private Collector collector(MetricSource counters, Instant begin) {
        return new Collector(counters.past(new PastSpan(begin, to, demand.tick(), demand.interval())));
    }

    /** Looks on. */
    interface Watcher {
        void saw(Observation observation, JudgeState state);
    }

    /** Waits a moment. */
    interface Pause {
        void take() throws InterruptedException;
    }

    Outcome failed(String why) {
        return new Outcome(to, Optional.empty(), from, isWhole, Optional.empty(), why);
    }

    private @Nullable Observation read(Collector collector, Instant at, Pause pause) throws InterruptedException {
        Observation observed = null;
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                pause.take();
            }
            observed = collector.collect(at, List.of(demand)).get(demand.releaseKey());
            if (!(observed instanceof Observation.SourceDown)) {
                return observed;
            }
        }
        return observed;
    }

    private Observation withLevels(Instant at, Observation observed, Levels levels) {
        Map<String, Counted> awaiting = Levels.awaiting(Map.of(demand.releaseKey(), observed), List.of(demand));
        return levels.read(at, awaiting, List.of(demand)).getOrDefault(demand.releaseKey(), observed);
    }

    /** The answer as it came; one that had not come yet is asked for, and known from the beginning. */
    private Optional<Observation.Remembered> remembered(HistorySource history) throws SourceUnavailableException {
        Optional<HistorySource.Query> query = Histories.query(release);
        Optional<String> nothing = course.past().map(Course.Past::reason).filter(reason -> !reason.isEmpty());
        if (query.isEmpty() || nothing.isPresent()) {
            return nothing.map(reason -> new Observation.Remembered(course.began(), Optional.empty(), reason));
        }
        Histories.Recollection found = Histories.recollection(history.history(query.get()));
        return Optional.of(new Observation.Remembered(course.began(), found.history(), found.reason()));
    }

    private List<Event> events(Optional<Observation.Remembered> remembered, Optional<Course.Past> answer) {
        var events = new ArrayList<Event>();
        remembered.ifPresent(told -> events.add(new Event(answer.flatMap(Course.Past::after), told)));
        course.turns().forEach(turn -> events.add(new Event(turn.after(), turn.change())));
        // Stable: what came between the same two ticks stays in its order.
        events.sort(Comparator.comparing(event -> event.after().orElse(Instant.MIN)));
        return events;
    }

    private static Instant next(Instant at, Duration step) {
        long millis = step.toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(at.toEpochMilli(), millis) + 1) * millis);
    }

    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }
}
