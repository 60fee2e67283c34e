package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SafetiesTest {
    private static final double ENOUGH = Math.log(20);
    private static final Stream.Safety SAFETY = new Stream.Safety(1.25, 0.005, Optional.empty());
    private static final List<Integer> PERCENTS = List.of(10, 50, 100);
    private static final Counts GOOD = new Counts(9_500, 9, 500, 0);

    @Test
    void answerForEachWeightAsIfItHadBeenAskedFromTheBeginning() {
        var safeties = Safeties.start(SAFETY, PERCENTS, Double.POSITIVE_INFINITY);
        for (int i = 0; i < 12; i++) {
            safeties = safeties.fold(GOOD);
        }
        for (int percent : PERCENTS) {
            var alone = EProcess.of(SAFETY.at(percent));
            for (int i = 0; i < 12; i++) {
                alone = alone.fold(GOOD);
            }
            assertThat(safeties.at(percent).maxLogE()).isEqualTo(alone.maxLogE());
        }
    }

    @Test
    void keepWhatWasOnceEnoughWhateverComesAfter() {
        var safeties = Safeties.start(SAFETY, PERCENTS, ENOUGH);
        for (int i = 0; i < 4; i++) {
            safeties = safeties.fold(GOOD);
        }
        double reached = safeties.at(10).maxLogE();
        assertThat(reached).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(safeties.at(10).process()).isEmpty();
        assertThat(safeties.fold(new Counts(9_500, 9, 500, 400)).at(10).maxLogE())
                .isCloseTo(reached, within(0.0));
    }

    @Test
    void askTheNextLargerWeightForOneThatIsNotPlanned() {
        var safeties = Safeties.start(SAFETY, PERCENTS, ENOUGH).from(10);
        assertThat(safeties.at(20).percent()).isEqualTo(50);
        assertThat(safeties.from(50).at(10).percent()).isEqualTo(50);
        assertThatIllegalArgumentException().isThrownBy(() -> safeties.at(101));
    }
}
