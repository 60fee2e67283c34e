package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Series.MetricPoint;
import io.serinus.analysis.Series.Point;
import io.serinus.metric.Compared;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SeriesPropertyTest {
    private static final int STEP = 1_000;

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Property(tries = 200)
    void losesNothingAndStaysSmallHoweverLongTheReleaseRuns(@ForAll @IntRange(max = 3_000) int intervals) {
        Series series = Series.NONE;
        for (int i = 1; i <= intervals; i++) {
            series = series.plus(point(i));
        }

        List<Point> points = series.points();
        assertThat(points).hasSizeLessThanOrEqualTo(Series.MOST_POINTS);
        if (intervals > Series.MOST_POINTS) {
            assertThat(points).hasSizeGreaterThanOrEqualTo(Series.MOST_POINTS / 2);
        }
        assertThat(points.stream().mapToLong(Point::intervals).sum()).isEqualTo(intervals);
        assertThat(points.stream().mapToLong(point -> point.requests().canary()).sum())
                .isEqualTo((long) intervals * (intervals + 1) / 2);
        assertThat(points.stream()
                        .mapToLong(point ->
                                point.metrics().getFirst().counts().canary().total())
                        .sum())
                .isEqualTo(intervals * 7L);
        if (intervals > 0) {
            Point last = points.getLast();
            assertThat(last.at()).isEqualTo(BEGIN.plusSeconds(15L * intervals));
            assertThat(last.againstLog10()).isEqualTo(intervals);
            assertThat(last.metrics().getFirst().forLog10()).isEqualTo(-intervals);
        }
    }

    /** All points of a step but its last are of the same length, so that a chart shows each time with the same care. */
    @Property(tries = 200)
    void mergesEvenly(@ForAll @IntRange(min = 1, max = STEP - 1) int intervals) {
        Series series = Series.NONE;
        for (int i = 1; i <= intervals; i++) {
            series = series.plus(point(i));
        }

        List<Point> points = series.points();
        List<Point> whole = points.subList(0, points.size() - 1);
        assertThat(whole.stream().map(Point::intervals).distinct()).hasSizeLessThanOrEqualTo(1);
        assertThat(points.getLast().intervals())
                .isLessThanOrEqualTo(
                        whole.stream().mapToInt(Point::intervals).max().orElse(1));
        for (Point point : points) {
            assertThat(BEGIN.plusSeconds(15L * (long) point.againstLog10())).isEqualTo(point.at());
        }
    }

    private static Point point(int number) {
        return new Point(
                BEGIN.plusSeconds(15L * number),
                1,
                1 + number / STEP,
                Math.min(100, number),
                true,
                new Compared<>(2L * number, (long) number),
                number,
                List.of(new MetricPoint(
                        new Compared<>(new BadOfTotal(1, 9), new BadOfTotal(2, 7)),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        number,
                        -number)));
    }

    /** Or a step would seem to have begun earlier than it did. */
    @Property(tries = 100)
    void mergesNoPointsOfDifferentSteps(@ForAll @IntRange(min = 1, max = 3_000) int intervals) {
        Series series = Series.NONE;
        for (int i = 1; i <= intervals; i++) {
            series = series.plus(point(i));
        }

        Instant before = BEGIN;
        for (Point point : series.points()) {
            long first = Duration.between(BEGIN, before).toSeconds() / 15 + 1;
            assertThat(1 + first / STEP).isEqualTo(point.step());
            before = point.at();
        }
    }
}
