package io.serinus.simulation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FaultRatioTest {

    @Test
    void changesByPhasesOfTheVersionsAge() {
        var ratio = FaultRatio.constant(0.001).from(ofSeconds(50), 0.2).from(ofSeconds(110), 0);
        assertThat(ratio.at(ofSeconds(0))).isEqualTo(0.001);
        assertThat(ratio.at(ofSeconds(50).minusNanos(1))).isEqualTo(0.001);
        assertThat(ratio.at(ofSeconds(50))).isEqualTo(0.2);
        assertThat(ratio.at(ofSeconds(110))).isZero();
    }

    @Test
    void burstsAtTheEndOfEveryPeriod() {
        var ratio = FaultRatio.constant(0.01).withBursts(ofSeconds(30), ofSeconds(5), 0.5);
        assertThat(ratio.at(ofSeconds(0))).isEqualTo(0.01);
        assertThat(ratio.at(ofSeconds(24))).isEqualTo(0.01);
        assertThat(ratio.at(ofSeconds(25))).isEqualTo(0.5);
        assertThat(ratio.at(ofSeconds(30))).isEqualTo(0.01);
        assertThat(ratio.at(ofSeconds(59))).isEqualTo(0.5);
    }

    @Test
    void refusesWhatIsNoRatio() {
        assertThatThrownBy(() -> FaultRatio.constant(5)).hasMessage("ratio must be between 0 and 1, is 5.0");
        assertThatThrownBy(() -> FaultRatio.constant(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FaultRatio.NEVER.from(ofSeconds(1), -0.1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
