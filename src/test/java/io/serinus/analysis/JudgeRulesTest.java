package io.serinus.analysis;

import static io.serinus.analysis.Scenario.healthy;
import static io.serinus.analysis.Scenario.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.metric.Compared;
import io.serinus.metric.Level;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.Uncertainty;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Bounds;
import io.serinus.template.Counting;
import io.serinus.template.Direction;
import io.serinus.template.Failures;
import io.serinus.template.LatencyLimit;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Queries;
import io.serinus.template.Risk;
import io.serinus.template.Role;
import io.serinus.template.Step;
import io.serinus.template.TrafficShare;
import io.serinus.template.TrafficShare.OnMismatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of a template beyond the plain comparison of two versions. */
class JudgeRulesTest {

    @Test
    void failuresOfNeitherVersionAreAFinding() {
        var unattributed = new RequestCounts(Map.of(new Outcome("503", "UH", ""), 3L, Outcome.http("404"), 50L));
        var certain = new Compared<>(Uncertainty.NONE, Uncertainty.NONE);
        var scenario = healthy(12, template(Duration.ZERO)).weight(20, 50).minutes(3);
        assertThat(scenario.judgement().findings()).isEmpty();
        scenario.counted(800, 200, unattributed, true, certain).counted(800, 200, unattributed, true, certain);
        assertThat(scenario.judgement().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Finding.Code.UNATTRIBUTED);
            assertThat(finding.message()).startsWith("6 requests to the release's hosts failed and carry neither");
        });
    }

    @Nested
    class AFixedLimit {
        private static final AnalysisTemplate AT_ONE_PERCENT =
                template(Duration.ZERO, List.of(errors("errors", Role.CRITICAL, OptionalDouble.of(0.01))));

        @Test
        void isExceededHoweverBadTheBaselineIs() {
            var judgement =
                    healthy(1, AT_ONE_PERCENT).weight(20, 50).errors(0.03, 0.03).until(Verdict.FAIL, 20);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason()).contains("requests failed (").contains("limit 1.0 %");
        }

        @Test
        void isKeptByACanaryBelowIt() {
            var judgement = healthy(2, AT_ONE_PERCENT)
                    .weight(20, 50)
                    .errors(0.008, 0.008)
                    .until(Verdict.FAIL, 30);
            assertThat(judgement.verdict()).isNotEqualTo(Verdict.FAIL);
        }

        @Test
        void ofAQuantileIsJudgedAtTheNextBound() {
            var limited = latency(Role.CRITICAL, List.of(new LatencyLimit(0.9, 240)));
            var judgement = healthy(3, template(Duration.ZERO, List.of(limited)))
                    .weight(20, 50)
                    .slow(0.2, 0.2)
                    .until(Verdict.FAIL, 20);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason()).contains("took over 250 ms (2").contains("limit 10.0 %");
        }

        @Test
        void beyondTheLastBoundCannotBeJudged() {
            var limited = latency(Role.CRITICAL, List.of(new LatencyLimit(0.9, 4000)));
            var judgement = healthy(3, template(Duration.ZERO, List.of(limited)))
                    .weight(20, 50)
                    .minutes(5)
                    .judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(metric(judgement, "latency").verdict()).isEqualTo(Verdict.NO_DATA);
            assertThat(judgement.reason()).contains("no histogram bucket at 4000 ms");
        }
    }

    @Nested
    class ARole {
        @Test
        void ofAdvisoryIsReportedAndNeverDecides() {
            var template = template(
                    Duration.ZERO,
                    List.of(
                            errors("errors", Role.ADVISORY, OptionalDouble.empty()),
                            latency(Role.CRITICAL, List.of())));
            var judgement = healthy(4, template)
                    .weight(20, 50)
                    .errors(0.001, 0.05)
                    .minutes(10)
                    .judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(metric(judgement, "errors").verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.findings()).extracting(Finding::code).containsExactly(Finding.Code.ADVISORY);
            assertThat(judgement.findings().getFirst().message())
                    .startsWith("errors: canary ")
                    .endsWith("; worse than tolerated, but only advisory");
        }

        @Test
        void ofDryRunSaysWhatWouldHaveHappened() {
            var template = template(
                    Duration.ZERO,
                    List.of(errors("errors", Role.DRY_RUN, OptionalDouble.empty()), latency(Role.CRITICAL, List.of())));
            var judgement = healthy(5, template)
                    .weight(20, 50)
                    .errors(0.001, 0.05)
                    .minutes(10)
                    .judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(judgement.findings()).extracting(Finding::code).containsExactly(Finding.Code.DRY_RUN);
        }

        @Test
        void thatDoesNotDecideLeavesTheEvidenceOfTheOthersAlone() {
            List<Metric> one = List.of(latency(Role.CRITICAL, List.of()));
            List<Metric> two = List.of(errors("errors", Role.ADVISORY, OptionalDouble.empty()), one.getFirst());
            var alone = healthy(6, template(Duration.ZERO, one))
                    .weight(20, 50)
                    .slow(0.05, 0.2)
                    .minutes(2);
            var beside = healthy(6, template(Duration.ZERO, two))
                    .weight(20, 50)
                    .slow(0.05, 0.2)
                    .minutes(2);
            assertThat(beside.judgement().evidence().againstLog10())
                    .isEqualTo(alone.judgement().evidence().againstLog10());
        }
    }

    @Test
    void uncertainCountsAreAFindingAndDecideNothing() {
        var restarted = new Uncertainty(Map.of(Uncertainty.Kind.RESTARTED, new Uncertainty.Extent(2, 0)));
        var late = new Uncertainty(Map.of(Uncertainty.Kind.DISCOVERED_LATE, new Uncertainty.Extent(1, 300)));
        var young = new Uncertainty(Map.of(Uncertainty.Kind.YOUNG, new Uncertainty.Extent(1, 0)));
        var certain = healthy(12, template(Duration.ZERO)).weight(20, 50).minutes(3);
        var doubtful = healthy(12, template(Duration.ZERO)).weight(20, 50).minutes(3);
        for (int tick = 0; tick < 3; tick++) {
            certain.counted(800, 200, true).counted(800, 200, true);
            doubtful.counted(800, 200, true, new Compared<>(Uncertainty.NONE, young))
                    .counted(800, 200, true, new Compared<>(tick == 0 ? Uncertainty.NONE : late, restarted));
        }

        assertThat(certain.judgement().findings()).isEmpty();
        assertThat(doubtful.judgement().verdict()).isEqualTo(certain.judgement().verdict());
        assertThat(doubtful.judgement().evidence())
                .isEqualTo(certain.judgement().evidence());
        assertThat(doubtful.judgement().findings())
                .extracting(Finding::code)
                .containsExactly(Finding.Code.UNCERTAIN_COUNTS);
        assertThat(doubtful.judgement().findings().getFirst().message())
                .matches("the counts of 3 of [0-9]+ ticks may not be exact: baseline: at most 1 proxy discovered late"
                        + " [(]what was counted before is left out[)]: 600 requests; canary: at most 2 proxies restarted"
                        + " [(]what the old process counted after its last scrape is lost[)]");
    }

    @Nested
    class TheTrafficShare {
        @Test
        void thatIsNotWhatTheWeightSaysIsAFinding() {
            var judgement = healthy(7, template(Duration.ZERO))
                    .gets(0.4)
                    .share(20, 50)
                    .minutes(10)
                    .judgement();
            assertThat(judgement.verdict()).isNotEqualTo(Verdict.FAIL);
            assertThat(judgement.findings()).extracting(Finding::code).containsExactly(Finding.Code.TRAFFIC_SHARE);
            assertThat(judgement.findings().getFirst().message())
                    .matches("traffic-share: the canary got 8[.][0-9] % of [0-9,]+ requests at a weight of 20.0 %;.*");
        }

        @Test
        void leavesOutTheIntervalOfAChangeAndAWholeOne() {
            var service = healthy(8).share(20, 50).minutes(4).ticks(1).share(30, 50);
            service.ticks(5);
            assertThat(service.state().memory().share().counted()).isEqualTo(Tally.NONE);
            service.ticks(3);
            assertThat(service.state().memory().share().counted().canary().total())
                    .isPositive();
        }

        @Test
        void failsTheCanaryIfTheTemplateSaysSo() {
            var judgement = healthy(8, strictOnShare()).gets(0.4).share(20, 50).until(Verdict.FAIL, 10);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason()).startsWith("traffic-share: ");
        }

        @Test
        void isNotAskedForWhereOtherRoutesLeadToTheCanary() {
            var judgement = healthy(9, strictOnShare())
                    .gets(0.4)
                    .weight(20, 50)
                    .minutes(10)
                    .judgement();
            assertThat(judgement.findings()).isEmpty();
        }

        @Test
        void thatFollowsEveryNewWeightRaisesNoAlarm() {
            var service = healthy(10, strictOnShare());
            for (int weight = 5; weight <= 50; weight += 5) {
                service.share(weight, 50).minutes(3);
            }
            assertThat(service.judgement().findings()).isEmpty();
        }

        @Test
        void isNotMeasuredWhileProxiesCatchUpAfterAnOutage() {
            var service = healthy(11, strictOnShare()).share(20, 50).ticks(8);
            service.sourceDown(12).counted(60_000, 0, true).counted(800, 15_000, true);
            assertThat(service.minutes(3).judgement().verdict()).isNotEqualTo(Verdict.FAIL);
            assertThat(service.gets(0.4).until(Verdict.FAIL, 10).reason()).startsWith("traffic-share: ");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isNotMeasuredWhileTheProxiesOfOneVersionAreNotScraped(boolean isScraped) {
            var service = healthy(12, strictOnShare()).share(20, 50).minutes(4);
            for (int tick = 0; tick < 12; tick++) {
                service.counted(800, 0, isScraped);
            }
            service.counted(800, 25_000, true).minutes(3);
            assertThat(service.judgement().verdict() == Verdict.FAIL).isEqualTo(isScraped);
        }

        private static AnalysisTemplate strictOnShare() {
            return new AnalysisTemplate(
                    "strict",
                    Scenario.TICK,
                    Scenario.TICK.multipliedBy(3),
                    Duration.ZERO,
                    Risk.DEFAULT,
                    List.of(Scenario.ERRORS),
                    new TrafficShare(0.1, OnMismatch.FAIL),
                    true,
                    List.of(Step.weight(10, Duration.ZERO, 0)),
                    Policies.DEFAULT,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    false,
                    Counting.DEFAULT);
        }
    }

    @Nested
    class AnotherChoiceOfFailures {
        @Test
        void countsWhatItNames() {
            var onlyTimeouts = new Metric.ErrorRate(
                    "errors",
                    Role.CRITICAL,
                    1,
                    Method.SEQUENTIAL,
                    new Failures(Set.of("504"), Set.of(), Set.of()),
                    Scenario.ERRORS.tolerance(),
                    Scenario.ERRORS.margin(),
                    Scenario.ERRORS.outage(),
                    OptionalDouble.empty());
            var judgement = healthy(11, template(Duration.ZERO, List.of(onlyTimeouts)))
                    .weight(20, 50)
                    .errors(0.001, 0.5)
                    .minutes(10)
                    .judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
            assertThat(metric(judgement, "errors").canary().bad()).isZero();
        }
    }

    @Nested
    class ACustomMetric {
        private static final AnalysisTemplate MEMORY = template(
                Duration.ZERO,
                List.of(new Metric.Custom(
                        "memory",
                        Role.CRITICAL,
                        1,
                        Method.SEQUENTIAL,
                        Queries.ofBoth("memory{version=\"${version}\"}"),
                        Direction.INCREASE,
                        new LevelTolerance(0.2, 0),
                        new LevelTolerance(0.3, 0))));

        @Test
        void failsACanaryWhoseLevelStaysBeyondTheTolerance() {
            var judgement = healthy(12, MEMORY)
                    .weight(20, 50)
                    .level("memory", i -> new Level.Read(100 + i % 7, 140 + i % 5))
                    .until(Verdict.FAIL, 10);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason()).startsWith("memory: canary 142, baseline 102.5 (medians of 10 intervals)");
        }

        @Test
        void passesOneWithinTheMarginAndIgnoresASpike() {
            var judgement = healthy(13, MEMORY)
                    .weight(20, 50)
                    .level("memory", i -> new Level.Read(100, i == 3 ? 1e9 : 105))
                    .minutes(10)
                    .judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        }

        @Test
        void thatCannotBeReadIsNoDataAndNeverAPass() {
            var judgement = healthy(14, MEMORY)
                    .weight(20, 50)
                    .level("memory", _ -> new Level.Absent("3 series, expected one"))
                    .minutes(10)
                    .judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(judgement.reason()).contains("memory (3 series, expected one)");
        }
    }

    @Nested
    class LatencyBounds {
        @Test
        void areChosenFromTheBaselinesOwnDurations() {
            var service = healthy(15, template(Duration.ofMinutes(1), List.of(latency(Role.CRITICAL, List.of()))))
                    .weight(20, 50)
                    .slow(0.05, 0.05)
                    .minutes(3);
            assertThat(service.state().memory().streams())
                    .extracting(state -> state.stream().subject())
                    .containsExactly(new Stream.Subject.SlowerThan(250), new Stream.Subject.SlowerThan(1000));
        }
    }

    private static Metric.ErrorRate errors(String name, Role role, OptionalDouble slo) {
        return new Metric.ErrorRate(
                name,
                role,
                1,
                Method.SEQUENTIAL,
                Failures.DEFAULT,
                Scenario.ERRORS.tolerance(),
                Scenario.ERRORS.margin(),
                Scenario.ERRORS.outage(),
                slo);
    }

    private static Metric.Latency latency(Role role, List<LatencyLimit> slo) {
        return new Metric.Latency(
                "latency",
                role,
                1,
                Method.SEQUENTIAL,
                Bounds.Range.DEFAULT,
                Scenario.LATENCY.tolerance(),
                Scenario.LATENCY.margin(),
                slo);
    }

    private static MetricEvidence metric(Judgement judgement, String name) {
        return judgement.evidence().metrics().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
