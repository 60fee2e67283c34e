package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One interval of a release of 200 requests per second that is judged by errors and eight latency bounds for an hour. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JudgeBenchmark {
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Map<Double, Double> SLOWER_THAN = Map.of(
            25.0, 0.6, 50.0, 0.4, 100.0, 0.2, 250.0, 0.05, 500.0, 0.02, 1000.0, 0.005, 2500.0, 0.001, 5000.0, 0.0003);

    private final Random random = new Random(1);
    private final Judge judge = new Judge(template());
    private JudgeState state = judge.start(Optional.empty());
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private Observation next = new Observation.WeightChanged(now, 10, 50);

    @Setup
    public void run() {
        for (int i = 0; i < 244; i++) {
            state = judge.fold(state, next);
            now = now.plus(INTERVAL);
            next = counted();
        }
    }

    @Benchmark
    public Judgement update() {
        return judge.verdict(judge.fold(state, next));
    }

    private static AnalysisTemplate template() {
        return new AnalysisTemplate(
                "bench",
                INTERVAL,
                INTERVAL,
                Duration.ofMinutes(2),
                Risk.DEFAULT,
                List.of(
                        new Metric.ErrorRate(
                                "errors",
                                0.5,
                                new Tolerance(0.2, 0.0002),
                                new Margin(0.25, 0.005),
                                new Tolerance(2, 0.15)),
                        new Metric.Latency(
                                "latency",
                                0.5,
                                new Tolerance(0.15, 0.001),
                                new Margin(0.25, 0.01),
                                SLOWER_THAN.keySet().stream().sorted().toList())),
                List.of(new Step.Weight(10, Duration.ZERO, 0), new Step.Weight(50, Duration.ZERO, 0)),
                Policies.DEFAULT);
    }

    private Observation.Counted counted() {
        return new Observation.Counted(
                now,
                new Compared<>(requests(2_700), requests(300)),
                Optional.of(new Compared<>(latency(2_700), latency(300))));
    }

    private RequestCounts requests(long total) {
        long failed = events(total * 0.002);
        return new RequestCounts(Map.of(Outcome.http("200"), total - failed, Outcome.http("503"), failed));
    }

    private LatencyCounts latency(long total) {
        var atMost = new TreeMap<Double, Long>();
        SLOWER_THAN.forEach((bound, fraction) -> atMost.put(bound, total - events(total * fraction)));
        return LatencyCounts.repaired(atMost, total);
    }

    private long events(double mean) {
        return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
}
