package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.NuisanceGrid;
import io.serinus.stats.RatioHypothesis;
import org.junit.jupiter.api.Test;

class RecentIntervalsTest {
    private static final RatioHypothesis SAFE =
            RatioHypothesis.below(1.25, 0.02).with(NuisanceGrid.none());

    @Test
    void keepsTheLatestAndAnswersFromThem() {
        var intervals = RecentIntervals.NONE;
        var latest = EProcess.of(SAFE);
        for (int i = 0; i < RecentIntervals.CAPACITY + 20; i++) {
            var counts = new Counts(900, i % 3, 100 + i, i % 2);
            intervals = intervals.plus(counts);
            latest = i < 20 ? latest : latest.fold(counts);
        }
        assertThat(intervals.size()).isEqualTo(RecentIntervals.CAPACITY);
        assertThat(intervals.evidenceFor(SAFE).logE()).isEqualTo(latest.logE());
    }

    @Test
    void isNotChangedByWhatComesAfter() {
        var one = RecentIntervals.NONE.plus(new Counts(10, 1, 10, 0));
        assertThat(one.plus(new Counts(10, 0, 10, 5)).size()).isEqualTo(2);
        assertThat(one.size()).isOne();
    }
}
