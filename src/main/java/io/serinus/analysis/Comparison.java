package io.serinus.analysis;

import java.util.Optional;

/** What a metric compares, in words: of its stream that weighs most against the canary. */
final class Comparison {
    private Comparison() {}

    static String of(Weighing weighing, int metric) {
        return weighing.level(metric)
                .map(LevelState::comparison)
                .or(() -> weighing.window(metric).map(Window::comparison))
                .or(() -> weighing.heaviestStream(metric).map(Comparison::of))
                .orElse("nothing to judge yet");
    }

    private static String of(StreamState state) {
        Stream.Subject subject = state.stream().subject();
        String happened = happened(subject.bound());
        return subject.limit()
                .map(limit -> Wording.share("canary", state.judged().canary(), happened) + ", limit "
                        + Wording.percent(limit))
                .orElseGet(() -> Wording.comparison(state.judged(), happened));
    }

    private static String happened(Optional<Double> bound) {
        return bound.map(millis -> "took over " + Wording.millis(millis)).orElse("failed");
    }
}
