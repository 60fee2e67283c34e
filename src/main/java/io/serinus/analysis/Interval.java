package io.serinus.analysis;

import io.serinus.analysis.Stream.Subject;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Level;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Failures;
import io.serinus.template.Metric;
import io.serinus.template.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One tick's counts on their way into the evidence. */
final class Interval {
    private static final int HALF = 50;

    private final AnalysisTemplate template;
    private final Plan plan;
    private final Memory before;
    private final Observation.Counted counted;
    private final Traffic traffic;
    private final boolean isWarm;
    private final boolean ends;

    Interval(AnalysisTemplate template, Plan plan, Memory before, Observation.Counted counted) {
        this.template = template;
        this.plan = plan;
        this.before = before;
        this.counted = counted;
        long baseline = counted.requests().baseline().total();
        // Somebody whose requests all fail before they reach a pod has had them all the same.
        long canary = charge(Failures.DEFAULT).canary().total();
        this.ends = counted.endsInterval();
        Sight sight = before.traffic().sight().counted(counted.at(), baseline, canary, ends, template.interval());
        this.traffic = before.traffic().counted(counted.at(), baseline, canary, flow(baseline, canary), sight);
        this.isWarm = traffic.isWarm(template.warmup());
    }

    private Flow flow(long baseline, long canary) {
        Traffic earlier = before.traffic();
        boolean isByWeight = plan.step(earlier.step(), earlier.canaryPercent())
                .filter(Step::isPlain)
                .isPresent();
        double weight = earlier.canaryPercent() / 100.0;
        if (template.baselineCopy() && weight == 0) {
            // The copy gets nothing yet, and what the baseline gets nobody counts.
            return earlier.flow();
        }
        return earlier.flow()
                .plus(
                        counted.at(),
                        joint(baseline, canary, weight),
                        isByWeight ? (double) canary : 0,
                        isByWeight ? weight : 0,
                        template.tick());
    }

    /** Requests to the two versions of the release. What a mirror sends is no request of anybody's. */
    private double joint(long baseline, long canary, double weight) {
        if (template.baselineCopy()) {
            return (baseline + canary) / (2 * weight);
        }
        boolean isMirrored = plan.step(before.traffic().step(), before.traffic().canaryPercent())
                .flatMap(Step::mirror)
                .isPresent();
        return isMirrored && weight < 1 ? baseline / (1 - weight) : (double) baseline + canary;
    }

    /** What is remembered after it. */
    Memory folded() {
        Knowledge knowledge = knowledge();
        List<StreamState> streams = begun(knowledge).stream().map(this::fed).toList();
        List<LevelState> levels = ends && isWarm ? Judge.mapped(before.levels(), this::fed) : before.levels();
        long intervals = before.intervals() + (ends ? 1 : 0);
        if (ends && Judge.restartsAfter(intervals)) {
            streams = Judge.mapped(streams, StreamState::restart);
            levels = Judge.mapped(levels, LevelState::restart);
        }
        ShareWatch share = counted.isBalanced()
                ? before.share().plus(requests())
                : before.share().interrupted();
        return new Memory(
                traffic,
                counted,
                intervals,
                knowledge,
                streams,
                levels,
                Judge.mapped(before.windows(), this::fed),
                ends ? share.close(isWarm) : share,
                template.baselineCopy() ? before.copy().plus(requests()) : before.copy(),
                before.counts().plus(counted.uncertainty(), counted.unattributed()),
                isWarm ? durations() : before.durations(),
                before.failure());
    }

    /** The baseline's durations are of interest until the bounds to judge at have been chosen. */
    private Knowledge knowledge() {
        return areBoundsChosen()
                ? before.knowledge()
                : counted.latency()
                        .map(latency -> before.knowledge().seen(latency.baseline()))
                        .orElse(before.knowledge());
    }

    private boolean areBoundsChosen() {
        return IntStream.range(0, template.metrics().size())
                .allMatch(i -> before.hasBegun(i)
                        || template.metrics().get(i).method().isFixedHorizon()
                        || !(template.metrics().get(i) instanceof Metric.Latency));
    }

