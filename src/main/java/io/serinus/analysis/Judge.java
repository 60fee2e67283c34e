package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Judges one release by the rules of its template: folds observations into evidence, and says at any time what follows from
 * it. Stateless; safe for use by many threads.
 *
 * <p>Every metric is split into streams, each a comparison of bad requests between the versions, interval by interval, as
 * an e-process. The mean of all e-values, weighted by importance, is itself an e-value, whatever the dependence between
 * metrics. So a canary within all its tolerances is ever failed with a probability of at most {@code risk.falseAbort},
 * over the whole release and however often one looks.
 */
public final class Judge {
    /** How often evidence is also collected afresh, so that a good past does not hide a late regression. */
    private static final int INTERVALS_PER_RESTART = 10;

    private final AnalysisTemplate template;
    private final List<Stream> streams;
    private final VerdictRules rules;

    public Judge(AnalysisTemplate template) {
        this.template = requireNonNull(template, "template is null");
        this.streams = Stream.of(template.metrics());
        this.rules = new VerdictRules(template, streams);
    }

    /**
     * Before the first observation. Until a {@link Observation.WeightChanged} says otherwise the canary's weight is 0 and the
     * next is that of the first step.
     *
     * @param firstCanaryRequest known from before a restart of the controller, so that the warm-up does not begin again;
     *     else empty
     */
    public JudgeState start(Optional<Instant> firstCanaryRequest) {
        int nextPercent = switch (template.steps().getFirst()) {
            case Step.Weight(int percent, Duration _, long _) -> percent;
        };
        return new JudgeState(
                Traffic.start(nextPercent, firstCanaryRequest.orElse(null)),
                null,
                Tally.NONE,
                0,
                streams.stream()
                        .map(stream -> StreamState.start(stream, nextPercent))
                        .toList(),
                null);
    }

    /**
     * With one more observation. Those without counts leave the evidence as it is.
     *
     * @param observation not earlier than those before
     */
    public JudgeState fold(JudgeState state, Observation observation) {
        return switch (observation) {
            case Observation.Counted counted -> counted(state, counted);
            case Observation.Missing missing -> unanswered(state, missing);
            case Observation.SourceDown down -> unanswered(state, down);
            case Observation.Remembered _ -> state;
            case Observation.WeightChanged changed -> weightChanged(state, changed);
        };
    }

    /** What follows from the evidence so far. */
    public Judgement verdict(JudgeState state) {
        return rules.judge(state);
    }

    private JudgeState counted(JudgeState state, Observation.Counted counted) {
        Tally tick = Tally.failed(counted.requests())
                .charged(counted.unattributed(), state.traffic().canaryPercent());
        Traffic traffic = state.traffic()
                .counted(counted.at(), tick.baseline().total(), tick.canary().total());
        Tally interval = state.openInterval().plus(tick);
        boolean warm = traffic.isWarm(template.warmup());
        boolean ends = counted.endsInterval();
        List<StreamState> fed = mapped(state.streams(), (stream, it) -> switch (stream.subject()) {
            case Stream.Subject.Outage _ -> traffic.firstCanaryRequest() == null ? it : it.fold(stream, tick);
            case Stream.Subject.Errors _ -> warm && ends ? it.fold(stream, interval) : it;
            case Stream.Subject.SlowerThan(double bound) -> warm ? slower(stream, it, bound, counted) : it;
        });
        long intervals = state.intervals() + (ends ? 1 : 0);
        boolean restarts = ends && intervals % INTERVALS_PER_RESTART == 0;
        var next = new JudgeState(
                traffic,
                counted,
                ends ? Tally.NONE : interval,
                intervals,
                restarts ? restarted(fed) : fed,
                state.failure());
        return next.failure() == null
                ? rules.proveFailure(next).map(next::withFailure).orElse(next)
                : next;
    }

    private static StreamState slower(Stream stream, StreamState state, double bound, Observation.Counted counted) {
        return counted.latency()
                .map(latency -> Tally.isMeasured(bound, latency)
                        ? state.fold(stream, Tally.slowerThan(bound, latency))
                        : state.unmeasured())
                .orElse(state);
    }

    private static JudgeState unanswered(JudgeState state, Observation observation) {
        return new JudgeState(
                state.traffic().observed(observation.at()),
                observation,
                state.openInterval(),
                state.intervals(),
                state.streams(),
                state.failure());
    }

    private JudgeState weightChanged(JudgeState state, Observation.WeightChanged changed) {
        Traffic before = state.traffic();
        List<StreamState> states = state.streams();
        if (changed.canaryPercent() != before.canaryPercent()) {
            states = restarted(states);
        }
        if (changed.nextPercent() != before.nextPercent()) {
            states = mapped(states, (stream, it) -> it.towards(stream, changed.nextPercent()));
        }
        return new JudgeState(
                before.weightChanged(changed.at(), changed.canaryPercent(), changed.nextPercent()),
                state.last(),
                state.openInterval(),
                state.intervals(),
                states,
                state.failure());
    }

    private List<StreamState> restarted(List<StreamState> states) {
        return mapped(states, (_, it) -> it.restart());
    }

    private List<StreamState> mapped(List<StreamState> states, BiFunction<Stream, StreamState, StreamState> change) {
        var mapped = new ArrayList<StreamState>(states.size());
        for (int i = 0; i < streams.size(); i++) {
            mapped.add(change.apply(streams.get(i), states.get(i)));
        }
        return mapped;
    }
}
