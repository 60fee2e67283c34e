package io.serinus.analysis;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Judges one release by the rules of its template: folds observations into evidence, and says at any time what follows from
 * it. Stateless; safe for use by many threads.
 *
 * <p>Every metric is split into streams, each a comparison of bad requests between the versions, interval by interval, as
 * an e-process. The mean of all e-values, weighted by importance, is itself an e-value, whatever the dependence between
 * metrics. So a canary within all its tolerances is ever failed with a probability of at most {@code risk.falseAbort},
 * over the whole release and however often one looks. Metrics judged by a fixed-horizon test spend their part of that
 * probability once per step.
 */
public final class Judge {
    /** How often evidence is also collected afresh, so that a good past does not hide a late regression. */
    private static final int INTERVALS_PER_RESTART = 10;

    private final AnalysisTemplate template;
    private final Plan plan;
    private final VerdictRules rules;
    private final Explainer explainer;

    public Judge(AnalysisTemplate template) {
        this.template = requireNonNull(template, "template is null");
        this.plan = Plan.of(template);
        this.rules = new VerdictRules(template, plan);
        this.explainer = new Explainer(template, plan);
    }

    /**
     * Before the first observation. Until a {@link Observation.WeightChanged} says otherwise the canary's weight is 0 and the
     * next is that of the first step.
     *
     * @param firstCanaryRequest known from before a restart of the controller, so that the warm-up does not begin again;
     *     else empty
     */
    public JudgeState start(Optional<Instant> firstCanaryRequest) {
        var streams = new ArrayList<StreamState>();
        var levels = new ArrayList<LevelState>();
        var windows = new ArrayList<Window>();
        for (int i = 0; i < template.metrics().size(); i++) {
            Metric metric = template.metrics().get(i);
            if (metric instanceof Metric.ErrorRate errors) {
                streams.add(StreamState.start(Streams.outage(i, errors), plan));
            }
            if (metric.method().isFixedHorizon()) {
                windows.add(Window.open(i));
            } else if (metric instanceof Metric.Custom custom) {
                levels.add(LevelState.start(i, custom));
            }
        }
        return new JudgeState(new Memory(
                Traffic.start(plan.firstPercent(), firstCanaryRequest.orElse(null)),
                null,
                0,
                Knowledge.NONE,
                streams,
                levels,
                windows,
                ShareWatch.start(template.trafficShare()),
                CopyWatch.START,
                CountsWatch.START,
                new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE),
                null));
    }

    /**
     * With one more observation. Those without counts leave the evidence as it is.
     *
     * @param observation not earlier than those before
     */
    public JudgeState fold(JudgeState state, Observation observation) {
        Memory memory = state.memory();
        return new JudgeState(
                switch (observation) {
                    case Observation.Begun _ -> memory;
                    case Observation.Counted counted -> judged(new Interval(template, plan, memory, counted).folded());
                    case Observation.Missing missing -> memory.interrupted(missing);
                    case Observation.SourceDown down -> memory.interrupted(down);
                    case Observation.Recalling recalling ->
                        memory.with(memory.knowledge().awaited(recalling.until()));
                    case Observation.Remembered remembered -> memory.with(remembered(memory, remembered));
                    case Observation.WeightChanged changed -> weightChanged(memory, changed);
                });
    }

    /** What follows from the evidence so far. */
    public Judgement verdict(JudgeState state) {
        return rules.judge(state.memory());
    }

    /**
     * The same with estimates and an outlook for every metric. It takes some milliseconds per metric, so it is for moments
     * when somebody looks, not for every tick.
     */
    public Judgement explain(JudgeState state) {
        return explainer.explain(verdict(state), state.memory());
    }

    /** With the failure that the newest evidence proves, if it does; one that was proved before stays. */
    private Memory judged(Memory memory) {
        return memory.failure() == null
                ? rules.proveFailure(memory).map(memory::with).orElse(memory)
                : memory;
    }

    private Knowledge remembered(Memory memory, Observation.Remembered remembered) {
        return memory.hasBegun()
                ? memory.knowledge().tooLate()
                : memory.knowledge().remembered(remembered.history(), template, remembered.reason());
    }

    private Memory weightChanged(Memory memory, Observation.WeightChanged changed) {
        Traffic before = memory.traffic();
        boolean isNew = changed.step() != before.step();
        UnaryOperator<StreamState> next = stream -> stream.from(changed.nextPercent());
        return new Memory(
                before.weightChanged(changed),
                memory.last(),
                memory.intervals(),
                memory.knowledge(),
                mapped(memory.streams(), stream -> isNew ? next.apply(stream.restart()) : next.apply(stream)),
                isNew ? mapped(memory.levels(), LevelState::restart) : memory.levels(),
                isNew ? mapped(memory.windows(), Window::reopened) : memory.windows(),
                memory.share().weightChanged(changed.canaryPercent(), changed.isShare()),
                memory.copy(),
                memory.counts(),
                memory.durations(),
                memory.failure());
    }

    /** Whether evidence is also collected afresh from the interval that ended last. */
    static boolean restartsAfter(long intervals) {
        return intervals % INTERVALS_PER_RESTART == 0;
    }

    static <T> List<T> mapped(List<T> all, UnaryOperator<T> change) {
        return all.stream().map(change).toList();
    }
}
