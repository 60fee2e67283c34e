package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ComparableBoundsTest {
    private static final double[] BOUNDS = {5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000};
    private static final double ANY = Double.POSITIVE_INFINITY;

    @Test
    void takesBoundsThatSomeButNotMostValuesExceedAndTwoMore() {
        var baseline = above(10_000, 10_000, 9_000, 6_001, 6_000, 800, 40, 2, 1, 0, 0, 0);
        assertThat(ComparableBounds.choose(baseline, 0, ANY))
                .containsExactly(50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0);
    }

    @Test
    void staysWithinTheRange() {
        var baseline = above(10_000, 10_000, 9_000, 6_001, 6_000, 800, 40, 2, 1, 0, 0, 0);
        assertThat(ComparableBounds.choose(baseline, 60, 600)).containsExactly(100.0, 250.0, 500.0);
        assertThat(ComparableBounds.choose(baseline, 51, 99)).isEmpty();
    }

    @Test
    void letsTheSmallestGiveWayWhenThereAreTooMany() {
        var baseline = above(10_000, 5_500, 5_000, 4_000, 3_000, 2_000, 1_000, 500, 100, 10, 1, 0);
        assertThat(ComparableBounds.choose(baseline, 0, ANY))
                .containsExactly(50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0);
    }

    @Test
    void looksForANewSlowPathEvenOfVeryFastValues() {
        var baseline = above(10_000, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(ComparableBounds.choose(baseline, 0, ANY)).containsExactly(5.0, 10.0);
        var steep = above(10_000, 9_000, 8_000, 7_000, 1, 0, 0, 0, 0, 0, 0, 0);
        assertThat(ComparableBounds.choose(steep, 0, ANY)).containsExactly(50.0, 100.0);
    }

    @Test
    void takesNoneOnTooFewValuesOrAllTooSlow() {
        assertThat(ComparableBounds.choose(above(199, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 0), 0, ANY))
                .isEmpty();
        assertThat(ComparableBounds.choose(above(200, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 0), 0, ANY))
                .isNotEmpty();
        assertThat(ComparableBounds.choose(above(1_000, 900, 900, 900, 900, 900, 900, 900, 900, 900, 900, 900), 0, ANY))
                .isEmpty();
    }

    @Test
    void refusesARangeFromRightToLeft() {
        assertThatThrownBy(() -> ComparableBounds.choose(above(200, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 0), 10, 5))
                .hasMessage("from is 10.0, expected at most to, which is 5.0");
    }

    private static Buckets above(long total, long... above) {
        return new Buckets(BOUNDS, LongStream.of(above).map(it -> total - it).toArray(), total);
    }
}
