package io.serinus.analysis;

import io.serinus.analysis.Forecast.Ahead;
import io.serinus.analysis.Forecast.Bound;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.metric.LatencyCounts;
import io.serinus.stats.Counts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Gate;
import io.serinus.template.Metric;
import io.serinus.template.Role;
import io.serinus.template.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/**
 * Foresees how long steps take: the evidence of intervals that are all like an average one of the baseline is added to what
 * there is until it suffices, step by step. Of the metrics only critical ones that are judged interval by interval by counts
 * of requests hold a step up here; what a custom metric takes nobody can foresee.
 */
final class Forecaster {
    /** What takes longer is called never. */
    private static final Duration FARTHEST = Duration.ofDays(7);

    private final AnalysisTemplate template;
    private final Plan plan;

    Forecaster(AnalysisTemplate template, Plan plan) {
        this.template = template;
        this.plan = plan;
    }

    /** What one stream still has to show, and the fraction of the baseline's requests that is bad in it. */
    private record Line(Safeties safeties, double bad) {}

    /** Requests per interval. */
    private record Rates(double baseline, double canary) {
        Counts each(Line line) {
            return new Counts(baseline, baseline * line.bad(), canary, canary * line.bad());
        }
    }

    /**
     * Between two steps.
     *
     * @param lines empty if the baseline's rates are not known
     * @param warmup what is left of it; zero once the lines collect evidence
     */
    private record Standing(Optional<List<Line>> lines, Duration warmup) {}

    /** Empty while there are no requests, and where the present weight belongs to no step. */
    Optional<Forecast> forecast(Memory memory) {
        Traffic traffic = memory.traffic();
        boolean isPlanned = traffic.step() == 0
                || plan.step(traffic.step(), traffic.canaryPercent()).isPresent();
        if (traffic.now() == null || traffic.flow().perSecond() <= 0 || !isPlanned) {
            return Optional.empty();
        }
        var ahead = new ArrayList<Ahead>();
        var standing =
                new Standing(lines(memory), memory.hasBegun() ? Duration.ZERO : traffic.warmupLeft(template.warmup()));
        for (int i = Math.max(0, traffic.step() - 1); i < plan.steps().size(); i++) {
            Optional<Rates> rates = rates(i, traffic);
            Ahead step = ahead(i, rates, traffic, standing);
            ahead.add(step);
            standing = after(standing, step, rates);
        }
        return Optional.of(new Forecast(traffic.now(), traffic.flow().perSecond(), ahead));
    }

    private Ahead ahead(int index, Optional<Rates> rates, Traffic traffic, Standing standing) {
        Step step = plan.steps().get(index);
        if (step.gate().isPresent()) {
            return switch (step.gate().get()) {
                case Gate.Pause(Optional<Duration> time) when time.isPresent() -> new Ahead(index, time, Bound.PAUSE);
                case Gate.Pause _, Gate.Approval _ -> new Ahead(index, Optional.empty(), Bound.PERSON);
            };
        }
        if (rates.isEmpty()) {
            return new Ahead(index, Optional.empty(), Bound.TRAFFIC);
        }
        boolean isPresent = index == traffic.step() - 1;
        Duration spent = isPresent ? traffic.inStep() : Duration.ZERO;
        long counted = isPresent ? traffic.canaryRequestsInStep() : 0;
        double missing = Math.max(0, step.minRequests() - counted);
        var bounds = new ArrayList<Ahead>();
        bounds.add(known(index, step.minDuration().minus(spent), Bound.MIN_DURATION));
        bounds.add(requests(index, missing / rates.get().canary()));
        bounds.add(known(index, standing.warmup(), Bound.WARM_UP));
        bounds.add(evidence(index, rates.get(), standing));
        return bounds.stream()
                .filter(bound -> bound.left().isEmpty())
                .findFirst()
                .or(() -> bounds.stream()
                        .max(Comparator.comparing(bound -> bound.left().orElseThrow())))
                .orElseThrow();
    }

    private Ahead evidence(int index, Rates rates, Standing standing) {
        long most = FARTHEST.dividedBy(template.interval());
        int next = plan.nextPercent(index);
        OptionalLong needed = standing.lines()
                .map(lines -> lines.stream()
                        .map(line -> line.safeties().at(next).intervalsToPass(rates.each(line), most))
                        .reduce(OptionalLong.of(0), Drift::both))
                .orElse(OptionalLong.empty());
        return needed.isEmpty()
                ? new Ahead(index, Optional.empty(), Bound.EVIDENCE)
                : known(
                        index,
                        needed.getAsLong() == 0
                                ? Duration.ZERO
                                : standing.warmup().plus(template.interval().multipliedBy(needed.getAsLong())),
                        Bound.EVIDENCE);
    }

