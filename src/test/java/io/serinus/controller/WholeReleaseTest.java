package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.analysis.Finding;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Verdict;
import io.serinus.controller.Histories.Recollection;
import io.serinus.metric.BaselineHistory;
import io.serinus.metric.BaselineHistory.Half;
import io.serinus.metric.BaselineHistory.Span;
import io.serinus.metric.HistorySource;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.State.Phase;
import io.serinus.release.Trouble;
import io.serinus.routing.PatchOperation;
import io.serinus.simulation.Behaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read beside the counters must come to decide, or not decide, a whole release. */
class WholeReleaseTest {
    private static final String SHIPPED = shipped();
    static final String WITH_QUEUE = SHIPPED.replace("\n  metrics:\n", """

              metrics:
                - name: queue
                  custom:
                    query: sum(depth{version="${version}", service="${release.service}"})
            """);

    /** Tenfold. */
    private static final Behaviour WORSE = Behaviour.withErrorRatio(0.01);

    @Test
    void aHistoryOfUnlikePodsExcusesACanaryThatDiffersNoMore() {
        var strict = new Scene().canary(WORSE);
        Release aborted = strict.ask("v2").until(WholeReleaseTest::isOver);
        assertThat(aborted.state().phase()).isEqualTo(Phase.ABORTED);

        var calibrated = new Scene().canary(WORSE);
        calibrated.past = query -> Optional.of(unlikePods(query, 4));
        calibrated.ask("v2").until(release -> release.history().size() > 1);
        calibrated.ticks(60);

        assertThat(judgement(calibrated).verdict()).isNotEqualTo(Verdict.FAIL);
        assertThat(findings(calibrated, Finding.Code.CALIBRATION))
                .singleElement()
                .asString()
                .startsWith("errors: the baseline's own pods differ by up to");
    }

    @Test
    void podsThatHaveNothingInCommonAreNoReasonToStopJudging() {
        var scene = new Scene().canary(WORSE);
        scene.past = query -> Optional.of(unlikePods(query, 100));
        scene.ask("v2").until(release -> release.history().size() > 1);

        assertThat(findings(scene, Finding.Code.CALIBRATION))
                .singleElement()
                .asString()
                .contains("errors: the baseline's own pods differ by up to 200.0 %");
    }

