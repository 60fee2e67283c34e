package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.serinus.analysis.Forecast.Ahead;
import io.serinus.analysis.Forecast.Bound;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Gate;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forecasts against releases that are then really judged. */
class ForecastTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration WARMUP = Duration.ofMinutes(2);

    @ParameterizedTest
    @CsvSource({
        // requests per tick, failed of them, slow of them, minDuration of the steps in s, minRequests
        "10000, 0.01, 0.05, 0, 0",
        "10000, 0.01, 0.05, 300, 0",
        "2000, 0, 0.1, 0, 50000",
        "400, 0, 0.05, 60, 50",
        "100, 0, 0, 0, 50"
    })
    void areWhatTheJudgeThenTakes(long perTick, double failed, double slow, long minSeconds, long minRequests) {
        Duration least = Duration.ofSeconds(minSeconds);
        var service = new Service(
                perTick,
                failed,
                slow,
                template(
                        Scenario.ERRORS,
                        Scenario.LATENCY,
                        Step.weight(10, least, minRequests),
                        Step.weight(20, least, minRequests),
                        Step.weight(50, least, minRequests)));

        service.enter(1).ticks(3);
        Forecast forecast = service.forecast().orElseThrow();
        List<Duration> taken = service.release();

        assertThat(forecast.requestsPerSecond()).isCloseTo(perTick / 5.0, within(1e-9));
        assertThat(forecast.steps()).hasSameSizeAs(taken);
        for (Ahead step : forecast.steps()) {
            Instant from = step.step() == 0 ? forecast.at() : BEGIN;
            Duration real = taken.get(step.step()).minus(Duration.between(BEGIN, from));
            assertThat(step.left())
                    .hasValueSatisfying(left -> assertThat(left)
                            .as("step %d of %s", step.step() + 1, forecast)
                            .isCloseTo(real, INTERVAL.multipliedBy(2).plus(real.dividedBy(10))));
        }
        assertThat(forecast.promotion())
                .hasValueSatisfying(end -> assertThat(end).isAfter(forecast.at()));
    }

    @Test
    void knowThatACopyOfTheBaselineGetsWhatTheCanaryGets() {
        AnalysisTemplate plain = template(
                Scenario.ERRORS, Scenario.LATENCY, Step.weight(10, WARMUP, 0), Step.weight(40, WARMUP, 50_000));
        var service = new Service(2000, 0.01, 0.1, copied(plain));

        service.enter(1).ticks(3);
        Forecast forecast = service.forecast().orElseThrow();
        List<Duration> taken = service.release();

        assertThat(forecast.requestsPerSecond()).isCloseTo(400, within(1e-9));
        for (Ahead step : forecast.steps()) {
            Duration real = taken.get(step.step());
            assertThat(step.left())
                    .hasValueSatisfying(left -> assertThat(left)
                            .as("step %d of %s", step.step() + 1, forecast)
                            .isCloseTo(real, INTERVAL.multipliedBy(3).plus(real.dividedBy(10))));
        }
    }

    /** A route whose weights sum to three says a third for 5 % and 10 %, and two thirds for 50 %. */
    @Test
    void knowThatTheCanaryGetsMoreWhereTheRoutesWeightsAreCoarse() {
        var service = new Service(
                        2000,
                        0,
                        0.1,
                        template(
                                Scenario.ERRORS,
                                Scenario.LATENCY,
                                Step.weight(5, Duration.ZERO, 100_000),
                                Step.weight(10, Duration.ZERO, 200_000),
                                Step.weight(50, Duration.ZERO, 400_000)))
                .coarse(3);

        service.enter(1).ticks(3);
        Forecast forecast = service.forecast().orElseThrow();
        List<Duration> taken = service.release();

        assertThat(forecast.steps()).extracting(Ahead::bound).containsOnly(Bound.MIN_REQUESTS);
        for (Ahead step : forecast.steps().subList(0, 2)) {
            Duration real = taken.get(step.step());
            assertThat(step.left())
                    .hasValueSatisfying(left -> assertThat(left)
                            .as("step %d of %s", step.step() + 1, forecast)
                            .isCloseTo(real, INTERVAL.multipliedBy(2).plus(real.dividedBy(10))));
        }
        assertThat(forecast.steps().getLast().left())
                .hasValueSatisfying(left -> assertThat(left)
                        .as("that 50 %% will be two thirds nobody knows before")
                        .isCloseTo(Duration.ofSeconds(400_000 / 200), Duration.ofSeconds(1)));
    }

    /** Nothing is sent to it before, so that its silence means nothing. */
    @Test
    void aCopyIsNotMissedBeforeItGetsRequests() {
        var template = copied(template(Scenario.ERRORS, Scenario.LATENCY, Step.weight(10, WARMUP, 0)));
        var judge = new Judge(template);
        JudgeState state = judge.start(Optional.empty());
        for (int tick = 1; tick <= 60; tick++) {
            state = judge.fold(
                    state,
                    new Observation.Counted(
                            BEGIN.plus(TICK.multipliedBy(tick)),
                            new Compared<>(RequestCounts.NONE, RequestCounts.NONE),
                            Optional.of(new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE))));
        }

        assertThat(judge.verdict(state).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(judge.explain(state).forecast()).isEmpty();
    }

    @Test
    void countDownWhileAStepGoesOn() {
        Duration least = Duration.ofMinutes(10);
        var service = new Service(
                2000,
                0,
                0.1,
                template(Scenario.ERRORS, Scenario.LATENCY, Step.weight(10, least, 0), Step.weight(50, least, 0)));

        service.enter(1).ticks(3);
        Forecast before = service.forecast().orElseThrow();
        service.ticks(60);
        Forecast after = service.forecast().orElseThrow();

        assertThat(before.steps().getFirst().bound()).isEqualTo(Bound.MIN_DURATION);
        assertThat(before.steps().getFirst().left().orElseThrow().minusMinutes(5))
                .isEqualTo(after.steps().getFirst().left().orElseThrow());
        assertThat(Duration.between(
                        before.promotion().orElseThrow(), after.promotion().orElseThrow()))
                .isBetween(Duration.ofMinutes(-1), Duration.ofMinutes(1));
    }

    @Test
    void sayWhatTheyWaitFor() {
        Duration least = Duration.ofMinutes(1);
        Step first = Step.weight(10, least, 0);
        var service = new Service(
                2000,
                0,
                0.1,
                template(
                        Scenario.ERRORS,
                        Scenario.LATENCY,
                        first,
                        Step.gate(
                                new Gate.Pause(Optional.of(Duration.ofMinutes(3))),
                                Optional.of(first),
                                Optional.empty()),
                        Step.weight(20, least, 1_000_000),
                        new Step(
                                20,
                                Optional.empty(),
                                Optional.of(new Step.Match(List.of(Map.of()), Optional.empty(), Map.of())),
                                least,
                                0),
                        Step.gate(new Gate.Approval("qa"), Optional.of(first), Optional.empty()),
                        Step.weight(50, Duration.ofHours(2), 0)));

        service.enter(1).ticks(3);
        Forecast forecast = service.forecast().orElseThrow();

        assertThat(forecast.steps())
                .extracting(Ahead::bound)
                .containsExactly(
                        forecast.steps().getFirst().bound(),
                        Bound.PAUSE,
                        Bound.MIN_REQUESTS,
                        Bound.TRAFFIC,
                        Bound.PERSON,
                        Bound.MIN_DURATION);
        assertThat(forecast.steps().getFirst().bound()).isIn(Bound.WARM_UP, Bound.EVIDENCE);
        assertThat(forecast.steps().get(1).left()).contains(Duration.ofMinutes(3));
        assertThat(forecast.steps().get(2).left()).contains(Duration.ofSeconds(1_000_000 / 80));
        assertThat(forecast.steps().get(3).left()).isEmpty();
        assertThat(forecast.steps().get(4).left()).isEmpty();
        assertThat(forecast.promotion()).isEmpty();
    }

    @Test
    void areNotMadeWithoutRequests() {
        var service = new Service(
                0, 0, 0, template(Scenario.ERRORS, Scenario.LATENCY, Step.weight(10, Duration.ofMinutes(1), 0)));

        service.enter(1).ticks(5);

        assertThat(service.forecast()).isEmpty();
    }

    @Test
    void sayWhatIsOutOfReach() {
        Metric exacting = Metric.ErrorRate.of(
                "errors", 1, new Tolerance(0.2, 0.0002), new Margin(1e-4, 1e-6), new Tolerance(2, 0.15));
        Duration least = Duration.ofMinutes(1);
        var service = new Service(
                100,
                0.5,
                0.5,
                template(exacting, Scenario.LATENCY, Step.weight(1, least, 0), Step.weight(5, least, 1_000_000)));

        service.enter(1).ticks(3);

        assertThat(service.forecast().orElseThrow().steps())
                .containsExactly(
                        new Ahead(0, Optional.empty(), Bound.EVIDENCE),
                        new Ahead(1, Optional.empty(), Bound.MIN_REQUESTS));
    }

    private static AnalysisTemplate template(Metric errors, Metric latency, Step... steps) {
        return new AnalysisTemplate(
                "forecast",
                TICK,
                INTERVAL,
                WARMUP,
                Risk.DEFAULT,
                List.of(errors, latency),
                List.of(steps),
                Policies.DEFAULT);
    }

    private static AnalysisTemplate copied(AnalysisTemplate plain) {
        return new AnalysisTemplate(
                plain.name(),
                plain.tick(),
                plain.interval(),
                plain.warmup(),
                plain.risk(),
                plain.metrics(),
                plain.trafficShare(),
                plain.calibrated(),
                plain.steps(),
                plain.policies(),
                plain.stickiness(),
                plain.hooks(),
                plain.notifications(),
                plain.cleanUp(),
                true,
                plain.counting());
    }

    /** Two equal versions of which every tick brings exactly the average; what is left over counts in the next. */
    private static final class Service {
        private final AnalysisTemplate template;
        private final Judge judge;
        private final double[] rates;
        private final long perTick;
        private final double[][] rest = new double[2][3];
        private JudgeState state;
        private Instant now = BEGIN;
        private long ticks;
        private int step;
        private int weights = 100;
        private Compared<LatencyCounts> open = new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE);

        Service(long perTick, double failed, double slow, AnalysisTemplate template) {
            this.template = template;
            this.judge = new Judge(template);
            this.perTick = perTick;
            this.rates = new double[] {failed, slow};
            this.state = judge.start(Optional.empty());
        }

        /** The canary gets the nearest of the shares that weights of this sum can say, and never none. */
        Service coarse(int sum) {
            weights = sum;
            return this;
        }

        Service enter(int number) {
            step = number;
            int next = number == template.steps().size()
                    ? 100
                    : template.steps().get(number).weight();
            state = judge.fold(state, new Observation.WeightChanged(now, number, percent(), next, true));
            return this;
        }

        Optional<Forecast> forecast() {
            return judge.explain(state).forecast();
        }

        /** Through all steps, each left when the judge and the template say so; how long each took. */
        List<Duration> release() {
            var taken = new ArrayList<Duration>();
            Instant entered = BEGIN;
            while (true) {
                Step current = template.steps().get(step - 1);
                tick();
                Judgement word = judge.verdict(state);
                boolean isComplete = word.verdict() == Verdict.PASS
                        && !now.isBefore(entered.plus(current.minDuration()))
                        && word.evidence().canaryRequestsInStep() >= current.minRequests();
                assertThat(word.verdict()).isNotEqualTo(Verdict.FAIL);
                assertThat(Duration.between(BEGIN, now)).isLessThan(Duration.ofDays(2));
                if (isComplete) {
                    taken.add(Duration.between(entered, now));
                    entered = now;
                    if (step == template.steps().size()) {
                        return taken;
                    }
                    enter(step + 1);
                }
            }
        }

        void ticks(int count) {
            for (int i = 0; i < count; i++) {
                tick();
            }
        }

        void tick() {
            now = now.plus(TICK);
            ticks++;
            double share = (double) Math.max(1, Math.round(percent() * weights / 100.0)) / weights;
            long canary = whole(1, 0, perTick * share);
            long baseline = whole(0, 0, perTick * (template.baselineCopy() ? share : 1 - share));
            var requests = new Compared<>(requests(0, baseline), requests(1, canary));
            open = new Compared<>(
                    open.baseline().plus(durations(0, baseline)), open.canary().plus(durations(1, canary)));
            boolean ends = ticks % INTERVAL.dividedBy(TICK) == 0;
            state = judge.fold(
                    state, new Observation.Counted(now, requests, ends ? Optional.of(open) : Optional.empty()));
            if (ends) {
                open = new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE);
            }
        }

        private int percent() {
            return template.steps().get(step - 1).weight();
        }

        private RequestCounts requests(int version, long total) {
            long failed = Math.min(total, whole(version, 1, total * rates[0]));
            return new RequestCounts(
                    Map.of(new Outcome("200", "-", ""), total - failed, new Outcome("500", "-", ""), failed));
        }

        private LatencyCounts durations(int version, long total) {
            long slow = Math.min(total, whole(version, 2, total * rates[1]));
            return new LatencyCounts(
                    Map.of(100.0, total - slow, 250.0, total - slow, 1000.0, total, 2500.0, total), total);
        }

        private long whole(int version, int what, double amount) {
            double all = rest[version][what] + amount;
            long whole = (long) Math.floor(all + 1e-9);
            rest[version][what] = all - whole;
            return whole;
        }
    }
}