    /** What the step adds to the evidence helps the next one. */
    private Standing after(Standing before, Ahead step, Optional<Rates> rates) {
        if (step.left().isEmpty() || rates.isEmpty()) {
            return before;
        }
        Duration judged = step.left().get().minus(before.warmup());
        if (!judged.isPositive()) {
            return new Standing(
                    before.lines(), before.warmup().minus(step.left().get()));
        }
        long times = judged.dividedBy(template.interval());
        int next = plan.nextPercent(step.step());
        return new Standing(
                before.lines()
                        .map(lines -> lines.stream()
                                .map(line -> new Line(
                                        line.safeties()
                                                .from(next)
                                                .after(rates.get().each(line), times),
                                        line.bad()))
                                .toList()),
                Duration.ZERO);
    }

    /** In a step; empty if nobody knows how many requests reach the canary in it. */
    private Optional<Rates> rates(int index, Traffic traffic) {
        Step step = plan.steps().get(index);
        double joint = traffic.flow().perSecond();
        double byWeight = joint * share(step.weight(), traffic);
        double managed = joint * Math.min(1, traffic.flow().part());
        OptionalDouble canary = step.match().isEmpty()
                ? OptionalDouble.of(byWeight + managed * step.mirror().orElse(0.0) / 100)
                : index == traffic.step() - 1 ? traffic.canaryPerSecondInStep() : OptionalDouble.empty();
        double compared = template.baselineCopy() ? byWeight : joint - byWeight;
        double baseline = step.match().isEmpty() ? compared : joint - canary.orElse(0);
        double seconds = template.interval().toNanos() / 1e9;
        return canary.isEmpty() || canary.getAsDouble() <= 0 || baseline <= 0
                ? Optional.empty()
                : Optional.of(new Rates(baseline * seconds, canary.getAsDouble() * seconds));
    }

    /**
     * Of all requests, 0..1, those that a weight sends to the canary. What it gets beyond the present weight, as its route
     * cannot say that more finely, says nothing of other weights, but that a larger one brings no less.
     */
    private static double share(int percent, Traffic traffic) {
        double part = traffic.flow().part();
        double least = percent < traffic.canaryPercent() ? 0 : part * traffic.canaryPercent() / 100;
        return Math.min(1, Math.max(Math.min(1, part) * percent / 100, least));
    }

    /** Empty if the baseline's rates are not known for all of them. */
    private Optional<List<Line>> lines(Memory memory) {
        var lines = new ArrayList<Line>();
        var weighing = new Weighing(template.metrics(), memory);
        for (int i = 0; i < template.metrics().size(); i++) {
            Metric metric = template.metrics().get(i);
            if (metric.role() != Role.CRITICAL || metric.method().isFixedHorizon()) {
                continue;
            }
            List<Line> found = memory.hasBegun(i) ? begun(weighing, i) : toCome(weighing, i, metric);
            if (found.stream().anyMatch(line -> Double.isNaN(line.bad()))
                    || (found.isEmpty() && !(metric instanceof Metric.Custom))) {
                return Optional.empty();
            }
            lines.addAll(found);
        }
        return Optional.of(lines);
    }

    private static List<Line> begun(Weighing weighing, int metric) {
        return weighing.streams(metric)
                .filter(state -> state.stream().safety().isPresent())
                .map(state ->
                        new Line(state.safeties(), state.judged().baseline().ratio()))
                .toList();
    }

    private List<Line> toCome(Weighing weighing, int index, Metric metric) {
        Knowledge knowledge = weighing.memory().knowledge();
        LatencyCounts durations = knowledge.baseline();
        return switch (metric) {
            case Metric.ErrorRate errors -> {
                double failed = weighing.streams(index)
                        .map(outage -> outage.judged().baseline())
                        .filter(seen -> seen.total() > 0)
                        .findFirst()
                        .orElseGet(() -> knowledge.calibration().failed(errors.failures()))
                        .ratio();
                yield fresh(Streams.errors(index, errors, knowledge.calibration()), _ -> failed);
            }
            case Metric.Latency latency ->
                durations.total() == 0 || durations.atMost().isEmpty()
                        ? List.of()
                        : fresh(
                                Streams.latency(index, latency, durations, knowledge.calibration()),
                                stream -> slow(stream, durations));
            case Metric.Custom _ -> List.of();
        };
    }

    private List<Line> fresh(List<Stream> streams, ToDoubleFunction<Stream> bad) {
        return streams.stream()
                .flatMap(stream -> stream.safety().stream()
                        .map(safety -> new Line(plan.safeties(safety), bad.applyAsDouble(stream))))
                .toList();
    }

    private static double slow(Stream stream, LatencyCounts durations) {
        return stream.subject()
                .bound()
                .filter(bound -> durations.atMost().containsKey(bound))
                .map(bound -> new BadOfTotal(durations.above(bound), durations.total()).ratio())
                .orElse(Double.NaN);
    }

    private Ahead requests(int index, double intervals) {
        return intervals > FARTHEST.dividedBy(template.interval())
                ? new Ahead(index, Optional.empty(), Bound.MIN_REQUESTS)
                : known(
                        index,
                        Duration.ofMillis(
                                (long) Math.ceil(intervals * template.interval().toMillis())),
                        Bound.MIN_REQUESTS);
    }

    private static Ahead known(int index, Duration left, Bound bound) {
        return new Ahead(index, Optional.of(left.isNegative() ? Duration.ZERO : left), bound);
    }
}
