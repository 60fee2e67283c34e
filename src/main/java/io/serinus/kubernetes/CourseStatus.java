package io.serinus.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.serinus.analysis.Observation.WeightChanged;
import io.serinus.release.Course;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the judge was told beside the counts, between the core and a status. */
final class CourseStatus {
    private CourseStatus() {}

    /** Null where there is none, because an absent field says the same. */
    static CanaryReleaseStatus.@Nullable Course of(Optional<Course> course) {
        return course.map(found -> new CanaryReleaseStatus.Course(
                        found.began().toString(),
                        text(found.countedFrom()),
                        found.past()
                                .map(past -> new CanaryReleaseStatus.Past(
                                        text(past.after()), StatusWriter.sentence(past.reason())))
                                .orElse(null),
                        found.turns().isEmpty()
                                ? null
                                : found.turns().stream().map(CourseStatus::turn).toList()))
                .orElse(null);
    }

    static Optional<Course> read(CanaryReleaseStatus.@Nullable Course course) throws UnreadableReleaseException {
        if (course == null) {
            return Optional.empty();
        }
        CanaryReleaseStatus.Past past = course.past();
        var turns = new ArrayList<Course.Turn>();
        for (CanaryReleaseStatus.Turn turn : requireNonNullElse(course.turns(), List.<CanaryReleaseStatus.Turn>of())) {
            turns.add(turn("status.course.turns[" + turns.size() + "]", turn));
        }
        return Optional.of(new Course(
                Present.instant("status.course.began", course.began()),
                instant("status.course.countedFrom", course.countedFrom()),
                past == null
                        ? Optional.empty()
                        : Optional.of(new Course.Past(
                                instant("status.course.past.after", past.after()),
                                requireNonNullElse(past.reason(), ""))),
                turns));
    }

    private static CanaryReleaseStatus.Turn turn(Course.Turn turn) {
        WeightChanged change = turn.change();
        return new CanaryReleaseStatus.Turn(
                text(turn.after()),
                change.at().toString(),
                change.step(),
                change.canaryPercent(),
                change.nextPercent(),
                change.isShare());
    }

    private static Course.Turn turn(String path, CanaryReleaseStatus.Turn turn) throws UnreadableReleaseException {
        return new Course.Turn(
                instant(path + ".after", turn.after()),
                new WeightChanged(
                        Present.instant(path + ".at", turn.at()),
                        Present.in(path + ".step", turn.step()),
                        Present.in(path + ".weight", turn.weight()),
                        Present.in(path + ".next", turn.next()),
                        Boolean.TRUE.equals(turn.share())));
    }

    private static @Nullable String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static Optional<Instant> instant(String path, @Nullable String text) throws UnreadableReleaseException {
        return text == null ? Optional.empty() : Optional.of(Present.instant(path, text));
    }
}
