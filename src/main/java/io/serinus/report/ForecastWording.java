package io.serinus.report;

import io.serinus.report.ReleaseDocument.AheadDocument;
import io.serinus.report.ReleaseDocument.ForecastDocument;
import java.time.Duration;

/** A forecast in words. */
final class ForecastWording {
    private static final long MINUTE = 60;
    private static final long TEN_MINUTES = 600;

    private ForecastWording() {}

    /** How much longer a step takes and what for, such as "about 12 min until the evidence is in". */
    static String of(AheadDocument ahead) {
        Long seconds = ahead.seconds();
        if (seconds == null) {
            return switch (ahead.bound()) {
                case PERSON -> "until somebody opens it";
                case TRAFFIC -> "takes as long as its requests do";
                case EVIDENCE, WARM_UP, MIN_DURATION, PAUSE -> "no end of it is in sight yet";
                case MIN_REQUESTS -> "over a week until it has its requests";
            };
        }
        String about = "about " + Wording.duration(Duration.ofSeconds(rounded(seconds)));
        return switch (ahead.bound()) {
            case MIN_DURATION -> about + ", its shortest time";
            case MIN_REQUESTS -> about + " until it has its requests";
            case WARM_UP -> about + " of warm-up";
            case EVIDENCE -> about + " until the evidence is in";
            case PAUSE -> about + " of pause";
            case PERSON, TRAFFIC -> about;
        };
    }

    /**
     * When the canary gets everything.
     *
     * @param isHeld whether something keeps the release from moving now
     */
    static String of(ForecastDocument forecast, boolean isHeld) {
        if (isHeld) {
            return "While the release is held nobody can tell when promotion comes.";
        }
        String basis = "At " + Wording.number(forecast.requestsPerSecond())
                + " requests per second, and if the canary is as good as the baseline, ";
        return forecast.promotionAt() == null
                ? basis + "nobody can tell when promotion comes: a step ahead depends on more than that."
                : basis + "promotion comes about " + Wording.time(forecast.promotionAt()) + ".";
    }

    /** Up, to what a person would say. */
    private static long rounded(long seconds) {
        long unit = seconds < MINUTE ? 1 : seconds < TEN_MINUTES ? 10 : MINUTE;
        return (seconds + unit - 1) / unit * unit;
    }
}