    /** With the streams that begin now: all but the outage's wait for the end of the warm-up and for the past. */
    private List<StreamState> begun(Knowledge knowledge) {
        var streams = new ArrayList<>(before.streams());
        boolean begins = isWarm && !knowledge.isAwaited(counted.at());
        for (int i = 0; i < template.metrics().size(); i++) {
            Metric metric = template.metrics().get(i);
            if (begins && !metric.method().isFixedHorizon() && !before.hasBegun(i)) {
                beginning(i, metric, knowledge).stream()
                        .map(stream -> StreamState.start(stream, plan).from(traffic.nextPercent()))
                        .forEach(streams::add);
            }
        }
        return streams;
    }

    private List<Stream> beginning(int index, Metric metric, Knowledge knowledge) {
        return switch (metric) {
            case Metric.ErrorRate errors -> Streams.errors(index, errors, knowledge.calibration());
            case Metric.Latency latency -> {
                LatencyCounts baseline = knowledge.baseline();
                boolean canChoose = ends && !baseline.atMost().isEmpty();
                yield canChoose ? Streams.latency(index, latency, baseline, knowledge.calibration()) : List.of();
            }
            case Metric.Custom _ -> List.of();
        };
    }

    private StreamState fed(StreamState state) {
        Stream stream = state.stream();
        return switch (stream.subject()) {
            case Subject.Outage _ ->
                traffic.firstCanaryRequest() == null ? state : state.fold(charge(failures(stream)));
            case Subject.Errors _, Subject.FailedBeyond _ -> {
                StreamState open = state.plus(settled(failures(stream)));
                yield ends ? open.close() : open;
            }
            case Subject.SlowerThan _, Subject.SlowerBeyond _ ->
                counted.latency()
                        .map(latency -> stream.slow(latency).map(state::fold).orElseGet(state::unmeasured))
                        .orElse(state);
        };
    }

    private LevelState fed(LevelState state) {
        String name = template.metrics().get(state.metric()).name();
        Level level = counted.levels().getOrDefault(name, new Level.Absent("nobody has asked for it"));
        return state.fold(level);
    }

    private Window fed(Window window) {
        if (!isWarm) {
            return window;
        }
        Metric metric = template.metrics().get(window.metric());
        Window begun = window.tick(
                counted.at().minus(template.tick()), counted.settled().canary().total());
        Window more = switch (metric) {
            case Metric.ErrorRate errors -> begun.plus(settled(errors.failures()));
            case Metric.Latency _ -> counted.latency().map(begun::plus).orElse(begun);
            case Metric.Custom _ ->
                ends ? begun.plus(counted.levels().getOrDefault(metric.name(), new Level.Absent(""))) : begun;
        };
        boolean isOver = ends
                && more.decision().isEmpty()
                && plan.isComplete(traffic.canaryPercent(), more.length(counted.at()), more.requests());
        return isOver ? more.decided(metric, Weights.of(template).atStepsEnd(window.metric())) : more;
    }

    private Compared<LatencyCounts> durations() {
        return counted.latency()
                .map(more -> new Compared<>(
                        before.durations().baseline().plus(more.baseline()),
                        before.durations().canary().plus(more.canary())))
                .orElse(before.durations());
    }

    private Failures failures(Stream stream) {
        return template.metrics().get(stream.metric()) instanceof Metric.ErrorRate errors
                ? errors.failures()
                : Failures.DEFAULT;
    }

    /** All requests of the tick, and those without a version that can only have been the canary's. */
    private Tally charge(Failures failures) {
        return Tally.failed(counted.requests(), failures)
                .charged(
                        counted.unattributed(),
                        failures,
                        comparedPercent(),
                        before.traffic().baselineSinceCanary());
    }

    /** The canary's percentage of what the compared versions get together: half beside a copy, which gets as much. */
    private int comparedPercent() {
        int percent = before.traffic().canaryPercent();
        return template.baselineCopy() && percent > 0 ? HALF : percent;
    }

    /** The same of pods that are past their warm-up. */
    private Tally settled(Failures failures) {
        boolean isSilent = counted.requests().canary().total() == 0;
        return isSilent ? charge(failures) : Tally.failed(counted.settled(), failures);
    }

    private Tally requests() {
        return charge(Failures.DEFAULT);
    }
}
