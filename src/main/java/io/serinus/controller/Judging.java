package io.serinus.controller;

import io.serinus.analysis.Judge;
import io.serinus.analysis.JudgeState;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Verdict;
import io.serinus.release.Course;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The judge of one release, with the course by which another one could be told the same. After a takeover it judges at once
 * by what is counted from then on; once the past has been replayed up to the end of an interval, what was counted since that
 * end is told to the judge of the past, and that one goes on. Confined to its lane.
 */
final class Judging {
    /** Observations that a replay is waited for: an hour of ticks of 5 s. */
    static final int LONGEST_WAIT = 720;

    /** What is not known of the baseline's past by then is done without. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How far the replay of what was before this process took over is. */
    private enum Replaying {
        /** There is nothing to replay. */
        NONE,
        /** The end of the first interval that was counted here is awaited. */
        AWAITED,
        /** It may begin. */
        DUE,
        UNDER_WAY,
        /** It is under way, but more was observed meanwhile than is kept. */
        TOO_LATE,
        /** The past is part of the state. */
        DONE
    }

    private final Duration interval;

    /** Counts that are further behind than this are of a time before what is decided now. */
    private final Duration behind;

    private final Judge judge;
    private final boolean isTakenUp;

    private JudgeState state;
    private Course course;

    /** The latest counts that the judge was told in this process. */
    private @Nullable Instant seen;

    private Replaying replaying;

    /** Since when everything has been counted here. */
    private @Nullable Instant countedFrom;

    /** What is to be replayed. */
    private @Nullable Past past;

    /** Another way to lead requests, of which no counts have come yet. */
    private record Ahead(Observation.WeightChanged changed, boolean isNews) {}

    /** Oldest first. */
    private final List<Ahead> ahead = new ArrayList<>();

    /** What was observed since. */
    private final List<Observation> since = new ArrayList<>();

    /**
     * What was before this process began to count.
     *
     * @param to its end
     * @param course as it was then; what came since is told again anyway
     */
    record Past(Instant to, Course course) {}

    private Judging(Plan plan, Judge judge, JudgeState state, Course course, boolean isTakenUp) {
        this.interval = plan.template().interval();
        this.behind = plan.template().tick().multipliedBy(2);
        this.judge = judge;
        this.isTakenUp = isTakenUp;
        this.state = state;
        this.course = course;
        this.replaying = isTakenUp ? Replaying.AWAITED : Replaying.NONE;
    }

    /** The judge of a release that begins now, or is taken up; what was counted before may still be replayed. */
    static Judging begun(Plan plan, Release release, Instant at) {
        Optional<Course> recorded =
                release.course().filter(course -> !course.turns().isEmpty());
        var judge = new Judge(plan.template());
        JudgeState start = start(judge, plan, release.firstCanaryRequest(), at);
        return new Judging(plan, judge, start, recorded.orElseGet(() -> Course.begun(at)), recorded.isPresent());
    }

    /** The state before the first observation. */
    static JudgeState start(Judge judge, Plan plan, Optional<Instant> firstCanaryRequest, Instant at) {
        JudgeState start = judge.start(firstCanaryRequest);
        return plan.template().calibrated()
                ? judge.fold(start, new Observation.Recalling(at, at.plus(PATIENCE)))
                : start;
    }

    JudgeState state() {
        return state;
    }

    Course course() {
        return course;
    }

    /** Whether the course was that of another process. */
    boolean isTakenUp() {
        return isTakenUp;
    }

    Judgement verdict() {
        return ofNow(judge.verdict(state));
    }

    Judgement explain() {
        return ofNow(judge.explain(state));
    }

    /** What was shown of another way to lead requests takes no step from this one. */
    private Judgement ofNow(Judgement word) {
        return ahead.isEmpty() || word.verdict() != Verdict.PASS
                ? word
                : new Judgement(
                        Verdict.UNDECIDED,
                        "requests are led to the canary in another way since "
                                + ahead.getLast().changed.at().truncatedTo(ChronoUnit.SECONDS)
                                + ", and the metrics backend does not show that time yet",
                        word.evidence(),
                        word.findings(),
                        word.forecast());
    }

    /** What one tick brought, or what was found out of the past. */
    void observe(Observation observation) {
        if (observation instanceof Observation.Remembered && replaying == Replaying.DONE) {
            // The replay has asked, too.
            return;
        }
        catchUp(observation);
        state = judge.fold(state, observation);
        switch (observation) {
            case Observation.Begun(Instant at) -> begun(at);
            case Observation.Counted counted -> {
                seen = counted.at();
                keep(counted);
                endPast(counted);
            }
            case Observation.Missing missing -> {
                seen = missing.at();
                keep(missing);
            }
            case Observation.SourceDown down -> {
                seen = down.at();
                keep(down);
            }
            case Observation.Remembered remembered -> {
                if (!isTakenUp) {
                    course = course.with(new Course.Past(Optional.ofNullable(seen), remembered.reason()));
                }
            }
            case Observation.Recalling _, Observation.WeightChanged _ -> {}
        }
    }

