package io.serinus.analysis;

import static io.serinus.analysis.Scenario.healthy;
import static io.serinus.analysis.Scenario.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.metric.BaselineHistory;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.template.Bounds;
import io.serinus.template.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

    @Nested
    class AGoodCanary {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void passesEachStepAndNeverFails(long seed) {
            var service = healthy(seed);
            assertThat(service.weight(5, 10).until(Verdict.PASS, 10).verdict()).isEqualTo(Verdict.PASS);
            assertThat(service.weight(10, 50).until(Verdict.PASS, 20).verdict()).isEqualTo(Verdict.PASS);
            assertThat(service.weight(50, 100).until(Verdict.PASS, 20).verdict())
                    .isEqualTo(Verdict.PASS);
            assertThat(service.until(Verdict.FAIL, 30).verdict()).isEqualTo(Verdict.PASS);
        }

        @Test
        void passesWithAReasonThatNamesTheNextWeightAndTheEvidence() {
            var judgement = healthy(1).weight(10, 50).until(Verdict.PASS, 10);
            assertThat(judgement.reason())
                    .matches("safe at 50 %: errors \\(evidence .+ of 20\\) and latency \\(evidence .+ of 20\\);"
                            + " no evidence against the canary");
            assertThat(judgement.evidence().metrics()).allSatisfy(metric -> {
                assertThat(metric.verdict()).isEqualTo(Verdict.PASS);
                assertThat(metric.forLog10()).isGreaterThanOrEqualTo(metric.promoteAtLog10());
            });
        }

        @Test
        void needsMoreEvidenceForALargerStep() {
            var early = healthy(3).weight(10, 20).until(Verdict.PASS, 30);
            var last = healthy(3).weight(10, 100).until(Verdict.PASS, 60);
            assertThat(early.verdict()).isEqualTo(Verdict.PASS);
            assertThat(last.verdict()).isEqualTo(Verdict.PASS);
            assertThat(early.evidence().canaryRequestsInStep())
                    .isLessThan(last.evidence().canaryRequestsInStep());
        }

        @Test
        void whoseEvidenceIsCompleteMustProveItselfAgainForTheNextWeight() {
            var service = healthy(4).weight(5, 10);
            assertThat(service.until(Verdict.PASS, 10).verdict()).isEqualTo(Verdict.PASS);
            var judgement = service.weight(10, 100).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(judgement.reason()).startsWith("not yet shown to be safe at 100 %: ");
            assertThat(judgement.evidence().canaryRequestsInStep()).isZero();
        }

        @Test
        void isForgivenASharedIncident() {
            var service = healthy(6).weight(20, 50).minutes(4).errors(0.4, 0.4).slow(0.6, 0.6);
            assertThat(service.until(Verdict.FAIL, 5).verdict()).isNotEqualTo(Verdict.FAIL);
        }
    }

    @Nested
    class ABadCanary {
        @Test
        void withErrorsOnlyFailsWithinTheSecondTickEvenDuringTheWarmup() {
            var service = healthy(1).weight(10, 50).errors(0.001, 1).ticks(1);
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.UNDECIDED);
            var judgement = service.ticks(1).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason())
                    .matches("errors: canary (\\d+) of \\1 requests failed \\(100 %\\), baseline .*;"
                            + " evidence against the canary .*, threshold 100");
            assertThat(metric(judgement, "errors").verdict()).isEqualTo(Verdict.FAIL);
            assertThat(metric(judgement, "latency").verdict()).isEqualTo(Verdict.UNDECIDED);
        }

        @Test
        void withErrorsOnlyFailsWithinHalfAMinuteOnLittleTraffic() {
            var judgement =
                    healthy(1).load(20).weight(10, 50).errors(0.001, 1).ticks(6).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void withFivePercentErrorsFailsSoonAfterTheWarmup(long seed) {
            var service = healthy(seed).weight(10, 50).errors(0.001, 0.05);
            assertThat(service.minutes(2).judgement().verdict()).isEqualTo(Verdict.UNDECIDED);
            var judgement = service.until(Verdict.FAIL, 2);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason()).startsWith("errors: canary ").contains(" requests failed (");
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void thatIsSlowFailsByLatencyNotByErrors(long seed) {
            var judgement = healthy(seed).weight(20, 50).slow(0.05, 0.15).until(Verdict.FAIL, 6);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason()).contains("latency: canary ").contains(" requests took over ");
            assertThat(metric(judgement, "latency").verdict()).isEqualTo(Verdict.FAIL);
            assertThat(metric(judgement, "errors").verdict()).isNotEqualTo(Verdict.FAIL);
        }

        @Test
        void isFoundAfterALongGoodPhase() {
            var service = healthy(8).weight(50, 100).minutes(90);
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.PASS);
            assertThat(service.errors(0.001, 0.05).until(Verdict.FAIL, 5).verdict())
                    .isEqualTo(Verdict.FAIL);
        }

        @Test
        void staysFailedWhateverComesAfter() {
            var service = healthy(9).weight(20, 50).errors(0, 0.5);
            var failed = service.until(Verdict.FAIL, 5);
            var later = service.errors(0, 0).minutes(30).sourceDown(1).judgement();
            assertThat(later.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(later.reason()).isEqualTo(failed.reason());
        }

        @Test
        void thatFailsAfterTheStepPassedIsFoundToo() {
            var service = healthy(10).weight(20, 25).minutes(5);
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.PASS);
            assertThat(service.errors(0.001, 0.02).until(Verdict.FAIL, 5).verdict())
                    .isEqualTo(Verdict.FAIL);
        }
    }

    @Nested
    class Doubt {
        @Test
        void heldAgainstTheCanaryStopsAStepThatItsMetricsWouldAllow() {
            var service = healthy(26).load(50).weight(20, 21).minutes(8);
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.PASS);
            service.errors(0.001, 0.02);
            while (service.judgement().evidence().againstLog10() < Math.log10(5)) {
                service.ticks(1);
            }
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(service.judgement().reason())
                    .matches("every metric is safe at 21 %, but no step is taken from evidence 5 on:"
                            + " evidence against the canary [0-9.]+, threshold 100");
        }

        @Test
        void sharedByManyMetricsFailsAndNamesTheMainOne() {
            var metrics = IntStream.range(0, 8)
                    .<Metric>mapToObj(i -> Metric.ErrorRate.of(
                            "errors-" + i,
                            1,
                            Scenario.ERRORS.tolerance(),
                            Scenario.ERRORS.margin(),
                            Scenario.ERRORS.outage()))
                    .toList();
            var judgement = healthy(27, template(Duration.ZERO, metrics))
                    .load(50)
                    .weight(20, 50)
                    .errors(0.001, 0.02)
                    .until(Verdict.FAIL, 20);
            assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(judgement.reason()).startsWith("mainly errors-").contains(" requests failed (");
        }

        @Test
        void beginsAfreshAtAChangeOfWeight() {
            var template = template(Duration.ZERO);
            var steady = healthy(28, template).weight(20, 50).ticks(24);
            var changed = healthy(28, template).weight(20, 50).ticks(24);
            changed.observe(new Observation.WeightChanged(changed.now(), 21, 50));
            steady.errors(0.001, 0.05).ticks(6);
            changed.errors(0.001, 0.05).ticks(6);
            assertThat(changed.judgement().evidence().againstLog10())
                    .isGreaterThan(steady.judgement().evidence().againstLog10());
        }

        @Test
        void remainsAboutACanaryThatMostlyFailsHoweverSmallTheNextStep() {
            var safety = new Stream.Safety(1.25, 0.01, Optional.empty());
            var mostlySlow = new Counts(1_000, 0, 1_000, 700);
            assertThat(EProcess.of(safety.at(1)).fold(mostlySlow).logE()).isNegative();
        }
    }

    @Nested
    class Bursts {
        @Test
        void ofErrorsInOneIntervalDoNotFail() {
            var service = healthy(11).weight(20, 50).minutes(4);
            service.errors(0.001, 0.15).ticks(3).errors(0.001, 0.001);
            assertThat(service.until(Verdict.FAIL, 10).verdict()).isNotEqualTo(Verdict.FAIL);
        }

        @Test
        void ofNothingButErrorsInOneTickDoNotFail() {
            var service = healthy(12).weight(20, 50).minutes(4);
            service.errors(0.001, 1).ticks(1).errors(0.001, 0.001);
            assertThat(service.until(Verdict.FAIL, 10).verdict()).isNotEqualTo(Verdict.FAIL);
        }

        @Test
        void ofThousandsOfErrorsInTheFirstTickDoNotFail() {
            var service =
                    healthy(25).load(4_000).weight(20, 50).errors(0.001, 1).ticks(1);
            assertThat(service.judgement().evidence().againstLog10())
                    .isGreaterThan(service.judgement().evidence().abortAtLog10());
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(service.errors(0.001, 0.001).until(Verdict.FAIL, 3).verdict())
                    .isNotEqualTo(Verdict.FAIL);
        }

        @Test
        void duringTheWarmupDoNotCountInTheFinerStreams() {
            var service = healthy(13).weight(20, 50).errors(0.001, 0.05).slow(0.05, 0.5);
            var warming = service.ticks(24).judgement();
            assertThat(warming.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(warming.reason()).startsWith("the warm-up takes another 5 s; ");
            assertThat(warming.evidence().metrics())
                    .allSatisfy(it -> assertThat(it.canary().total()).isZero());
            service.errors(0.001, 0.001).slow(0.05, 0.05);
            assertThat(service.until(Verdict.FAIL, 20).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Nested
    class WithoutData {
        @Test
        void waitsForTheFirstRequests() {
            var service = healthy(14).weight(0, 10).ticks(2);
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(service.judgement().reason()).isEqualTo("waiting for the canary's first request");
            assertThat(service.minutes(5).judgement().verdict()).isEqualTo(Verdict.UNDECIDED);
        }

        @Test
        void ofTheCanaryForFourIntervalsSaysSo() {
            var service = healthy(15).weight(10, 50).minutes(3);
            service.silent(false, true);
            assertThat(service.ticks(11).judgement().verdict()).isNotEqualTo(Verdict.NO_DATA);
            assertThat(service.ticks(1).judgement().verdict()).isEqualTo(Verdict.NO_DATA);
            assertThat(service.ticks(1).judgement().reason())
                    .isEqualTo("no data: the canary has had no request for 1 min 5 s at a weight of 10 %");
            service.silent(false, false);
            assertThat(service.ticks(1).judgement().verdict()).isNotEqualTo(Verdict.NO_DATA);
        }

        @Test
        void ofTheBaselineForFourIntervalsSaysSo() {
            var service = healthy(16).weight(10, 50).minutes(3);
            var judgement = service.silent(true, false).ticks(12).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.NO_DATA);
            assertThat(judgement.reason()).isEqualTo("no data: the baseline has had no request for 1 min");
        }

        @Test
        void ofAnyKindFromTheBeginningSaysSo() {
            var judgement = healthy(17).load(0).weight(10, 50).ticks(12).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.NO_DATA);
            assertThat(judgement.reason())
                    .isEqualTo("no data: the canary has had no request for 1 min at a weight of 10 %"
                            + " and the baseline has had no request for 1 min");
        }

        @Test
        void ofLateNoStepIsTaken() {
            var service = healthy(18).weight(20, 25).minutes(6);
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.PASS);
            var judgement = service.silent(false, true).ticks(6).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(judgement.reason())
                    .isEqualTo(
                            "every metric is safe at 25 %, but not both versions have had requests in the last 30 s");
        }

        /** What was safe before says nothing of what nobody saw, and the first answer may be an old one. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isNoPassUntilAWholeIntervalWasSeenAgain(boolean isDown) {
            var service = healthy(23).weight(10, 50);
            assertThat(service.until(Verdict.PASS, 60).verdict()).isEqualTo(Verdict.PASS);
            int ticks = 3 * 10 + 1;
            var seen = new ArrayList<Verdict>();
            Scenario blind = isDown ? service.sourceDown(ticks) : service.missing(ticks);
            for (int i = 0; i < 7; i++) {
                seen.add(blind.ticks(1).judgement().verdict());
            }

            assertThat(seen.subList(0, 4)).containsOnly(Verdict.UNDECIDED);
            assertThat(seen.getLast()).isEqualTo(Verdict.PASS);
        }

        /** An hour of good requests is no reason for a step while all fail. */
        @Test
        void isNoPassWhileTheLatestRequestsFail() {
            var service = healthy(25).weight(10, 50);
            service.until(Verdict.PASS, 60);

            var judgement = service.minutes(60).errors(0.001, 1).ticks(1).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(judgement.reason())
                    .isEqualTo(
                            "every metric is safe at 50 %, but no step is taken while its latest requests speak against"
                                    + " the canary: errors");
            assertThat(service.errors(0.001, 0.001).ticks(3).judgement().verdict())
                    .isEqualTo(Verdict.PASS);
        }

        /** The counters go on meanwhile, so that nothing is lost. */
        @Test
        void isAsBeforeAfterAMomentOfBlindness() {
            var service = healthy(24).weight(10, 50);
            service.until(Verdict.PASS, 60);

            assertThat(service.sourceDown(1).ticks(1).judgement().verdict()).isEqualTo(Verdict.PASS);
        }

        @Test
        void becauseNothingIsScrapedSaysWhy() {
            var judgement = healthy(19).weight(10, 50).minutes(3).missing(1).judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.NO_DATA);
            assertThat(judgement.reason()).isEqualTo("no data: no proxy of the service is being scraped");
        }

        @Test
        void becauseTheBackendIsDownSaysWhyAlsoAfterAChangeOfWeight() {
            var service = healthy(20).weight(10, 50).minutes(3).sourceDown(1).weight(0, 10);
            assertThat(service.judgement().verdict()).isEqualTo(Verdict.SOURCE_DOWN);
            assertThat(service.judgement().reason())
                    .isEqualTo("the metrics backend gives no answer: connection refused");
            assertThat(service.ticks(1).judgement().verdict()).isNotEqualTo(Verdict.SOURCE_DOWN);
        }

        @Test
        void ofALatencyBoundNamesTheBound() {
            List<Metric> metrics = List.of(
                    Scenario.ERRORS,
                    Metric.Latency.of(
                            "latency",
                            0.5,
                            Scenario.LATENCY.tolerance(),
                            Scenario.LATENCY.margin(),
                            List.of(Scenario.BOUND, 333.0)));
            var judgement = healthy(21, template(Duration.ZERO, metrics))
                    .weight(20, 25)
                    .minutes(10)
                    .judgement();
            assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(judgement.reason())
                    .isEqualTo("not yet shown to be safe at 25 %: latency (no histogram bucket at 333 ms);"
                            + " no evidence against the canary");
            assertThat(metric(judgement, "latency").verdict()).isEqualTo(Verdict.NO_DATA);
        }
    }

    @Nested
    class TheState {
        @Test
        void isAValue() {
            var service = healthy(22).weight(20, 50).minutes(3);
            var state = service.state();
            var before = service.judgement();
            var observation = new Observation.Counted(
                    service.now().plusSeconds(5), service.lastCounted().requests(), Optional.empty());
            var once = service.judge().verdict(service.judge().fold(state, observation));
            var twice = service.judge().verdict(service.judge().fold(state, observation));
            assertThat(twice).isEqualTo(once);
            assertThat(service.judge().verdict(state)).isEqualTo(before);
        }

        @Test
        void remembersTheFirstCanaryRequest() {
            var service = healthy(23).ticks(3);
            assertThat(service.state().firstCanaryRequest()).isEmpty();
            service.weight(10, 50).ticks(3);
            assertThat(service.state().firstCanaryRequest())
                    .contains(service.now().minusSeconds(10));
        }

        @Test
        void doesNotWarmUpAgainAfterARestart() {
            var service = healthy(23).weight(10, 50).minutes(4);
            var judge = service.judge();
            var known = judge.start(service.state().firstCanaryRequest());
            var unknown = judge.start(Optional.empty());
            for (Observation observation : service.observations().subList(37, 49)) {
                known = judge.fold(known, observation);
                unknown = judge.fold(unknown, observation);
            }
            assertThat(known.firstCanaryRequest()).isEqualTo(service.state().firstCanaryRequest());
            assertThat(metric(judge.verdict(known), "errors").canary().total()).isPositive();
            assertThat(metric(judge.verdict(unknown), "errors").canary().total())
                    .isZero();
        }

        @Test
        void countsEachStepsRequestsByThemselvesAlsoAtTheSameWeight() {
            var service = healthy(23).weight(10, 50).minutes(4);
            assertThat(service.judgement().evidence().canaryRequestsInStep()).isPositive();
            service.observe(new Observation.WeightChanged(service.now(), 10, 10, 50, false));
            assertThat(service.judgement().evidence().canaryRequestsInStep())
                    .as("announced again")
                    .isPositive();
            service.observe(new Observation.WeightChanged(service.now(), 11, 10, 50, false));
            assertThat(service.judgement().evidence().canaryRequestsInStep()).isZero();
        }

        @Test
        void waitsForTheBaselinesPastButNotForEver() {
            var service = healthy(23).weight(10, 50).minutes(6);
            var judge = service.judge();
            var since = service.observations().get(36).at();
            var recalling = judge.fold(
                    judge.start(service.state().firstCanaryRequest()),
                    new Observation.Recalling(since, since.plusSeconds(60)));
            var answered = judge.fold(recalling, new Observation.Remembered(since, Optional.empty(), "one pod"));
            for (Observation observation : service.observations().subList(37, 61)) {
                recalling = judge.fold(recalling, observation);
                answered = judge.fold(answered, observation);
                assertThat(recalling.isOpenToHistory())
                        .isEqualTo(observation.at().isBefore(since.plusSeconds(60)));
                assertThat(answered.isOpenToHistory()).isFalse();
            }
            assertThat(metric(judge.verdict(answered), "errors").canary().total())
                    .isGreaterThan(
                            metric(judge.verdict(recalling), "errors").canary().total());
        }

        @Test
        void judgesAtBoundsThatAreStillMeasuredWhateverThePastHad() {
            var past = new LatencyCounts(Map.of(100.0, 900L, Scenario.BOUND, 950L), 1_000);
            var half = new BaselineHistory.Half(new RequestCounts(Map.of(Outcome.http("200"), 1_000L)), past);
            var service = healthy(23, template(Duration.ofMinutes(2), List.of(Scenario.ERRORS, anyBound())));
            var history = new BaselineHistory(List.of(new BaselineHistory.Span(service.now(), half, half)), 2, 2);
            service.observe(new Observation.Remembered(service.now(), Optional.of(history), ""))
                    .weight(10, 50)
                    .minutes(4);
            assertThat(metric(service.judgement(), "latency").verdict()).isNotEqualTo(Verdict.NO_DATA);
            assertThat(service.state().memory().streams().stream()
                            .flatMap(state -> state.stream().subject().bound().stream()))
                    .containsExactly(Scenario.BOUND);
        }

        private static Metric.Latency anyBound() {
            Metric.Latency fixed = Scenario.LATENCY;
            return new Metric.Latency(
                    fixed.name(),
                    fixed.role(),
                    fixed.importance(),
                    fixed.method(),
                    new Bounds.Range(1, 60_000),
                    fixed.tolerance(),
                    fixed.margin(),
                    fixed.slo());
        }

        @Test
        void foldedAgainFromTheBeginningIsTheSameEvidence() {
            var service = healthy(24).weight(10, 50).minutes(6).weight(50, 100).minutes(6);
            var replayed = service.judge().start(Optional.empty());
            for (Observation observation : service.observations()) {
                replayed = service.judge().fold(replayed, observation);
            }
            assertThat(service.judge().verdict(replayed)).isEqualTo(service.judgement());
        }
    }

    @Nested
    class TheBudget {
        @Test
        void isSharedByImportanceAndAFifthOfErrorsWatchesForOutages() {
            var service = healthy(1).weight(10, 50).minutes(4);
            Map<Integer, Double> weights = Weights.of(template(Duration.ZERO)).deciding().stream()
                    .collect(Collectors.toMap(Weights.Part::metric, Weights.Part::weight));
            assertThat(service.state().memory().streams().stream()
                            .map(state -> weights.getOrDefault(state.metric(), 0.0) * state.share())
                            .toList())
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
                    .containsExactlyInAnyOrder(0.1, 0.4, 0.25, 0.25);
        }

        @Test
        void isNotSpentBeforeTheFirstObservation() {
            var evidence = new Judge(template(Duration.ZERO))
                    .verdict(healthy(1).state())
                    .evidence();
            assertThat(evidence.againstLog10()).isCloseTo(0, within(1e-12));
            assertThat(evidence.abortAtLog10()).isCloseTo(2, within(1e-12));
        }
    }

    private static MetricEvidence metric(Judgement judgement, String name) {
        return judgement.evidence().metrics().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
