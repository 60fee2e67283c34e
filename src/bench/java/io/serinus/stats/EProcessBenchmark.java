package io.serinus.stats;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** One interval of one stream: folded, and the evidence read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EProcessBenchmark {
    private static final int INTERVALS = 64;
    private static final double SHARE = 0.05;

    /** What the stream compares, in intervals of 15 s of which the second sample gets 5 %. */
    public enum Load {
        /** Errors of a service of 50 requests per second: none or a few. */
        ERRORS(50, 0.001, 0.01, RatioHypothesis.exceeds(1.2, 0.0002)),
        /** Requests above a latency bound that 30 % exceed, at 500 per second. */
        LATENCY(500, 0.3, 0.3, RatioHypothesis.exceeds(1.15, 0.001));

        private final double requests;
        private final double lowest;
        private final double highest;
        private final RatioHypothesis hypothesis;

        Load(double perSecond, double lowest, double highest, RatioHypothesis hypothesis) {
            this.requests = perSecond * 15;
            this.lowest = lowest;
            this.highest = highest;
            this.hypothesis = hypothesis;
        }

        Counts draw(Random random) {
            double rate = lowest + (highest - lowest) * random.nextDouble();
            double n2 = Math.rint(requests * SHARE);
            double n1 = requests - n2;
            return new Counts(n1, events(random, n1 * rate), n2, events(random, n2 * rate));
        }

        private static double events(Random random, double mean) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
    }

    @Param
    private Load load = Load.ERRORS;

    /** How long the stream has run, with a restart every ten intervals; 0 for one that knows its first start only. */
    @Param({"0", "400"})
    private int past;

    private final Counts[] intervals = new Counts[INTERVALS];
    private EProcess process = EProcess.of(RatioHypothesis.exceeds(1, 0));
    private int next;

    @Setup
    public void run() {
        var random = new Random(1);
        Stream.generate(() -> load.draw(random)).limit(INTERVALS).toList().toArray(intervals);
        process = past == 0 ? EProcess.of(load.hypothesis) : EProcess.restartable(load.hypothesis);
        for (int i = 0; i < Math.max(past, 10); i++) {
            process = process.fold(load.draw(random));
            process = past > 0 && i % 10 == 4 ? process.restart() : process;
        }
    }

    @Benchmark
    public double fold() {
        next = (next + 1) % INTERVALS;
        return process.fold(intervals[next]).logE();
    }
}
