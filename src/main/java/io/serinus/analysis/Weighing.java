package io.serinus.analysis;

import io.serinus.stats.LogSumExp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The evidence of one state, added up. All e-values are natural logarithms. */
record Weighing(List<Stream> streams, JudgeState state) {

    /** Combined evidence against the canary: the mean of all streams by weight. */
    double against() {
        return LogSumExp.of(all().mapToDouble(this::weighted).toArray());
    }

    /** The same with each stream's interval that speaks most against the canary left out. */
    double againstLeaveOneOut() {
        return LogSumExp.of(all().mapToDouble(
                        i -> Math.log(streams.get(i).weight()) + at(i).harm().logELeaveOneOut())
                .toArray());
    }

    /** Evidence against the canary by one metric alone: the mean of its streams by weight. */
    double against(int metric) {
        double weight = of(metric).mapToDouble(i -> streams.get(i).weight()).sum();
        return LogSumExp.of(of(metric).mapToDouble(this::weighted).toArray()) - Math.log(weight);
    }

    /** Evidence that the next weight is safe: the least of the metric's streams, as each of them must show it. */
    double safety(int metric) {
        return of(metric)
                .filter(i -> streams.get(i).decidesPromotion())
                .mapToDouble(i -> at(i).safety().maxLogE())
                .min()
                .orElseThrow();
    }

    /** The metrics with a stream that would reach the threshold by itself. */
    List<Integer> metricsBeyond(double threshold) {
        return all().filter(i -> weighted(i) >= threshold)
                .map(i -> streams.get(i).metric())
                .distinct()
                .boxed()
                .toList();
    }

    /** The metric with the stream that weighs most against the canary. */
    int heaviestMetric() {
        return streams.get(heaviest(all())).metric();
    }

    /** What is compared in the metric's stream that weighs most against the canary. */
    Stream.Subject subject(int metric) {
        return streams.get(heaviest(of(metric))).subject();
    }

    /** The requests judged in that stream. */
    Tally judged(int metric) {
        return at(heaviest(of(metric))).judged();
    }

    /** The metric's bounds, in ms, of which the latest interval brought no buckets. */
    List<Double> unmeasured(int metric) {
        var bounds = new ArrayList<Double>();
        of(metric).filter(i -> !at(i).measured()).forEach(i -> {
            if (streams.get(i).subject() instanceof Stream.Subject.SlowerThan(double bound)) {
                bounds.add(bound);
            }
        });
        return bounds;
    }

    private int heaviest(IntStream candidates) {
        return candidates
                .boxed()
                .max(Comparator.comparingDouble(this::weighted))
                .orElseThrow();
    }

    private double weighted(int stream) {
        return Math.log(streams.get(stream).weight()) + at(stream).harm().logE();
    }

    private StreamState at(int stream) {
        return state.streams().get(stream);
    }

    private IntStream all() {
        return IntStream.range(0, streams.size());
    }

    private IntStream of(int metric) {
        return all().filter(i -> streams.get(i).metric() == metric);
    }
}
