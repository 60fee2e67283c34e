package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.serinus.analysis.Forecast;
import io.serinus.analysis.Forecast.Ahead;
import io.serinus.analysis.Forecast.Bound;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.release.Command;
import io.serinus.release.LogEntry;
import io.serinus.release.Mark;
import io.serinus.release.Outcome;
import io.serinus.release.PodTrouble;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.State.Phase;
import io.serinus.release.Trouble;
import io.serinus.routing.LintFinding;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.RoutingEdit;
import io.serinus.simulation.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One release after another on one VirtualService, with everything that can go wrong around it. */
class TrackTest {
    private static final Behaviour FAILING = Behaviour.withErrorRatio(0.05);

    private static final int INTERVAL_TICKS = 3;

    private static final List<PatchOperation> WITHOUT_CANARY = List.of(
            new PatchOperation.Replace("/spec/http/0/route/0/weight", 100),
            new PatchOperation.Replace("/spec/http/0/route/1/weight", 0));

    private static final Map<String, Object> HEADER_FIRST = template(Map.of(
            "metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())),
            "steps",
                    List.of(
                            Map.of("match", List.of(Map.of("headers", Map.of("x-canary", "true")))),
                            Map.of("weight", 50))));

    static Map<String, Object> template(Map<String, Object> spec) {
        return Map.of(
                "apiVersion",
                "serinus.io/v1alpha1",
                "kind",
                "AnalysisTemplate",
                "metadata",
                Map.of("name", "default"),
                "spec",
                spec);
    }

    /** Ten minutes each, so that there is something to lose. */
    private static final Map<String, Object> LONG_STEPS = template(Map.of(
            "metrics",
            List.of(
                    Map.of("name", "errors", "errorRate", Map.of()),
                    Map.of("name", "latency", "latency", Map.of("bounds", List.of("250ms")))),
            "calibration",
            false,
            "steps",
            List.of(
                    Map.of("weight", 10, "minDuration", "10m", "minRequests", 5_000),
                    Map.of("weight", 40, "minDuration", "10m"))));

    private static boolean isOver(Release release) {
        return release.state().isTerminal();
    }

    private static boolean isInStep(Release release, int step) {
        return release.state() instanceof State.Progressing progressing
                && progressing.step() == step
                && progressing.inForce().isPresent();
    }

    @Test
    void theWeightIsTheShareUntilAnotherRouteLeadsToTheCanaryToo() {
        var scene = new Scene().ask("v2");
        Release release = scene.until(found -> isInStep(found, 0));
        assertThat(scene.isShare(release)).isTrue();

        scene.edit(virtualService -> List.of(new PatchOperation.Add(
                "/spec/http/-",
                Map.of(
                        "match", List.of(Map.of("uri", Map.of("prefix", "/beta"))),
                        "route", List.of(Map.of("destination", Map.of("host", "checkout", "subset", "v2")))))));

        assertThat(scene.isShare(release)).isFalse();
    }

    @Test
    void tellsOfVerdictsStepsAndEnds() {
        var scene = new Scene().ask("v2");
        Release release = scene.until(TrackTest::isOver);
        Instant first = release.history().getFirst().enteredAt();
        assertThat(scene.heard.steps).isEqualTo(4);
        assertThat(scene.heard.outcomes).containsExactly(Outcome.PROMOTED);
        assertThat(scene.heard.durations)
                .containsExactly(
                        Optional.of(Duration.between(first, release.state().since())));
        assertThat(scene.heard.verdicts).contains(Verdict.PASS).doesNotContain(Verdict.FAIL);
        // One for each interval.
        assertThat(scene.heard.verdicts.size())
                .isBetween(
                        20,
                        (int) (scene.heard.durations.getFirst().orElseThrow().toSeconds() / 15) + 1);
    }

    @Test
    void aReleaseThatNeverBeganTookNoTime() {
        var scene = new Scene().ask("v9").ticks(3);
        scene.withdraw();
        scene.until(TrackTest::isOver);
        assertThat(scene.heard.outcomes).containsExactly(Outcome.CANCELLED);
        assertThat(scene.heard.durations).containsExactly(Optional.empty());
        assertThat(scene.heard.steps).isZero();
    }

