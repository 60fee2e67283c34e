package io.serinus.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.serinus.analysis.Forecast;
import io.serinus.analysis.Judgement;
import io.serinus.release.Release;
import io.serinus.release.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long the steps ahead take, between the core and a status. */
final class ForecastStatus {
    private ForecastStatus() {}

    /** Null while nobody can tell, and where no step is ahead. */
    static CanaryReleaseStatus.@Nullable Forecast of(Release release) {
        return release.state() instanceof State.Progressing progressing
                ? release.judgement()
                        .flatMap(Judgement::forecast)
                        .map(forecast -> of(forecast.from(progressing.step(), progressing.pauseEnds())))
                        .orElse(null)
                : null;
    }

    private static CanaryReleaseStatus.Forecast of(Forecast forecast) {
        return new CanaryReleaseStatus.Forecast(
                forecast.at().toString(),
                forecast.requestsPerSecond(),
                forecast.steps().stream()
                        .map(ahead -> new CanaryReleaseStatus.Ahead(
                                ahead.step() + 1,
                                ahead.left().map(Duration::toSeconds).orElse(null),
                                ahead.bound().name()))
                        .toList());
    }

    static Optional<Forecast> read(CanaryReleaseStatus.@Nullable Forecast status) throws UnreadableReleaseException {
        if (status == null) {
            return Optional.empty();
        }
        var steps = new ArrayList<Forecast.Ahead>();
        for (CanaryReleaseStatus.Ahead ahead :
                requireNonNullElse(status.steps(), List.<CanaryReleaseStatus.Ahead>of())) {
            String path = "status.forecast.steps[" + steps.size() + "]";
            steps.add(new Forecast.Ahead(
                    Present.in(path + ".step", ahead.step()) - 1,
                    Optional.ofNullable(ahead.seconds()).map(Duration::ofSeconds),
                    Present.word(path + ".bound", ahead.bound(), Forecast.Bound.class)));
        }
        return Optional.of(new Forecast(
                Present.instant("status.forecast.at", status.at()),
                requireNonNullElse(status.requestsPerSecond(), 0.0),
                steps));
    }
}
