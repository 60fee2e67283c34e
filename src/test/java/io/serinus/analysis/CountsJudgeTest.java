package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.serinus.analysis.CountsRules.Boundary;
import io.serinus.analysis.CountsRules.Starts;
import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.NuisanceGrid;
import io.serinus.stats.RatioInterval;
import io.serinus.stats.Strata;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Risk;
import io.serinus.template.Tolerance;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountsJudgeTest {
    private static final Counts BAD = new Counts(950, 1, 50, 20);
    private static final Counts GOOD = new Counts(1000, 1, 1000, 1);
    private static final Counts WITHOUT_CANARY = new Counts(950, 400, 0, 0);
    private static final Counts WITHOUT_BASELINE = new Counts(0, 0, 50, 50);

    private static final CountsRules RULES = new CountsRules(
            new Boundary(1.2, 0.0002),
            new Boundary(1.25, 0.005),
            NuisanceGrid.standard(),
            Risk.DEFAULT,
            new Starts.Periodic(),
            CountsRules.USUAL_ALPHA);

    private static CountsJudge fed(Counts... intervals) {
        CountsJudge judge = CountsJudge.of(RULES);
        for (Counts counts : intervals) {
            judge = judge.fold(counts);
        }
        return judge;
    }

    private static CountsJudge fed(int times, Counts counts) {
        CountsJudge judge = CountsJudge.of(RULES);
        for (int i = 0; i < times; i++) {
            judge = judge.fold(counts);
        }
        return judge;
    }

    @Test
    void failsOnceHarmIsProvedAndStaysThere() {
        CountsJudge judge = fed(4, BAD);
        assertThat(judge.verdict()).isEqualTo(Verdict.FAIL);
        long since = judge.since();
        assertThat(fed((int) since - 1, BAD).verdict()).isEqualTo(Verdict.UNDECIDED);
        for (int i = 0; i < 60; i++) {
            judge = judge.fold(GOOD);
        }
        assertThat(judge.logE()).isLessThan(RULES.failAtLogE());
        assertThat(judge.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judge.latest()).isEqualTo(Verdict.FAIL);
        assertThat(judge.missing().latest()).isEqualTo(Verdict.FAIL);
        assertThat(judge.since()).isEqualTo(since);
    }

    @Test
    void doesNotFailForOneBurstHoweverLargeItIs() {
        CountsJudge judge = CountsJudge.of(
                new CountsRules(RULES.harm(), RULES.safety(), NuisanceGrid.none(), RULES.risk(), RULES.starts(), 0.05));
        judge = judge.fold(GOOD).fold(new Counts(1000, 1, 1000, 900)).fold(GOOD);
        assertThat(judge.logE()).isGreaterThan(100);
        assertThat(judge.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void passesOnceSafetyIsShownAndUntilThereIsDoubt() {
        CountsJudge judge = fed(10, GOOD);
        assertThat(judge.verdict()).isEqualTo(Verdict.PASS);
        long since = judge.since();
        assertThat(judge.fold(GOOD).since()).isEqualTo(since);
        judge = judge.fold(GOOD);
        while (judge.logE() < Math.log(5)) {
            assertThat(judge.verdict()).isEqualTo(Verdict.PASS);
            judge = judge.fold(new Counts(950, 1, 50, 6));
        }
        assertThat(judge.maxLogESafety()).isGreaterThanOrEqualTo(RULES.passAtLogE());
        assertThat(judge.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(judge.since()).isEqualTo(judge.intervals());
    }

    @Test
    void anIntervalWithoutOneOfTheVersionsChangesNothingButTheNumberOfIntervals() {
        CountsJudge before = fed(GOOD, BAD, GOOD);
        for (CountsJudge after :
                List.of(before.fold(WITHOUT_CANARY), before.fold(WITHOUT_BASELINE), before.missing())) {
            assertThat(after.latest()).isEqualTo(Verdict.NO_DATA);
            assertThat(after.verdict()).isEqualTo(before.verdict());
            assertThat(after.since()).isEqualTo(before.since());
            assertThat(after.intervals()).isEqualTo(before.intervals() + 1);
            assertThat(after.judgedIntervals()).isEqualTo(before.judgedIntervals());
            assertThat(after.judged()).isEqualTo(before.judged());
            assertThat(after.logE()).isEqualTo(before.logE());
            assertThat(after.logELeaveOneOut()).isEqualTo(before.logELeaveOneOut());
            assertThat(after.logESafety()).isEqualTo(before.logESafety());
        }
    }

    @Test
    void hasNoVerdictWithoutData() {
        CountsJudge judge = fed(WITHOUT_BASELINE, WITHOUT_CANARY);
        assertThat(judge.verdict()).isEqualTo(Verdict.NO_DATA);
        assertThat(judge.since()).isZero();
        assertThat(judge.alwaysValidP()).isEqualTo(1);
    }

    @Test
    void collectsEvidenceAfreshEveryTenIntervalsAsForARelease() {
        CountsJudge judge = CountsJudge.of(RULES);
        EProcess process = EProcess.restartable(RULES.worse());
        for (int i = 1; i <= 35; i++) {
            Counts counts = i <= 25 ? GOOD : new Counts(950, 1, 50, 3);
            judge = judge.fold(counts);
            process = process.fold(counts);
            if (i % 10 == 0) {
                process = process.restart();
            }
            assertThat(judge.logE()).isEqualTo(process.logE());
            assertThat(judge.logELeaveOneOut()).isEqualTo(process.logELeaveOneOut());
            assertThat(judge.alwaysValidP()).isEqualTo(process.alwaysValidP());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 50, 100})
    void judgesByATemplatesMetricAsAReleaseDoes(int nextPercent) {
        var metric = Metric.ErrorRate.of(
                "errors", 3, new Tolerance(0.3, 0.001), new Margin(0.4, 0.02), new Tolerance(2, 0.15));
        Stream stream = Streams.errors(0, metric, Calibration.NONE).getFirst();
        CountsRules rules = CountsRules.of(metric, new Risk(0.02, 0.1), nextPercent);
        var counts = new Counts(970, 4, 80, 3);
        CountsJudge judge = CountsJudge.of(rules).fold(counts).fold(counts);
        assertThat(judge.logE())
                .isEqualTo(EProcess.restartable(stream.harm())
                        .fold(counts)
                        .fold(counts)
                        .logE());
        assertThat(judge.logESafety())
                .isEqualTo(EProcess.of(stream.safety().orElseThrow().at(nextPercent))
                        .fold(counts)
                        .fold(counts)
                        .logE());
        assertThat(rules.failAtLogE()).isCloseTo(Math.log(50), within(1e-12));
        assertThat(rules.passAtLogE()).isCloseTo(Math.log(10), within(1e-12));
    }

    @Test
    void refusesRulesThatCannotBe() {
        assertThatThrownBy(() -> new Boundary(0, 0.1)).hasMessageContaining("ratio is 0.0");
        assertThatThrownBy(() -> new Boundary(1, 1)).hasMessageContaining("difference is 1.0");
        assertThatThrownBy(() -> new Starts.Start(-1, 0.5)).hasMessageContaining("interval is -1");
        assertThatThrownBy(() -> new Starts.Start(0, 0)).hasMessageContaining("weight is 0.0");
        assertThatThrownBy(() -> new Starts.Planned(List.of())).hasMessageContaining("empty");
        assertThatThrownBy(() -> new Starts.Planned(List.of(new Starts.Start(3, 0.5), new Starts.Start(3, 0.1))))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> new Starts.Planned(List.of(new Starts.Start(0, 0.9), new Starts.Start(3, 0.2))))
                .hasMessageContaining("at most 1");
    }

    /** What is foretold from a few average intervals comes true when just such intervals follow. */
    @ParameterizedTest
    @CsvSource({"950, 1, 50, 4, FAIL", "950, 1, 50, 9, FAIL", "1000, 1, 1000, 1, PASS", "10000, 10, 500, 0, PASS"})
    void foretellsWhenTheSameRatesDecide(double n1, double x1, double n2, double x2, Verdict expected) {
        var counts = new Counts(n1, x1, n2, x2);
        CountsJudge judge = fed(counts);
        while (true) {
            CountsJudge next = judge.fold(counts);
            if (next.verdict() != Verdict.UNDECIDED) {
                break;
            }
            judge = next;
        }
        assertThat(judge.fold(counts).verdict()).isEqualTo(expected);
        Explanation.Outlook outlook = judge.outlook();
        OptionalLong requests = expected == Verdict.FAIL ? outlook.requestsToFail() : outlook.requestsToPass();
        assertThat(requests).hasValue((long) n2);
        assertThat(outlook.sentence())
                .isEqualTo("If the rates stay, it " + (expected == Verdict.FAIL ? "fails" : "passes") + " after about "
                        + Wording.count((long) n2) + " more canary requests.");
    }

    @Test
    void foretellsAFailureOnlyOnceItsWorstIntervalIsNotNeeded() {
        CountsJudge judge = CountsJudge.of(
                new CountsRules(RULES.harm(), RULES.safety(), NuisanceGrid.none(), RULES.risk(), RULES.starts(), 0.05));
        judge = judge.fold(GOOD).fold(GOOD).fold(new Counts(1000, 1, 1000, 900));
        assertThat(judge.logE()).isGreaterThan(RULES.failAtLogE());
        assertThat(judge.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(judge.outlook().requestsToFail().orElse(Long.MAX_VALUE)).isPositive();
    }

    @Test
    void hasAnOutlookForEveryVerdict() {
        assertThat(CountsJudge.of(RULES).outlook().sentence())
                .isEqualTo("It needs an interval with requests to both versions.");
        assertThat(fed(10, BAD).outlook().sentence()).isEqualTo("Nothing takes a failure back.");
        assertThat(fed(10, GOOD).outlook())
                .isEqualTo(new Explanation.Outlook(
                        OptionalLong.of(0),
                        OptionalLong.empty(),
                        "Evidence of 5 against the canary would take the pass back."));
    }

    @Test
    void hasTheIntervalOfTheRatioThatItsRulesAskFor() {
        var wider = new CountsRules(RULES.harm(), RULES.safety(), RULES.noise(), RULES.risk(), RULES.starts(), 0.01);
        CountsJudge judge = CountsJudge.of(wider);
        Strata strata = Strata.empty();
        for (Counts counts : List.of(GOOD, WITHOUT_CANARY, BAD, GOOD, WITHOUT_BASELINE, BAD)) {
            judge = judge.fold(counts);
            strata = strata.add(counts);
        }
        assertThat(judge.ratio()).isEqualTo(RatioInterval.timeUniform(strata, NuisanceGrid.standard(), 0.01));
        assertThat(judge.ratio().high())
                .isGreaterThan(fed(GOOD, BAD, GOOD, BAD).ratio().high());
    }
}
