package io.serinus.prometheus;

import io.serinus.metric.Instance;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How long each proxy has been running. */
final class AgeRows implements QueryClient.Rows {
    private final Map<Instance, Duration> ages = new HashMap<>();

    @Override
    public void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException {
        Duration age = Duration.ofSeconds(Labels.count(labels, value));
        if (ages.put(Labels.instance(labels), age) != null) {
            throw UnreadableRowException.twice(labels);
        }
    }

    Map<Instance, Duration> ages() {
        return ages;
    }
}
