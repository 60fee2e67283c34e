package io.serinus.prometheus;

import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How old samples are and how far apart. */
final class FreshnessRows implements QueryClient.Rows {
    private final Map<String, Double> seconds = new HashMap<>();

    @Override
    public void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException {
        try {
            seconds.put(labels.getOrDefault("of", ""), Double.parseDouble(value));
        } catch (NumberFormatException e) {
            throw new UnreadableRowException("the age of samples is " + value + ", expected a number of seconds");
        }
    }

    /** Empty if no proxy has any. */
    Optional<Duration> of(String what) {
        return Optional.ofNullable(seconds.get(what))
                .filter(Double::isFinite)
                .map(found -> Duration.ofMillis(Math.round(found * 1_000)));
    }
}