    /**
     * Requests are led to the canary in another way.
     *
     * @param changed dated by the counts that came last
     * @param now the time by the clock: where a backend shows counts late, those of the time before are still to come, and
     *     the judge is told with the first ones after it
     * @param isNews false where a judge that was never interrupted would not have been told
     */
    void lead(Observation.WeightChanged changed, Instant now, boolean isNews) {
        if (Duration.between(changed.at(), now).compareTo(behind) < 0 && ahead.isEmpty()) {
            tell(changed, isNews);
        } else {
            ahead.add(new Ahead(
                    new Observation.WeightChanged(
                            now, changed.step(), changed.canaryPercent(), changed.nextPercent(), changed.isShare()),
                    isNews));
        }
    }

    private void catchUp(Observation observation) {
        while (!ahead.isEmpty() && isAfter(observation, ahead.getFirst().changed.at())) {
            Ahead next = ahead.removeFirst();
            tell(next.changed, next.isNews);
        }
    }

    private static boolean isAfter(Observation observation, Instant time) {
        return switch (observation) {
            case Observation.Counted counted -> counted.at().isAfter(time);
            case Observation.Missing missing -> missing.at().isAfter(time);
            case Observation.SourceDown down -> down.at().isAfter(time);
            case Observation.Begun _, Observation.Recalling _, Observation.Remembered _, Observation.WeightChanged _ ->
                false;
        };
    }

    private void tell(Observation.WeightChanged changed, boolean isNews) {
        state = judge.fold(state, changed);
        if (isNews) {
            Optional<Instant> after = Optional.ofNullable(seen);
            // What another process has counted before is in its course and came before this.
            course = course.with(
                    new Course.Turn(isTakenUp ? after.or(() -> Optional.of(changed.at())) : after, changed));
            keep(changed);
        }
    }

    /** The past that is to be replayed, once; empty if there is nothing to replay or it cannot begin yet. */
    Optional<Past> toReplay() {
        if (replaying != Replaying.DUE) {
            return Optional.empty();
        }
        replaying = Replaying.UNDER_WAY;
        return Optional.ofNullable(past);
    }

    /** Whether the answer of a replay up to that time is still waited for. */
    boolean isWaitingFor(Instant end) {
        return replaying == Replaying.UNDER_WAY && isUpTo(end);
    }

    /** The past could not be replayed; whether anybody waits for it, and must be told. */
    boolean giveUp(Instant end) {
        boolean isAwaited = isUpTo(end) && (replaying == Replaying.UNDER_WAY || replaying == Replaying.TOO_LATE);
        if (isAwaited) {
            replaying = Replaying.NONE;
            since.clear();
        }
        return isAwaited;
    }

    private boolean isUpTo(Instant end) {
        return past != null && past.to().equals(end);
    }

    /** Goes on from the state of the past with what has been observed since. */
    void goOn(JudgeState replayed, Optional<Course.Past> answer) {
        state = replayed;
        since.forEach(observation -> state = judge.fold(state, observation));
        since.clear();
        course = answer.map(course::with).orElse(course);
        replaying = Replaying.DONE;
    }

    private void begun(Instant at) {
        course = course.countedFrom(at);
        countedFrom = at;
        if (replaying != Replaying.NONE && replaying != Replaying.DONE) {
            // Counting began again, so what was counted here before does not join on.
            replaying = Replaying.AWAITED;
            past = null;
            since.clear();
        }
    }

    /** Only at an interval's end do counters of both processes join on: what belongs to one interval is judged as one. */
    private void endPast(Observation.Counted counted) {
        if (replaying == Replaying.AWAITED
                && countedFrom != null
                && counted.endsInterval()
                && counted.at().toEpochMilli() % interval.toMillis() == 0) {
            past = new Past(counted.at(), course);
            replaying = Replaying.DUE;
        }
    }

    private void keep(Observation observation) {
        if (replaying == Replaying.DUE || replaying == Replaying.UNDER_WAY) {
            since.add(observation);
            if (since.size() > LONGEST_WAIT) {
                replaying = replaying == Replaying.UNDER_WAY ? Replaying.TOO_LATE : Replaying.NONE;
                since.clear();
            }
        }
    }
}
