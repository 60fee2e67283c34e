package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Bounds;
import io.serinus.template.Margin;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Role;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** A release of the default template's steps whose canary is as good as its baseline. The same seed, the same counts. */
public final class SimulatedRelease {
    /** Those of Istio's duration histogram. */
    private static final List<Double> BOUNDS = DoubleStream.of(
                    0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1e3, 2500, 5e3, 1e4, 3e4, 6e4, 3e5, 6e5, 18e5, 36e5)
            .boxed()
            .toList();

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int TICKS_PER_INTERVAL = 3;
    private static final int INTERVALS_PER_STEP = 40;
    private static final List<Integer> PERCENTS = List.of(5, 10, 25, 50, 100);

    /** What is judged besides errors. */
    public enum Judged {
        /** The default template: bounds chosen by the baseline's durations; eight of them here. */
        CHOSEN(Bounds.Range.DEFAULT),
        /** All nineteen bounds of Istio's histogram. */
        ALL(new Bounds.Fixed(BOUNDS));

        private final Bounds bounds;

        Judged(Bounds bounds) {
            this.bounds = bounds;
        }
    }

    private final Random random;
    private final double requestsPerSecond;
    private final Judge judge;
    private JudgeState state;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private long ticks;
    private int percent;
    private Compared<LatencyCounts> open = new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE);

    SimulatedRelease(Judged judged, double requestsPerSecond, long seed) {
        this.random = new Random(seed);
        this.requestsPerSecond = requestsPerSecond;
        this.judge = new Judge(template(judged.bounds));
        this.state = judge.start(Optional.empty());
    }

    Judge judge() {
        return judge;
    }

    JudgeState state() {
        return state;
    }

    SimulatedRelease intervals(int count) {
        for (int i = 0; i < count; i++) {
            long past = ticks / TICKS_PER_INTERVAL;
            int step = (int) Math.min(PERCENTS.size() - 2, past / INTERVALS_PER_STEP);
            if (PERCENTS.get(step) != percent) {
                percent = PERCENTS.get(step);
                state = judge.fold(state, new Observation.WeightChanged(now, percent, PERCENTS.get(step + 1), true));
            }
            for (Observation next : interval()) {
                state = judge.fold(state, next);
            }
        }
        return this;
    }

    /** The ticks of one more interval, which are not folded. */
    List<Observation> interval() {
        return List.of(tick(), tick(), tick());
    }

    private static AnalysisTemplate template(Bounds bounds) {
        var errors = Metric.ErrorRate.of(
                "errors", 5, new Tolerance(0.2, 0.0002), new Margin(0.25, 0.005), new Tolerance(2, 0.15));
        var latency = new Metric.Latency(
                "latency",
                Role.CRITICAL,
                5,
                Method.SEQUENTIAL,
                bounds,
                new Tolerance(0.15, 0.001),
                new Margin(0.25, 0.01),
                List.of());
        return new AnalysisTemplate(
                "bench",
                TICK,
                TICK.multipliedBy(TICKS_PER_INTERVAL),
                Duration.ofMinutes(2),
                Risk.DEFAULT,
                List.of(errors, latency),
                PERCENTS.stream()
                        .filter(it -> it < 100)
                        .<Step>map(it -> Step.weight(it, Duration.ofMinutes(2), 50))
                        .toList(),
                Policies.DEFAULT);
    }

    private Observation tick() {
        now = now.plus(TICK);
        ticks++;
        double requests = requestsPerSecond * TICK.toSeconds();
        long ofBaseline = events(requests * (100 - percent) / 100);
        long ofCanary = events(requests * percent / 100);
        open = new Compared<>(
                open.baseline().plus(latency(ofBaseline)), open.canary().plus(latency(ofCanary)));
        boolean ends = ticks % TICKS_PER_INTERVAL == 0;
        var durations = ends ? Optional.of(open) : Optional.<Compared<LatencyCounts>>empty();
        open = ends ? new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE) : open;
        return new Observation.Counted(now, new Compared<>(requests(ofBaseline), requests(ofCanary)), durations);
    }

    private RequestCounts requests(long total) {
        long failed = Math.min(total, events(total * 0.002));
        return new RequestCounts(Map.of(Outcome.http("200"), total - failed, Outcome.http("503"), failed));
    }

    /** Half of the requests take over 50 ms, and one in four hundred over 2.5 s. */
    private LatencyCounts latency(long total) {
        var atMost = new TreeMap<Double, Long>();
        for (double bound : BOUNDS) {
            atMost.put(bound, total - Math.min(total, events(total / (1 + Math.pow(bound / 50, 1.5)))));
        }
        return LatencyCounts.repaired(atMost, total);
    }

    private long events(double mean) {
        return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
}
