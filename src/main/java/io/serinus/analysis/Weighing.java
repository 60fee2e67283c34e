package io.serinus.analysis;

import io.serinus.stats.LogSumExp;
import io.serinus.template.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The evidence of one state, added up. All e-values are natural logarithms. */
record Weighing(List<Metric> metrics, Memory memory) {

    /** Combined evidence against the canary: the mean by weight. What has not begun counts as no evidence, 1. */
    double against(List<Weights.Part> parts) {
        return combined(parts, Voice::logE);
    }

    /** The same with each stream's interval that speaks most against the canary left out. */
    double againstLeaveOneOut(List<Weights.Part> parts) {
        return combined(parts, Voice::logELeaveOneOut);
    }

    /** Whether the evidence reaches the threshold, and half of it, as a logarithm, without the worst intervals. */
    boolean isProved(List<Weights.Part> parts, double threshold) {
        return against(parts) >= threshold && againstLeaveOneOut(parts) >= threshold / 2;
    }

    /** Evidence that the next weight is safe: the least of the metric's streams, as each of them must show it. */
    double safety(int metric) {
        int next = memory.traffic().nextPercent();
        DoubleStream ofStreams = streams(metric)
                .filter(state -> state.stream().safety().isPresent())
                .mapToDouble(state -> state.safeties().at(next).maxLogE());
        DoubleStream ofLevels = levels(metric).mapToDouble(LevelState::safety);
        return DoubleStream.concat(ofStreams, ofLevels).min().orElse(0);
    }

    /** The metrics with a voice that would reach the threshold by itself. */
    List<Integer> metricsBeyond(List<Weights.Part> parts, double threshold) {
        return parts.stream()
                .filter(part -> voices(part.metric())
                        .anyMatch(voice -> Math.log(part.weight() * voice.share()) + voice.logE() >= threshold))
                .map(Weights.Part::metric)
                .toList();
    }

    /** The metric that weighs most against the canary. */
    int heaviestMetric(List<Weights.Part> parts) {
        return parts.stream()
                .max(Comparator.comparingDouble(
                        part -> Math.log(part.weight()) + against(List.of(new Weights.Part(part.metric(), 1)))))
                .orElseThrow()
                .metric();
    }

    /** The metric's stream that weighs most against the canary; empty while those that have not begun weigh more. */
    Optional<StreamState> heaviestStream(int metric) {
        double begun = streams(metric).mapToDouble(Voice::share).sum();
        double waiting = Math.log(Math.max(0, 1 - begun));
        return streams(metric)
                .max(Comparator.comparingDouble(Weighing::weight))
                .filter(state -> weight(state) >= waiting);
    }

    private static double weight(Voice voice) {
        return Math.log(voice.share()) + voice.logE();
    }

    /** The custom metric; empty for others. */
    Optional<LevelState> level(int metric) {
        return levels(metric).findFirst();
    }

    /** The fixed-horizon test of the metric; empty for others. */
    Optional<Window> window(int metric) {
        return memory.windows().stream()
                .filter(window -> window.metric() == metric)
                .findFirst();
    }

    /** The metric's bounds, in ms, of which the latest interval, or the step that is tested, brought no buckets. */
    List<Double> unmeasured(int metric) {
        Stream<Double> ofStreams = streams(metric)
                .filter(state -> !state.isMeasured())
                .flatMap(state -> state.stream().subject().bound().stream());
        Stream<Double> ofWindow =
                window(metric).stream().flatMap(window -> window.unmeasured(metrics.get(metric)).stream());
        return Stream.concat(ofStreams, ofWindow).toList();
    }

    Stream<StreamState> streams(int metric) {
        return memory.streams().stream().filter(state -> state.metric() == metric);
    }

    private Stream<LevelState> levels(int metric) {
        return memory.levels().stream().filter(state -> state.metric() == metric);
    }

    private Stream<Voice> voices(int metric) {
        Stream<Voice> ofLevels = levels(metric).flatMap(LevelState::voices);
        return Stream.concat(streams(metric), ofLevels);
    }

    private double combined(List<Weights.Part> parts, ToDoubleFunction<Voice> evidence) {
        return LogSumExp.of(
                parts.stream().flatMapToDouble(part -> logs(part, evidence)).toArray());
    }

    private DoubleStream logs(Weights.Part part, ToDoubleFunction<Voice> evidence) {
        double begun = voices(part.metric()).mapToDouble(Voice::share).sum();
        double tested = Streams.testedShare(metrics.get(part.metric()));
        double waiting = Math.max(0, 1 - tested - begun);
        return DoubleStream.concat(
                DoubleStream.of(Math.log(part.weight() * waiting)),
                voices(part.metric())
                        .mapToDouble(voice -> Math.log(part.weight() * voice.share()) + evidence.applyAsDouble(voice)));
    }
}