    @Test
    void asksAgainAfterATakeover() {
        var asked = new ArrayList<HistorySource.Query>();
        var scene = new Scene();
        scene.past = query -> {
            asked.add(query);
            return Optional.of(unlikePods(query, 4));
        };
        scene.ask("v2").until(release -> release.history().size() > 1);
        assertThat(asked).hasSize(1);

        Release release = scene.restart().until(WholeReleaseTest::isOver);

        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).isEqualTo(asked.getFirst());
        assertThat(release.state().phase()).isEqualTo(Phase.PROMOTED);
        assertThat(findings(scene, Finding.Code.CALIBRATION)).isNotEmpty().noneMatch(it -> it.contains("too late"));
    }

    @Test
    void aPastThatCannotBeReadChangesNothingButTheFinding() {
        for (Behaviour behaviour : List.of(Behaviour.withErrorRatio(0.001), WORSE)) {
            var unasked = new Scene().canary(behaviour);
            Release expected = unasked.ask("v2").until(WholeReleaseTest::isOver);
            var failing = new Scene().canary(behaviour);
            failing.past = query -> {
                throw new SourceUnavailableException("overloaded");
            };
            Release release = failing.ask("v2").until(WholeReleaseTest::isOver);

            assertThat(findings(failing, Finding.Code.CALIBRATION))
                    .singleElement()
                    .asString()
                    .startsWith("judged without knowing how noisy the baseline is")
                    .endsWith("overloaded");
            assertIsTheSame(release, expected);
            assertThat(failing.written).isEqualTo(unasked.written);
        }
    }

    @Test
    void anAnswerThatComesTooLateChangesNothingButTheFinding() {
        var unasked = new Scene().canary(WORSE);
        Release expected = unasked.ask("v2").until(WholeReleaseTest::isOver);
        var slow = new Scene().canary(WORSE);
        slow.ask("v2").until(release -> release.history().size() > 1);
        Release asking = slow.toRecall().orElseThrow();
        assertThat(slow.isOpenToHistory(asking)).isFalse();
        HistorySource.Query query = Histories.query(asking).orElseThrow();
        slow.remember(asking, new Recollection(Optional.of(unlikePods(query, 4)), ""));

        Release release = slow.until(WholeReleaseTest::isOver);

        assertThat(findings(unasked, Finding.Code.CALIBRATION)).isEmpty();
        assertThat(findings(slow, Finding.Code.CALIBRATION))
                .singleElement()
                .asString()
                .endsWith("the answer came after judging had begun");
        assertIsTheSame(release, expected);
    }

    @Test
    void aCustomMetricMustPassBeforeTheCanaryIsPromoted() {
        var scene = new Scene(template(WITH_QUEUE));
        var asked = new HashSet<LevelSource.Query>();
        scene.numbers = (at, queries) -> {
            asked.addAll(queries);
            return all(queries, new Level.Read(100, 101));
        };

        Release release = scene.ask("v2").until(WholeReleaseTest::isOver);

        assertThat(release.state().phase()).isEqualTo(Phase.PROMOTED);
        assertThat(asked)
                .containsExactly(new LevelSource.Query(
                        "sum(depth{version=\"v1\", service=\"checkout\"})",
                        "sum(depth{version=\"v2\", service=\"checkout\"})"));
        assertThat(queue(scene).verdict()).isEqualTo(Verdict.PASS);
        assertThat(queue(scene).reason()).contains("canary 101, baseline 100");
    }

    @Test
    void aCustomMetricAloneTakesTheCanaryBack() {
        var scene = new Scene(template(WITH_QUEUE));
        scene.numbers = (at, queries) -> all(queries, new Level.Read(100, 150));

        Release release = scene.ask("v2").until(WholeReleaseTest::isOver);

        assertThat(release.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.weight()).isZero();
        assertThat(judgement(scene).reason()).contains("queue: canary 150, baseline 100");
    }

    @Test
    void aCustomMetricThatCannotBeReadHoldsUntilItCan() {
        var scene = new Scene(template(WITH_QUEUE));
        scene.numbers = (at, queries) -> all(queries, new Level.Absent("no series"));
        scene.ask("v2").ticks(200);

        assertThat(scene.written).containsExactly(5);
        assertThat(judgement(scene).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(judgement(scene).reason()).contains("queue (no series)");
        assertThat(queue(scene).verdict()).isEqualTo(Verdict.NO_DATA);

        scene.numbers = (at, queries) -> all(queries, new Level.Read(100, 100));
        assertThat(scene.until(WholeReleaseTest::isOver).state().phase()).isEqualTo(Phase.PROMOTED);
    }

    @Test
    void aShareThatIsNotTheWeightIsFoundWhereTheWeightMustBeTheShare() {
        var scene = new Scene().ask("v2");
        scene.canaryFactor = 2;
        scene.until(release -> release.history().size() > 1);
        assertThat(findings(scene, Finding.Code.TRAFFIC_SHARE))
                .singleElement()
                .asString()
                .startsWith("traffic-share: ");

        var other = new Scene()
                .edit(virtualService -> List.of(new PatchOperation.Add(
                        "/spec/http/-",
                        Map.of(
                                "match", List.of(Map.of("uri", Map.of("prefix", "/beta"))),
                                "route", List.of(Map.of("destination", Map.of("host", "checkout", "subset", "v2")))))));
        other.canaryFactor = 2;
        other.ask("v2").until(release -> release.history().size() > 1);
        assertThat(findings(other, Finding.Code.TRAFFIC_SHARE)).isEmpty();
    }

    @Test
    void aShareThatSomebodyElseHasTakenIsNotTheCanarysFault() {
        var scene = new Scene(template(SHIPPED.replace("onMismatch: warn", "onMismatch: fail")));
        scene.ask("v2").until(release -> release.history().size() > 1 && scene.weight() == 10);
        scene.ticks(12);
        for (int i = 0; i < 3; i++) {
            scene.edit(_ -> List.of(
                            new PatchOperation.Replace("/spec/http/0/route/0/weight", 80),
                            new PatchOperation.Replace("/spec/http/0/route/1/weight", 20)))
                    .ticks(5);
        }
        Release release = scene.ticks(60).releases().iterator().next();
        assertThat(release.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.STALLED);
        assertThat(findings(scene, Finding.Code.TRAFFIC_SHARE)).isEmpty();
    }

    @Test
    void aTemplateMayTakeTheCanaryBackForItsShare() {
        String failing = SHIPPED.replace("onMismatch: warn", "onMismatch: fail");
        var wrong = new Scene(template(failing));
        wrong.canaryFactor = 2;
        assertThat(wrong.ask("v2").until(WholeReleaseTest::isOver).state().phase())
                .isEqualTo(Phase.ABORTED);
        assertThat(judgement(wrong).reason()).startsWith("traffic-share: the canary got");

        assertThat(new Scene(template(failing))
                        .ask("v2")
                        .until(WholeReleaseTest::isOver)
                        .state()
                        .phase())
                .isEqualTo(Phase.PROMOTED);
    }

    private static boolean isOver(Release release) {
        return release.state() instanceof State.Ended;
    }

    private static Judgement judgement(Scene scene) {
        return scene.releases().iterator().next().judgement().orElseThrow();
    }

    private static MetricEvidence queue(Scene scene) {
        return judgement(scene).evidence().metrics().stream()
                .filter(metric -> metric.name().equals("queue"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> findings(Scene scene, Finding.Code code) {
        return judgement(scene).findings().stream()
                .filter(finding -> finding.code() == code)
                .map(Finding::message)
                .toList();
    }

    private static void assertIsTheSame(Release release, Release expected) {
        assertThat(release.state()).isEqualTo(expected.state());
        assertThat(release.history()).isEqualTo(expected.history());
        assertThat(release.judgement().orElseThrow().evidence())
                .isEqualTo(expected.judgement().orElseThrow().evidence());
    }

    /** Pods of one version of which now the ones, now the others fail so many times as often, for five minutes each. */
    static BaselineHistory unlikePods(HistorySource.Query query, int times) {
        var spans = new ArrayList<Span>();
        Instant end = query.from();
        for (int i = 0; end.isBefore(query.to()); i++) {
            end = end.plus(query.interval());
            boolean firstFails = i / 20 % 2 == 0;
            spans.add(new Span(end, half(firstFails ? 5 * times : 5), half(firstFails ? 5 : 5 * times)));
        }
        return new BaselineHistory(spans, 2, 1);
    }

    private static Half half(long failed) {
        return new Half(
                new RequestCounts(Map.of(Outcome.http("200"), 1_000 - failed, Outcome.http("500"), failed)),
                LatencyCounts.NONE);
    }

    private static Map<LevelSource.Query, Level> all(Iterable<LevelSource.Query> queries, Level level) {
        var levels = new HashMap<LevelSource.Query, Level>();
        queries.forEach(query -> levels.put(query, level));
        return levels;
    }

    private static String shipped() {
        try {
            return Files.readString(Path.of("analysis-templates/default.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> template(String yaml) {
        try {
            return new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
