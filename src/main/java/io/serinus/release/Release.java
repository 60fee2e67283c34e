package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt to bring one canary out, with everything its object shows.
 *
 * @param id its name
 * @param request what was asked for
 * @param createdAt when it was asked for
 * @param plan what the request resolved to; empty while the release is pending
 * @param state where it stands
 * @param judgement the judge's last word; empty before the first
 * @param firstCanaryRequest when the canary was first seen to serve; empty before
 * @param history the steps entered so far, oldest first
 * @param log what people were told, oldest first; the newest {@value #LONGEST_LOG} entries
 * @param command the text of the command that was followed last, as long as the annotation may still have it; empty if none
 * @param withdrawn whether the request was taken back after the release had ended, so that asking again begins anew
 * @param told the number of the last entry of the log that each recipient was sent, by its key; absent for none yet
 * @param course what the judge was told beside the counts; empty before it begins and once its word is not asked any more
 * @param series how the evidence came about; no point before the first interval
 */
public record Release(
        ReleaseId id,
        Request request,
        Instant createdAt,
        Optional<Plan> plan,
        State state,
        Optional<Judgement> judgement,
        Optional<Instant> firstCanaryRequest,
        List<StepRecord> history,
        List<LogEntry> log,
        String command,
        boolean withdrawn,
        Map<String, Long> told,
        Optional<Course> course,
        Series series) {
    /** Entries beyond so many are forgotten, the oldest first. */
    public static final int LONGEST_LOG = 50;

    public Release {
        requireNonNull(id, "id is null");
        requireNonNull(request, "request is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(plan, "plan is null");
        requireNonNull(state, "state is null");
        requireNonNull(judgement, "judgement is null");
        requireNonNull(firstCanaryRequest, "firstCanaryRequest is null");
        history = List.copyOf(history);
        log = List.copyOf(log);
        requireNonNull(command, "command is null");
        told = Map.copyOf(told);
        requireNonNull(course, "course is null");
        requireNonNull(series, "series is null");
    }

    /** A release that nobody has looked at yet. */
    public static Release requested(ReleaseId id, Request request, Instant now) {
        return new Release(
                id,
                request,
                now,
                Optional.empty(),
                new State.Pending(now, ""),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                "",
                false,
                Map.of(),
                Optional.empty(),
                Series.NONE);
    }

    /** The same release in another state; plan and history follow. */
    public Release with(State next) {
        Optional<Plan> nextPlan = switch (next) {
            case State.Progressing progressing -> Optional.of(progressing.plan());
            case State.Promoting promoting -> Optional.of(promoting.plan());
            case State.Returning returning -> Optional.of(returning.plan());
            case State.Pending _, State.Ended _ -> plan;
        };
        return new Release(
                id,
                request,
                createdAt,
                nextPlan,
                next,
                judgement,
                firstCanaryRequest,
                historyWith(next),
                log,
                command,
                withdrawn,
                told,
                course.filter(_ -> next instanceof State.Progressing || next instanceof State.Promoting),
                series);
    }

    /** The same release with the judge's newest word. */
    public Release with(Judgement newJudgement, Optional<Instant> firstRequest) {
        return new Release(
                id,
                request,
                createdAt,
                plan,
                state,
                Optional.of(newJudgement),
                firstRequest,
                history,
                log,
                command,
                withdrawn,
                told,
                course,
                series);
    }

    /** The same release, its request taken back. */
    public Release withdraw() {
        return new Release(
                id,
                request,
                createdAt,
                plan,
                state,
                judgement,
                firstCanaryRequest,
                history,
                log,
                command,
                true,
                told,
                course,
                series);
    }

    /** The same release, which has been told something. */
    public Release log(Action.Announce announcement, Instant at) {
        var longer = new ArrayList<>(log);
        longer.add(new LogEntry(
                lastNumber() + 1, at, announcement.severity(), announcement.reason(), announcement.message()));
        return new Release(
                id,
                request,
                createdAt,
                plan,
                state,
                judgement,
                firstCanaryRequest,
                history,
                longer.subList(Math.max(0, longer.size() - LONGEST_LOG), longer.size()),
                command,
                withdrawn,
                told,
                course,
                series);
    }

    /** How many things people were told so far. */
    public long lastNumber() {
        return log.isEmpty() ? 0 : log.getLast().number();
    }

    /** The same release, which has followed the command of that text; empty where the annotation is gone. */
    public Release commanded(String text) {
        return new Release(
                id,
                request,
                createdAt,
                plan,
                state,
                judgement,
                firstCanaryRequest,
                history,
                log,
                text,
                withdrawn,
                told,
                course,
                series);
    }

    /** The same release, of whose log recipients were sent so much. */
    public Release told(Map<String, Long> numbers) {
        return new Release(
                id,
                request,
                createdAt,
                plan,
                state,
                judgement,
                firstCanaryRequest,
                history,
                log,
                command,
                withdrawn,
                numbers,
                course,
                series);
    }

    /** The same release, whose judge was told so much. */
    public Release with(Course further) {
        return new Release(
                id,
                request,
                createdAt,
                plan,
                state,
                judgement,
                firstCanaryRequest,
                history,
                log,
                command,
                withdrawn,
                told,
                Optional.of(further),
                series);
    }

    /** The same release, one interval later. */
    public Release with(Series longer) {
        return new Release(
                id,
                request,
                createdAt,
                plan,
                state,
                judgement,
                firstCanaryRequest,
                history,
                log,
                command,
                withdrawn,
                told,
                course,
                longer);
    }

    /** The canary's weight that this release was last seen to have, in percent. */
    public int weight() {
        return switch (state) {
            case State.Progressing progressing -> progressing.weightInForce();
            case State.Promoting promoting ->
                promoting.plan().weightAt(promoting.plan().steps() - 1);
            case State.Ended ended -> ended.outcome() == Outcome.PROMOTED ? 100 : 0;
            case State.Pending _, State.Returning _ -> 0;
        };
    }

    private List<StepRecord> historyWith(State next) {
        if (!(next instanceof State.Progressing entered) || !isNewStep(entered)) {
            return history;
        }
        var longer = new ArrayList<>(history);
        longer.add(new StepRecord(entered.step(), entered.weight(), entered.since()));
        return longer;
    }

    private boolean isNewStep(State.Progressing entered) {
        return history.isEmpty() || history.getLast().step() != entered.step();
    }

    /**
     * One step that was entered.
     *
     * @param step its index, from 0
     * @param weight the canary's weight, in percent
     * @param enteredAt when
     */
    public record StepRecord(int step, int weight, Instant enteredAt) {}
}