    @Test
    void countsStepsOnceAcrossATakeover() {
        var scene = new Scene().ask("v2");
        scene.until(found -> isInStep(found, 1));
        scene.restart();
        scene.until(TrackTest::isOver);
        assertThat(scene.heard.steps).isEqualTo(4);
    }

    @Test
    void leadsAGoodCanaryThroughAllStepsToTheFullWeight() {
        var scene = new Scene().ask("v2");
        Release release = scene.until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.PROMOTED);
        assertThat(scene.written).containsExactly(5, 10, 25, 50, 100);
        assertThat(release.history()).extracting(Release.StepRecord::weight).containsExactly(5, 10, 25, 50);
    }

    @Test
    void takesABadCanaryBackToExactlyWhatWasThere() {
        var scene = new Scene().canary(FAILING);
        Object before = scene.spec();
        Release release = scene.ask("v2").until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.spec()).isEqualTo(before);
        assertThat(scene.announced).containsSubsequence(Reasons.RETURNING, Reasons.ABORTED);
    }

    @Test
    void abortsACanaryThatLosesAllItsPods() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 2));
        Release release = scene.withoutCanaryPods().until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.weight()).isZero();
    }

    @Test
    void abortsACanaryThatNeverHadAPod() {
        var scene = new Scene().withoutCanaryPods();
        Release release = scene.ask("v2").until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
    }

    @Test
    void abortsACanaryThatRefusesConnections() {
        var scene = new Scene().canary(Behaviour.refusingConnections());
        Object before = scene.spec();
        Release release = scene.ask("v2").until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void abortsAlthoughTheStatusCannotBeWritten() {
        var scene = new Scene().canary(FAILING).ask("v2");
        scene.until(release -> isInStep(release, 0));
        scene.statusCannotBeWritten = true;
        for (int i = 0; i < 120 && scene.weight() > 0; i++) {
            scene.tick();
        }
        assertThat(scene.weight()).isZero();
        assertThat(scene.announced).doesNotContain(Reasons.ABORTED);

        scene.statusCannotBeWritten = false;
        scene.until(TrackTest::isOver);
        assertThat(scene.announced).contains(Reasons.ABORTED);
    }

    @Test
    void writesAgainAtOnceAfterConflicts() {
        var scene = new Scene().ask("v2").ticks(2);
        scene.conflicts = 3;
        scene.tick();
        assertThat(scene.written).containsExactly(5);
        assertThat(scene.releases()).allMatch(release -> isInStep(release, 0));
    }

    @Test
    void triesAgainAtTheNextTickWhenTheApiServerDoesNotAnswer() {
        var scene = new Scene().ask("v2").ticks(2);
        scene.failingWrites = 2;
        scene.tick();
        assertThat(scene.written).isEmpty();
        assertThat(scene.announced).contains(Reasons.HELD);
        scene.ticks(2);
        assertThat(scene.written).containsExactly(5);
    }

    @Test
    void holdsItsWeightWhileTheSourceIsDownAndGoesOnAfterwards() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 1));
        scene.sourceIsDown = true;
        scene.ticks(60);
        assertThat(scene.written).containsExactly(5, 10);
        assertThat(scene.announced).contains(Reasons.HELD);

        scene.sourceIsDown = false;
        Release release = scene.until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.PROMOTED);
    }

    /** Whenever in a step the backend goes: what was safe before it went says nothing of what nobody saw. */
    @Test
    void takesNoStepOnWhatWasShownBeforeAnOutage() {
        for (int ticks = 6; ticks < 24; ticks++) {
            var scene = new Scene(template(Map.of(
                    "warmup",
                    "0s",
                    "calibration",
                    false,
                    "metrics",
                    List.of(Map.of(
                            "name",
                            "errors",
                            "errorRate",
                            Map.of("margin", Map.of("relative", "100%", "impact", "10%")))),
                    "steps",
                    List.of(
                            Map.of("weight", 20, "minDuration", "1m", "minRequests", 20),
                            Map.of("weight", 50, "minDuration", "1h")))));
            scene.ask("v2")
                    .until(release -> isInStep(release, 0)
                            && release.state() instanceof State.Progressing step
                            && step.inForce().isPresent());
            scene.ticks(ticks);
            if (scene.weight() > 20) {
                return;
            }
            scene.sourceIsDown = true;
            scene.ticks(2);
            scene.canary(Behaviour.withErrorRatio(1));
            scene.ticks(20);
            scene.sourceIsDown = false;

            assertThat(scene.until(TrackTest::isOver).state().phase()).isEqualTo(Phase.ABORTED);
            assertThat(scene.written).as("after %d ticks", ticks).containsExactly(20, 0);
        }
        throw new AssertionError("the step never ended");
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 2));
        Release release = scene.restart().until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.PROMOTED);
        assertThat(scene.written).containsExactly(5, 10, 25, 50, 100);
    }

    /** Whenever the controller dies, the release ends when it would have ended. */
    @Test
    void collectsNoEvidenceAnewAfterARestart() {
        var whole = new Scene(LONG_STEPS).ask("v2");
        Release expected = whole.until(TrackTest::isOver);
        assertThat(expected.state().phase()).isEqualTo(Phase.PROMOTED);
        for (int ticks = 20; ticks < 200; ticks += 30) {
            var scene = new Scene(LONG_STEPS).ask("v2").ticks(ticks);
            Release before = scene.inMind().orElseThrow();
            scene.restart().ticks(6);
            Release after = scene.inMind().orElseThrow();

            assertThat(after.state()).as("after %d ticks", ticks).isEqualTo(before.state());
            assertThat(requestsInStep(after)).isGreaterThan(requestsInStep(before));
            Release release = scene.until(TrackTest::isOver);
            assertThat(release.state()).isEqualTo(expected.state());
            assertThat(release.judgement())
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*explanation", ".*forecast")
                    .isEqualTo(expected.judgement());
            assertThat(scene.announced).containsOnlyOnce(Reasons.REPLAYED);
        }
    }

    private static long requestsInStep(Release release) {
        return release.judgement().orElseThrow().evidence().canaryRequestsInStep();
    }

    /** Before the controller was there again the canary was as good as ever: only the counts of meanwhile tell. */
    @Test
    void abortsACanaryThatWasBadWhileNoControllerRan() {
        var scene = new Scene(LONG_STEPS).ask("v2");
        scene.until(release -> isInStep(release, 0));
        scene.ticks(20).canary(FAILING).jump(Duration.ofMinutes(5)).passes();
        scene.canary(Behaviour.withErrorRatio(0.001))
                .jump(Duration.ofMinutes(1))
                .passes();
        Release release = scene.restart().until(TrackTest::isOver);

        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(release.log()).extracting(LogEntry::reason).contains(Reasons.REPLAYED);
        assertThat(scene.weight()).isZero();
    }

    @Test
    void goesOnWithoutAPastThatCannotBeReadAndSaysSoOnce() {
        var scene = new Scene(LONG_STEPS).ask("v2").ticks(40);
        Release before = scene.inMind().orElseThrow();
        scene.pastIsGone = true;
        Release after = scene.restart().ticks(30).inMind().orElseThrow();

        assertThat(((State.Progressing) after.state()).inForce().orElseThrow())
                .isAfter(((State.Progressing) before.state()).inForce().orElseThrow());
        assertThat(requestsInStep(after)).isLessThan(requestsInStep(before));
        assertThat(after.log())
                .filteredOn(entry -> entry.reason().equals(Reasons.REPLAYED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.message()).contains("Prometheus keeps nothing."));

        // For the next process all is there that the first one has counted.
        scene.pastIsGone = false;
        Release again = scene.restart().ticks(6).inMind().orElseThrow();
        assertThat(again.state()).isEqualTo(after.state());
        assertThat(requestsInStep(again)).isGreaterThan(requestsInStep(before));
    }

    @Test
    void countsTheTimeOfAStepAnewThatSomebodyHasUndoneMeanwhile() {
        var scene = new Scene(LONG_STEPS).ask("v2").ticks(40);
        Release before = scene.inMind().orElseThrow();
        scene.edit(_ -> WITHOUT_CANARY);
        Release after = scene.restart().ticks(6).inMind().orElseThrow();

        assertThat(after.log()).extracting(LogEntry::reason).contains(Reasons.REPLAYED);
        assertThat(((State.Progressing) after.state()).inForce().orElseThrow())
                .isAfter(((State.Progressing) before.state()).inForce().orElseThrow());
        assertThat(after.course().orElseThrow().turns()).hasSize(2);
    }

    @Test
    void takesUpARecordThatKnowsNoCourseAsBefore() {
        var scene = new Scene(LONG_STEPS).ask("v2").ticks(40);
        scene.forgetCourses().restart().ticks(6);
        assertThat(scene.announced).doesNotContain(Reasons.REPLAYED);

        Release before = scene.inMind().orElseThrow();
        Release after = scene.restart().ticks(6).inMind().orElseThrow();
        assertThat(scene.announced).containsOnlyOnce(Reasons.REPLAYED);
        assertThat(requestsInStep(after)).isGreaterThan(requestsInStep(before));
    }

    @Test
    void finishesAnAbortThatWasWrittenButNotRecordedBeforeARestart() {
        var scene = new Scene().canary(FAILING).ask("v2");
        scene.until(release -> isInStep(release, 0));
        scene.statusCannotBeWritten = true;
        for (int i = 0; i < 120 && scene.weight() > 0; i++) {
            scene.tick();
        }
        scene.statusCannotBeWritten = false;
        int writes = scene.written.size();
        Release release = scene.restart().until(TrackTest::isOver);
        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.written).as("nothing written after the abort").hasSize(writes);
    }

    @Test
    void restoresItsWeightAndSaysSoWhenSomebodyElseChangesIt() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 1));
        scene.edit(_ -> List.of(
                new PatchOperation.Replace("/spec/http/0/route/0/weight", 100),
                new PatchOperation.Replace("/spec/http/0/route/1/weight", 0),
                new PatchOperation.Add("/spec/http/0/timeout", "3s")));
        scene.tick();
        assertThat(scene.announced).contains(Reasons.EXTERNAL_CHANGE);
        assertThat(scene.weight()).as("nobody is interrupted").isZero();
        scene.ticks(INTERVAL_TICKS);
        assertThat(scene.weight()).isEqualTo(10);
        assertThat(scene.announced).contains(Reasons.RESUMED);
        assertThat(scene.spec().toString()).as("the other edit stays").contains("timeout=3s");
    }

    @Test
    void leavesTheRoutingToWhoeverUndoesItForTheThirdTime() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 1));
        for (int i = 0; i < 3; i++) {
            assertThat(scene.weight()).isEqualTo(10);
            scene.edit(_ -> WITHOUT_CANARY).ticks(2 + INTERVAL_TICKS);
        }
        scene.ticks(60);
        assertThat(scene.weight()).isZero();
        Release stalled = scene.restart().tick().releases().iterator().next();
        assertThat(stalled.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.STALLED);
        assertThat(scene.withdraw().until(TrackTest::isOver).state().phase()).isEqualTo(Phase.CANCELLED);
    }

    @Test
    void leadsMatchingRequestsToTheCanaryAndTakesAllOfItAway() {
        var scene = new Scene(HEADER_FIRST);
        Object before = scene.spec();
        scene.ask("v2").until(release -> isInStep(release, 0));
        assertThat(scene.spec().toString()).contains("name=serinus-match", "x-canary");
        assertThat(scene.weight()).isZero();
        assertThat(scene.virtualService().annotations()).containsEntry(RoutingEdit.ADDED, "route serinus-match");
        // What was copied follows its original.
        scene.edit(_ -> List.of(new PatchOperation.Add("/spec/http/1/timeout", "3s")))
                .ticks(INTERVAL_TICKS + 2);
        assertThat(scene.spec().toString().split("timeout=3s", -1)).hasSize(3);
        scene.edit(_ -> List.of(new PatchOperation.Remove("/spec/http/1/timeout")));
        scene.withdraw().until(TrackTest::isOver);
        assertThat(scene.spec()).isEqualTo(before);
        assertThat(scene.virtualService().annotations()).doesNotContainKey(RoutingEdit.ADDED);
    }

    @Test
    void takesAwayWhatAReleaseHasAddedWhoseRecordIsGone() {
        var scene = new Scene(HEADER_FIRST);
        Object before = scene.spec();
        Release release = scene.ask("v2").until(found -> isInStep(found, 0));
        scene.delete(release.id());
        scene.restart();
        scene.withdraw().ticks(2);
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void leavesTheRoutingAloneOfAReleaseWhoseRecordCannotBeRead() {
        var scene = new Scene(HEADER_FIRST);
        scene.ask("v2").until(found -> isInStep(found, 0));
        scene.recordsCannotBeRead = true;
        scene.restart();
        Object before = scene.spec();
        scene.withdraw().ticks(2);
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void saysBeforehandWhatInTheVirtualServiceWorksOtherwiseThanPeopleBelieve() {
        var scene = new Scene();
        scene.edit(_ -> List.of(new PatchOperation.Add(
                "/spec/http/-", Map.of("route", List.of(Map.of("destination", Map.of("host", "checkout")))))));
        Release release = scene.ask("v2").until(found -> isInStep(found, 0));
        assertThat(release.plan().orElseThrow().lint())
                .extracting(LintFinding::code, LintFinding::path)
                .contains(tuple("unreachable-route", "spec.http[1]"));
        assertThat(scene.announced).containsSubsequence(Reasons.STARTED, Reasons.LINT, Reasons.WEIGHT);
    }

    @Test
    void abortsACrashLoopBetweenTicksThoughNoRequestIsLost() {
        var scene = new Scene().ask("v2");
        Object before = scene.spec();
        Release release = scene.until(found -> isInStep(found, 0));
        scene.workloads.setTroubles(
                release.plan().orElseThrow().pair().canary(),
                List.of(new PodTrouble(PodTrouble.Kind.CRASH_LOOP, "Pod checkout-v2-1 crashes again and again.")));
        scene.look();
        assertThat(scene.spec()).isEqualTo(before);
        assertThat(scene.until(TrackTest::isOver).state())
                .isInstanceOfSatisfying(
                        State.Ended.class, end -> assertThat(end.reason()).contains("crashes again and again"));
    }

    @Test
    void followsACommandOnceAndTakesTheAnnotationAway() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 1));
        scene.command("pause by alice: lunch").look();
        assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
        scene.ticks(200);
        Release paused = scene.releases().iterator().next();
        assertThat(isInStep(paused, 1)).isTrue();
        assertThat(paused.log()).extracting(LogEntry::message).contains("Paused by alice: lunch.");
        assertThat(scene.command("resume").until(TrackTest::isOver).state().phase())
                .isEqualTo(Phase.PROMOTED);
        assertThat(scene.announced.stream().filter(Reasons.COMMAND::equals)).hasSize(2);
    }

    @Test
    void followsTheSameCommandAgainButNotWhatAnOldCacheShows() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 0));
        scene.command("skip by alice");
        scene.watched = scene.virtualService();
        scene.look().look();
        assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
        assertThat(steps(scene)).isEqualTo(2);

        scene.command("skip by alice");
        scene.watched = null;
        scene.look();
        assertThat(steps(scene)).isEqualTo(3);
        assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
    }

    private static int steps(Scene scene) {
        return scene.releases().iterator().next().history().size();
    }

    @Test
    void doesNotSkipTwiceThoughItDiesBeforeTheAnnotationIsTakenAway() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 0));
        scene.command("skip");
        scene.commandsStay = true;
        scene.look();
        scene.commandsStay = false;
        assertThat(scene.virtualService().annotations()).containsKey(Command.ANNOTATION);
        scene.restart().tick();
        Release release = scene.releases().iterator().next();
        assertThat(((State.Progressing) release.state()).step()).isOne();
        assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
    }

    @Test
    void answersWhatItCannotFollowAndTakesItAway() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 0));
        scene.command("puase").look();
        assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
        assertThat(scene.releases().iterator().next().log())
                .last()
                .satisfies(entry -> assertThat(entry.message())
                        .contains("serinus.io/command is \"puase\"", "expected one of pause, resume"));
    }

    @Test
    void beginsAnewOnRetryAndRefusesOtherCommandsWhenNothingIsUnderWay() {
        var scene = new Scene().canary(FAILING).ask("v2");
        scene.until(TrackTest::isOver);
        for (int twice = 0; twice < 2; twice++) {
            scene.command("pause by alice").tick().tick();
            assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
        }
        assertThat(scene.announced.stream().filter(Reasons.COMMAND_REFUSED::equals))
                .hasSize(2);
        assertThat(scene.releases()).singleElement().satisfies(ended -> {
            assertThat(ended.log().getLast().message()).contains("pause by alice", "no release is under way");
            assertThat(ended.command()).isEmpty();
        });

        Release again = scene.command("retry by bob: flaky node")
                .until(release -> release.id().name().equals("checkout-v2-2"));
        assertThat(again.state().isTerminal()).isFalse();
        assertThat(again.log().getFirst().message()).isEqualTo("Begun anew by bob: flaky node.");
        scene.ticks(3);
        assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
        assertThat(scene.releases()).hasSize(2);
    }

    @Test
    void waitsAtItsGatesAndGoesOnWithTheEvidenceOfTheStepBefore() {
        var scene = new Scene(template(Map.of(
                "metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())),
                "steps",
                        List.of(
                                Map.of("approval", Map.of("name", "window")),
                                Map.of("weight", 20),
                                Map.of("pause", Map.of("duration", "10m")),
                                Map.of("approval", Map.of("name", "qa")),
                                Map.of("weight", 50),
                                Map.of("pause", Map.of())))));
        scene.ask("v2").ticks(60);
        assertThat(scene.written).isEmpty();
        scene.command("approve window").until(release -> isInStep(release, 2));
        Instant paused = scene.releases().iterator().next().state().since();
        Release waiting = scene.until(release -> isInStep(release, 3));
        assertThat(waiting.state().since()).isAfterOrEqualTo(paused.plus(Duration.ofMinutes(10)));
        Release last = scene.command("approve").until(release -> isInStep(release, 5));
        assertThat(last.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.PAUSED);
        scene.ticks(60);
        assertThat(scene.weight()).isEqualTo(50);
        assertThat(scene.command("resume").until(TrackTest::isOver).state().phase())
                .isEqualTo(Phase.PROMOTED);
        assertThat(scene.announced.stream().filter(Reasons.WEIGHT::equals)).hasSize(2);
        assertThat(scene.announced)
                .containsSubsequence(Reasons.APPROVAL, Reasons.PAUSED, Reasons.APPROVAL, Reasons.PAUSED);
    }

    @Test
    void foreseesInAPauseWhatIsLeftOfIt() {
        var scene = new Scene(template(Map.of(
                "metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())),
                "steps",
                        List.of(
                                Map.of("weight", 20),
                                Map.of("pause", Map.of("duration", "20m")),
                                Map.of("weight", 50)))));
        scene.ask("v2").until(release -> isInStep(release, 1));

        scene.ticks(120);
        Release paused = scene.inMind().orElseThrow();
        var state = (State.Progressing) paused.state();
        Instant end = state.inForce().orElseThrow().plus(Duration.ofMinutes(20));
        Forecast forecast = forecast(paused).from(1, state.pauseEnds());

        assertThat(forecast.at()).isAfter(state.since());
        assertThat(forecast.steps().getFirst())
                .isEqualTo(new Ahead(1, Optional.of(Duration.between(forecast.at(), end)), Bound.PAUSE));
        assertThat(forecast.from(1, state.pauseEnds()))
                .as("as it comes back from a status")
                .isEqualTo(forecast);
        assertThat(forecast.from(1, Optional.of(forecast.at().minusSeconds(1)))
                        .steps()
                        .getFirst()
                        .left())
                .contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void foreseesAfterARestartHowLongAStepIsHeld(boolean isPastGone) {
        var scene = new Scene(template(Map.of(
                "metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())),
                "steps", List.of(Map.of("weight", 50, "minDuration", "20m")))));
        scene.ask("v2").until(release -> isInStep(release, 0));
        Instant begun = scene.now();
        scene.ticks(180);
        scene.pastIsGone = isPastGone;

        scene.restart();
        Instant restarted = scene.now();
        scene.ticks(12);
        Forecast forecast = forecast(scene.inMind().orElseThrow());
        Duration held = Duration.between(isPastGone ? restarted : begun, forecast.at());

        assertThat(forecast.steps().getFirst().bound()).isEqualTo(Bound.MIN_DURATION);
        assertThat(forecast.steps().getFirst().left().orElseThrow().plus(held)).isEqualTo(Duration.ofMinutes(20));
    }

    private static Forecast forecast(Release release) {
        return release.judgement().flatMap(Judgement::forecast).orElseThrow();
    }

    @Test
    void abortsAtAGateAsAnywhere() {
        var scene = new Scene(template(Map.of(
                "metrics", List.of(Map.of("name", "errors", "errorRate", Map.of())),
                "steps", List.of(Map.of("weight", 20, "pause", Map.of())))));
        Object before = scene.spec();
        scene.ask("v2").until(release -> isInStep(release, 0));
        scene.canary(FAILING);
        assertThat(scene.until(TrackTest::isOver).state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void anAbortBeforeTheBeginningIsNoReasonToAskAgain() {
        var scene = new Scene().ask("v3");
        scene.until(release -> release.state().phase() == Phase.PENDING);
        scene.command("abort").ticks(10);
        assertThat(scene.releases())
                .singleElement()
                .satisfies(release -> assertThat(release.state().phase()).isEqualTo(Phase.ABORTED));
    }

    @Test
    void recordsAgainAtOnceWhenTheClockIsSetBack() {
        var scene = new Scene().ask("v2");
        scene.statusCannotBeWritten = true;
        scene.ticks(3);
        scene.statusCannotBeWritten = false;
        scene.jump(Duration.ofMinutes(-10)).ticks(3);
        assertThat(scene.releases()).allMatch(release -> release.plan().isPresent());
    }

    @Test
    void takesAwayOneCommandAfterTheOtherWhereThereWasNeverARelease() {
        var scene = new Scene();
        for (String command : List.of("retry", "approve", "retry")) {
            scene.command(command).ticks(2);
            assertThat(scene.virtualService().annotations()).doesNotContainKey(Command.ANNOTATION);
        }
    }

    @Test
    void cancelsWhenTheAnnotationGoesAndBeginsAnewWhenItComesBack() {
        var scene = new Scene();
        Object before = scene.spec();
        scene.ask("v2").until(release -> isInStep(release, 1));
        Release cancelled = scene.withdraw().until(TrackTest::isOver);
        assertThat(cancelled.state().phase()).isEqualTo(Phase.CANCELLED);
        assertThat(scene.spec()).isEqualTo(before);

        Release again = scene.ask("v2").until(release -> isInStep(release, 0));
        assertThat(again.id().name()).isEqualTo("checkout-v2-2");
    }

    @Test
    void goesBackFirstWhenAnotherCanaryIsAskedForAndThenRefusesIt() {
        var scene = new Scene();
        Object before = scene.spec();
        scene.ask("v2").until(release -> isInStep(release, 1));
        Release next =
                scene.ask("v3").until(release -> release.request().canary().equals("v3"));
        assertThat(scene.releases())
                .anyMatch(release -> release.state() instanceof State.Ended end && end.outcome() == Outcome.SUPERSEDED);
        assertThat(next.state())
                .isInstanceOfSatisfying(
                        State.Pending.class,
                        pending -> assertThat(pending.reason()).contains("v3").contains("v1, v2"));
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void doesNothingTwiceForTheSameRequest() {
        var scene = new Scene().canary(FAILING).ask("v2");
        scene.until(TrackTest::isOver);
        int writes = scene.written.size();
        scene.ticks(30);
        assertThat(scene.written).hasSize(writes);
        assertThat(scene.releases()).hasSize(1);
    }

    @Test
    void takesADeletedReleaseBack() {
        var scene = new Scene();
        Object before = scene.spec();
        Release release = scene.ask("v2").until(found -> isInStep(found, 0));
        assertThat(scene.spec()).isNotEqualTo(before);
        scene.delete(release.id());
        // Then, since the annotation is still there, a new one begins.
        for (int i = 0; i < 8 && !scene.announced.contains(Reasons.CANCELLED); i++) {
            scene.tick();
        }
        assertThat(scene.spec()).isEqualTo(before);
        assertThat(scene.announced).contains(Reasons.CANCELLED);
    }

    @Test
    void writesNothingWithoutTheLead() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 0));
        scene.leads = false;
        Object before = scene.virtualService();
        scene.ticks(60);
        assertThat(scene.virtualService()).isEqualTo(before);
        assertThat(scene.releases()).allMatch(release -> isInStep(release, 0));
    }

    @Test
    void sendsNobodyToTheCanaryBeforeItsPlanIsRecordedAndItsTrafficIsSeen() {
        var scene = new Scene().ask("v2");
        scene.statusCannotBeWritten = true;
        scene.ticks(30);
        assertThat(scene.written).isEmpty();
        scene.statusCannotBeWritten = false;
        scene.sourceIsDown = true;
        scene.ticks(30);
        assertThat(scene.written).isEmpty();
        assertThat(scene.announced).contains(Reasons.HELD);
        scene.sourceIsDown = false;
        scene.until(release -> isInStep(release, 0));
        assertThat(scene.written).containsExactly(5);
    }

    @Test
    void believesNoOldCacheThatTheWayBackIsDone() {
        var scene = new Scene().canary(FAILING).ask("v2");
        scene.watched = scene.virtualService();
        scene.until(release -> isInStep(release, 0));
        scene.failingWrites = 1;
        scene.until(TrackTest::isOver);
        assertThat(scene.failingWrites).isZero();
        assertThat(scene.weight()).isZero();
    }

    @Test
    void takesNoOldCacheForTheOriginalRouting() {
        var scene = new Scene().canary(FAILING);
        Object before = scene.spec();
        Release first = scene.ask("v2").until(release -> isInStep(release, 0));
        scene.delete(first.id());
        scene.watched = scene.virtualService();
        scene.ticks(4);
        scene.watched = null;
        Release second = scene.until(TrackTest::isOver);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void noticesADeletedReleaseAlsoWhileItIsHeld() {
        var scene = new Scene();
        Object before = scene.spec();
        Release release = scene.ask("v2").until(found -> isInStep(found, 0));
        scene.sourceIsDown = true;
        scene.ticks(3).delete(release.id());
        scene.tick();
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void refusesWeightsThatWereLeftByAReleaseWhoseRecordIsGone() {
        var scene = new Scene().ask("v2");
        Release release = scene.until(found -> isInStep(found, 0));
        scene.delete(release.id());
        Release next = scene.restart().until(found -> !found.id().equals(release.id()));
        assertThat(next.id().name()).isEqualTo("checkout-v2-2");
        assertThat(next.state())
                .isInstanceOfSatisfying(
                        State.Pending.class,
                        pending -> assertThat(pending.reason())
                                .contains("serinus.io/applied", "checkout-v2-1 step=1 weight=5", "set the weights")
                                .contains("remove the annotation"));
    }

    @Test
    void keepsItsTroubleAndItsDeadlinesThroughARestart() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 1));
        scene.sourceIsDown = true;
        scene.ticks(3);
        var held = scene.releases().iterator().next().state().trouble();
        scene.restart().ticks(3);
        assertThat(scene.releases().iterator().next().state().trouble()).isEqualTo(held);
        assertThat(scene.announced).doesNotContain(Reasons.RESUMED);
    }

    @Test
    void marksEveryWriteWithWhatItHadDecided() {
        var scene = new Scene().ask("v2");
        scene.until(release -> isInStep(release, 1));
        assertThat(scene.virtualService().annotations())
                .containsAllEntriesOf(Map.of(Mark.ANNOTATION, "checkout-v2-1 step=2 weight=10"));
        scene.until(TrackTest::isOver);
        assertThat(scene.virtualService().annotations())
                .containsEntry(Mark.ANNOTATION, "checkout-v2-1 weight=100 outcome=PROMOTED");
    }

    /** What is sent is recorded already, and how far it was sent is recorded too, also when the release has ended. */
    @Test
    void whatWasSentIsRecordedAndOnlyWhatIsRecordedIsSent() {
        var scene = new Scene().ask("v2");
        var behind = new AtomicLong();
        scene.outbox = release -> {
            assertThat(scene.releases().stream()
                            .filter(recorded -> recorded.id().equals(release.id()))
                            .findFirst()
                            .orElseThrow()
                            .log())
                    .containsAll(release.log());
            // The network takes its time: what is asked to be sent now has arrived by the next time.
            long sent = Math.max(
                    behind.getAndSet(release.lastNumber()), release.told().getOrDefault("notification/ops", 0L));
            return sent == 0 ? Map.of() : Map.of("notification/ops", sent);
        };
        scene.until(release -> release.state() instanceof State.Progressing step && step.step() == 1);
        scene.withdraw().ticks(3);
        Release ended = scene.releases().iterator().next();
        assertThat(ended.state().isTerminal()).isTrue();
        assertThat(ended.told()).isEqualTo(Map.of("notification/ops", ended.lastNumber()));

        scene.restart().ticks(2);
        assertThat(scene.releases()).containsExactly(ended);
    }
}
