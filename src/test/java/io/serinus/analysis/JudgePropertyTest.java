package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class JudgePropertyTest {
    private static final Scenario RECORDED = Scenario.healthy(99)
            .weight(10, 50)
            .errors(0.001, 0.004)
            .minutes(4)
            .weight(50, 100)
            .minutes(1);

    /** Each entry says before which observation how many unanswered ones come, of which kind. */
    @Property(tries = 30)
    void unansweredTicksNeverChangeTheEvidence(
            @ForAll @Size(max = 20) List<@IntRange(max = 60) Integer> places, @ForAll boolean missing) {
        Judge judge = RECORDED.judge();
        JudgeState state = judge.start(Optional.empty());
        var observations = RECORDED.observations();
        for (int i = 0; i < observations.size(); i++) {
            var next = observations.get(i);
            for (int place : places) {
                if (place == i) {
                    Observation gap = missing
                            ? new Observation.Missing(next.at(), "nothing is scraped")
                            : new Observation.SourceDown(next.at(), "connection refused");
                    var before = judge.verdict(state).evidence();
                    state = judge.fold(state, gap);
                    assertThat(judge.verdict(state).evidence()).isEqualTo(before);
                }
            }
            state = judge.fold(state, next);
        }
        assertThat(judge.verdict(state)).isEqualTo(RECORDED.judgement());
    }

    @Property(tries = 20)
    void theCanaryIsJudgedByWhatItDoesNotByTheRateOfRequests(@ForAll @IntRange(min = 1, max = 400) int load) {
        var service = Scenario.healthy(load).load(load).weight(25, 50).minutes(5);
        assertThat(service.judgement().verdict()).isIn(Verdict.PASS, Verdict.UNDECIDED);
        assertThat(service.judgement().evidence().metrics())
                .allSatisfy(metric -> assertThat(metric.forLog10()).isNotNegative());
    }
}
