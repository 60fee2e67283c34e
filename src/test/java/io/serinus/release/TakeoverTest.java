package io.serinus.release;

import static io.serinus.release.Fixtures.T0;
import static io.serinus.release.Fixtures.plan;
import static io.serinus.release.Fixtures.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.template.Policies.Policy.Then;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TakeoverTest {
    private static final Plan PLAN = plan(Then.HOLD);
    private static final Instant NOW = T0.plusSeconds(600);
    private static final Progressing IN_STEP_0 = new Progressing(PLAN, 0, T0, Optional.of(T0), Optional.empty());
    private static final Progressing IN_STEP_1 = new Progressing(PLAN, 1, T0, Optional.of(T0), Optional.empty());

    /** The same step, its time and evidence to be collected again. */
    private static final Progressing ANEW = new Progressing(PLAN, 1, T0, Optional.empty(), Optional.empty());

    private static final Progressing IN_LAST_STEP = new Progressing(PLAN, 2, T0, Optional.of(T0), Optional.empty());

    private static State resume(State state, String mark) {
        return Takeover.resume(release(1, "v2", state), Mark.parse(mark), NOW);
    }

    @Test
    void goesOnWhereTheStatusSaysIfTheMarkAgrees() {
        assertThat(resume(IN_STEP_1, "checkout-v2-1 weight=25")).isEqualTo(ANEW);
        assertThat(Takeover.resume(release(1, "v2", IN_STEP_1), Optional.empty(), NOW))
                .isEqualTo(ANEW);
    }

    @Test
    void takesTheStepThatWasWrittenButNotRecorded() {
        assertThat(resume(IN_STEP_1, "checkout-v2-1 weight=50"))
                .isEqualTo(new Progressing(PLAN, 2, NOW, Optional.empty(), Optional.empty()));
    }

    @Test
    void finishesAnAbortThatWasWrittenButNotRecorded() {
        assertThat(resume(IN_STEP_1, "checkout-v2-1 weight=0 outcome=ABORTED"))
                .isInstanceOfSatisfying(
                        Returning.class, state -> assertThat(state.outcome()).isEqualTo(Outcome.ABORTED));
    }

    @Test
    void finishesAPromotionThatWasWrittenButNotRecorded() {
        assertThat(resume(IN_LAST_STEP, "checkout-v2-1 weight=100 outcome=PROMOTED"))
                .isInstanceOf(Promoting.class);
    }

    @Test
    void goesOnWhereTheMarkIsHoweverOldTheRecord() {
        assertThat(resume(IN_STEP_1, "checkout-v2-1 weight=100 outcome=PROMOTED"))
                .isInstanceOf(Promoting.class);
        assertThat(resume(IN_STEP_0, "checkout-v2-1 step=3 weight=50"))
                .isEqualTo(new Progressing(PLAN, 2, NOW, Optional.empty(), Optional.empty()));
    }

    @Test
    void aMarkNeverLeadsBackNorToAnotherPlan() {
        assertThat(resume(IN_LAST_STEP, "checkout-v2-1 step=2 weight=25"))
                .isEqualTo(new Progressing(PLAN, 2, T0, Optional.empty(), Optional.empty()));
        assertThat(resume(IN_STEP_1, "checkout-v2-1 step=3 weight=55")).isEqualTo(ANEW);
        assertThat(resume(IN_STEP_1, "checkout-v2-1 step=9 weight=50")).isEqualTo(ANEW);
    }

    @Test
    void anotherReleasesMarkSaysNothing() {
        assertThat(resume(IN_STEP_1, "checkout-v1-7 weight=100 outcome=PROMOTED"))
                .isEqualTo(ANEW);
    }

    @Test
    void textThatIsNoMarkIsNone() {
        assertThat(Mark.parse("")).isEmpty();
        assertThat(Mark.parse("checkout-v2-1")).isEmpty();
        assertThat(Mark.parse("checkout-v2-1 weight=25 outcome=LOST")).isEmpty();
    }

    @Property
    void aMarkReadsBackAsItWasWritten(@ForAll @IntRange(max = 100) int weight, @ForAll Outcome outcome) {
        var going = new Mark("checkout-v2-1", Optional.of(3), weight, Optional.empty());
        var ending = new Mark("checkout-v2-1", Optional.empty(), weight, Optional.of(outcome));
        assertThat(Mark.parse(going.text())).contains(going);
        assertThat(Mark.parse(ending.text())).contains(ending);
    }
}
