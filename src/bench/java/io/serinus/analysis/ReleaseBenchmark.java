package io.serinus.analysis;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a release of 200 requests per second costs: an interval of three ticks, a verdict, an explained verdict. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReleaseBenchmark {
    @Param
    private SimulatedRelease.Judged judged = SimulatedRelease.Judged.CHOSEN;

    /** Intervals past: six since the warm-up, or two hours. */
    @Param({"14", "484"})
    private int age;

    private Judge judge = new SimulatedRelease(judged, 200, 1).judge();
    private JudgeState state = judge.start(Optional.empty());
    private List<Observation> next = List.of();

    @Setup
    public void run() {
        var release = new SimulatedRelease(judged, 200, 1).intervals(age);
        judge = release.judge();
        state = release.state();
        next = release.interval();
    }

    @Benchmark
    public JudgeState interval() {
        JudgeState after = state;
        for (Observation tick : next) {
            after = judge.fold(after, tick);
        }
        return after;
    }

    @Benchmark
    public Judgement verdict() {
        return judge.verdict(state);
    }

    @Benchmark
    public Judgement explain() {
        return judge.explain(state);
    }
}
