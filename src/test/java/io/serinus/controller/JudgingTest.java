package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Verdict;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgingTest {
    private static final Duration LATE = Duration.ofSeconds(60);

    private final Release release = new Scene(WholeReleaseTest.template("""
                    apiVersion: serinus.io/v1alpha1
                    kind: AnalysisTemplate
                    metadata: {name: default}
                    spec:
                      warmup: 0s
                      calibration: false
                      metrics:
                        - name: errors
                          errorRate:
                            tolerance: {relative: 50%, absolute: 2%}
                            margin: {relative: 100%, impact: 20%}
                      steps: [{weight: 10}, {weight: 20}, {weight: 40}]
                    """))
            .ask("v2")
            .until(found -> found.plan().isPresent());

    private Instant at = Instant.parse("2026-01-01T01:00:00Z");
    private final Judging judging = Judging.begun(release.plan().orElseThrow(), release, at);

    private void ticks(int count, long canary) {
        for (int i = 0; i < count; i++) {
            at = at.plusSeconds(5);
            Optional<Compared<LatencyCounts>> ends = at.getEpochSecond() % 15 == 0
                    ? Optional.of(new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE))
                    : Optional.empty();
            judging.observe(new Observation.Counted(
                    at,
                    new Compared<>(
                            new RequestCounts(Map.of(Outcome.http("200"), 900L)),
                            new RequestCounts(Map.of(Outcome.http("200"), canary))),
                    ends));
        }
    }

    private Observation.WeightChanged step(int step, int percent, int next) {
        return new Observation.WeightChanged(at, step, percent, next, true);
    }

    private Judgement word() {
        return judging.verdict();
    }

    @Test
    void countsThatComeLateBelongToTheWeightThatTheyWereServedAt() {
        judging.lead(step(1, 10, 20), at, true);
        ticks(60, 100);
        assertThat(word().verdict()).isEqualTo(Verdict.PASS);
        assertThat(word().evidence().canaryRequestsInStep()).isEqualTo(6_000);

        Instant now = at.plus(LATE);
        judging.lead(step(2, 20, 40), now, true);
        assertThat(word().verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(word().reason()).endsWith("and the metrics backend does not show that time yet");
        ticks(12, 100);
        assertThat(word().verdict()).as("the last counts of the old weight").isEqualTo(Verdict.UNDECIDED);
        assertThat(word().evidence().canaryRequestsInStep()).isEqualTo(7_200);

        ticks(1, 225);
        assertThat(word().evidence().canaryRequestsInStep()).isEqualTo(225);
        assertThat(judging.course().turns()).last().satisfies(turn -> {
            assertThat(turn.after()).contains(now);
            assertThat(turn.change().step()).isEqualTo(2);
        });
        ticks(60, 225);
        assertThat(word().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void harmIsToldWhateverIsAhead() {
        judging.lead(step(1, 10, 20), at, true);
        ticks(60, 100);
        judging.lead(step(2, 20, 40), at.plus(LATE), true);
        for (int i = 0; i < 12; i++) {
            at = at.plusSeconds(5);
            judging.observe(new Observation.Counted(
                    at,
                    new Compared<>(
                            new RequestCounts(Map.of(Outcome.http("200"), 900L)),
                            new RequestCounts(Map.of(Outcome.http("503"), 100L))),
                    Optional.empty()));
        }
        assertThat(word().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whereCountsAreQuickTheJudgeIsToldAtOnce() {
        judging.lead(step(1, 10, 20), at, true);
        ticks(60, 100);
        judging.lead(step(2, 20, 40), at.plusSeconds(9), true);
        assertThat(word().evidence().canaryRequestsInStep()).isZero();
    }
}
