package io.serinus.analysis;

import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Level;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.Uncertainty;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/** A service under simulated load, watched by the judge: ticks of 5 s, intervals of 15 s. The same seed, the same counts. */
final class Scenario {
    static final double BOUND = 250;
    static final Duration TICK = Duration.ofSeconds(5);
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final int TICKS_PER_INTERVAL = 3;

    static final Metric.ErrorRate ERRORS = Metric.ErrorRate.of(
            "errors", 0.5, new Tolerance(0.2, 0.0002), new Margin(0.25, 0.005), new Tolerance(2, 0.15));
    static final Metric.Latency LATENCY = Metric.Latency.of(
            "latency", 0.5, new Tolerance(0.15, 0.001), new Margin(0.25, 0.01), List.of(BOUND, 1000.0));

    private final Random random;
    private final Judge judge;
    private final List<Observation> observations = new ArrayList<>();
    private JudgeState state;
    private Instant now = BEGIN;
    private long ticks;
    private double requestsPerSecond = 200;
    private double canaryShare;
    private double shareObtained = 1;
    private String metric = "";
    private IntFunction<Level> levels = _ -> new Level.Absent("there are none");
    private boolean baselineSilent;
    private boolean canarySilent;
    private double baselineErrors = 0.001;
    private double canaryErrors = 0.001;
    private double baselineSlow = 0.05;
    private double canarySlow = 0.05;
    private Compared<LatencyCounts> openLatency = new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE);

    private Scenario(AnalysisTemplate template, long seed) {
        this.random = new Random(seed);
        this.judge = new Judge(template);
        this.state = judge.start(Optional.empty());
    }

    static Scenario healthy(long seed) {
        return healthy(seed, template(Duration.ofMinutes(2)));
    }

    static Scenario healthy(long seed, AnalysisTemplate template) {
        return new Scenario(template, seed);
    }

    static AnalysisTemplate template(Duration warmup) {
        return template(warmup, List.of(ERRORS, LATENCY));
    }

    static AnalysisTemplate template(Duration warmup, List<Metric> metrics) {
        return new AnalysisTemplate(
                "standard",
                TICK,
                TICK.multipliedBy(TICKS_PER_INTERVAL),
                warmup,
                Risk.DEFAULT,
                metrics,
                List.of(Step.weight(10, Duration.ZERO, 0), Step.weight(50, Duration.ZERO, 0)),
                Policies.DEFAULT);
    }

    Scenario load(double perSecond) {
        requestsPerSecond = perSecond;
        return this;
    }

    Scenario errors(double baseline, double canary) {
        baselineErrors = baseline;
        canaryErrors = canary;
        return this;
    }

    /** Fractions of requests that take over 250 ms; a tenth of them over a second. */
    Scenario slow(double baseline, double canary) {
        baselineSlow = baseline;
        canarySlow = canary;
        return this;
    }

    /** Whether requests stay out, whatever the weight says. */
    Scenario silent(boolean baseline, boolean canary) {
        baselineSilent = baseline;
        canarySilent = canary;
        return this;
    }

    Scenario weight(int percent, int next) {
        canaryShare = percent / 100.0;
        return observe(new Observation.WeightChanged(now, percent, next));
    }

    /** As {@link #weight}, where the weight is the canary's share of all requests. */
    Scenario share(int percent, int next) {
        canaryShare = percent / 100.0;
        return observe(new Observation.WeightChanged(now, percent, next, true));
    }

    /** How much of its share the canary really gets. */
    Scenario gets(double fraction) {
        shareObtained = fraction;
        return this;
    }

    /** What a custom metric brings in the i-th interval. */
    Scenario level(String metric, IntFunction<Level> levels) {
        this.metric = metric;
        this.levels = levels;
        return this;
    }

    Scenario ticks(int count) {
        for (int i = 0; i < count; i++) {
            tick();
        }
        return this;
    }

    Scenario minutes(double minutes) {
        return ticks((int) Math.round(minutes * 60 / TICK.toSeconds()));
    }

    Scenario missing(int count) {
        for (int i = 0; i < count; i++) {
            now = now.plus(TICK);
            observe(new Observation.Missing(now, "no proxy of the service is being scraped"));
        }
        return this;
    }

    Scenario sourceDown(int count) {
        for (int i = 0; i < count; i++) {
            now = now.plus(TICK);
            observe(new Observation.SourceDown(now, "connection refused"));
        }
        return this;
    }

    /** One tick with so many requests, none of which failed. */
    Scenario counted(long baseline, long canary, boolean isBalanced) {
        return counted(baseline, canary, isBalanced, new Compared<>(Uncertainty.NONE, Uncertainty.NONE));
    }

    Scenario counted(long baseline, long canary, boolean isBalanced, Compared<Uncertainty> uncertainty) {
        return counted(baseline, canary, RequestCounts.NONE, isBalanced, uncertainty);
    }

    /** The same with requests that carry neither version. */
    Scenario counted(
            long baseline,
            long canary,
            RequestCounts unattributed,
            boolean isBalanced,
            Compared<Uncertainty> uncertainty) {
        now = now.plus(TICK);
        var counts = new Compared<>(
                new RequestCounts(Map.of(Outcome.http("200"), baseline)),
                new RequestCounts(Map.of(Outcome.http("200"), canary)));
        ticks++;
        Optional<Compared<LatencyCounts>> durations = ticks % TICKS_PER_INTERVAL == 0
                ? Optional.of(new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE))
                : Optional.empty();
        return observe(new Observation.Counted(
                now, counts, counts, durations, unattributed, Map.of(), isBalanced, uncertainty));
    }

    Scenario observe(Observation observation) {
        observations.add(observation);
        state = judge.fold(state, observation);
        return this;
    }

    /** Until the verdict is reached, at most so many minutes; the judgement then. */
    Judgement until(Verdict verdict, int minutes) {
        for (int i = 0; i < minutes * 12 && judgement().verdict() != verdict; i++) {
            tick();
        }
        return judgement();
    }

    Judgement judgement() {
        return judge.verdict(state);
    }

    JudgeState state() {
        return state;
    }

    Judge judge() {
        return judge;
    }

    List<Observation> observations() {
        return List.copyOf(observations);
    }

    Observation.Counted lastCounted() {
        return (Observation.Counted) observations.stream()
                .filter(Observation.Counted.class::isInstance)
                .toList()
                .getLast();
    }

    Instant now() {
        return now;
    }

    private void tick() {
        now = now.plus(TICK);
        double requests = requestsPerSecond * TICK.toSeconds();
        double share = canaryShare * shareObtained;
        var counts = new Compared<>(
                requests(baselineSilent ? 0 : requests * (1 - share), baselineErrors),
                requests(canarySilent ? 0 : requests * share, canaryErrors));
        openLatency = new Compared<>(
                openLatency.baseline().plus(latency(counts.baseline().total(), baselineSlow)),
                openLatency.canary().plus(latency(counts.canary().total(), canarySlow)));
        ticks++;
        boolean ends = ticks % TICKS_PER_INTERVAL == 0;
        observe(new Observation.Counted(
                now,
                counts,
                counts,
                ends ? Optional.of(openLatency) : Optional.empty(),
                RequestCounts.NONE,
                ends && !metric.isEmpty() ? Map.of(metric, levels.apply((int) ticks / TICKS_PER_INTERVAL)) : Map.of()));
        if (ends) {
            openLatency = new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE);
        }
    }

    private RequestCounts requests(double mean, double errors) {
        return new RequestCounts(
                Map.of(Outcome.http("200"), poisson(mean * (1 - errors)), Outcome.http("503"), poisson(mean * errors)));
    }

    private LatencyCounts latency(long total, double slow) {
        long overBound = Math.min(total, poisson(total * slow));
        long overSecond = Math.min(overBound, poisson(total * slow / 10));
        return new LatencyCounts(Map.of(BOUND, total - overBound, 1000.0, total - overSecond), total);
    }

    /** Knuth's method in portions small enough for it. */
    private long poisson(double mean) {
        long count = 0;
        for (double left = mean; left > 0; left -= 30) {
            double limit = Math.exp(-Math.min(left, 30));
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                count++;
            }
        }
        return count;
    }
}
