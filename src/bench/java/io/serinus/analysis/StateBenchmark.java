package io.serinus.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a release keeps in memory: the heap that several of them retain after a collection, divided by their number. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class StateBenchmark {
    private static final int RELEASES = 10;

    @Param
    private SimulatedRelease.Judged judged = SimulatedRelease.Judged.CHOSEN;

    /** Intervals past: six since the warm-up, or two hours. */
    @Param({"14", "484"})
    private int age;

    @Param({"200", "2"})
    private double requestsPerSecond;

    /** Beside the time, which says nothing here. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Retained {
        public double kilobytesPerRelease;
    }

    @Benchmark
    public List<JudgeState> state(Retained retained) {
        var states = new ArrayList<JudgeState>();
        states.add(grown(0));
        long before = used();
        for (int i = 1; i <= RELEASES; i++) {
            states.add(grown(i));
        }
        retained.kilobytesPerRelease = (used() - before) / 1024.0 / RELEASES;
        return states;
    }

    private JudgeState grown(int seed) {
        return new SimulatedRelease(judged, requestsPerSecond, seed)
                .intervals(age)
                .state();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
