package io.serinus.prometheus;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A kind of backend, and what follows from it. */
public enum Flavor {
    PROMETHEUS("Prometheus", Duration.ofMillis(500), Map.of()),
    /** Shows samples a few seconds after the scrape. */
    VICTORIAMETRICS("VictoriaMetrics", Duration.ofSeconds(10), Map.of()),
    VICTORIAMETRICS_CLUSTER("VictoriaMetrics cluster", Duration.ofSeconds(10), Map.of("deny_partial_response", "1")),
    /** Part of its data may come by remote write. */
    THANOS("Thanos", Duration.ofSeconds(60), Map.of("partial_response", "false", "dedup", "true")),
    /** Everything comes by remote write. */
    MIMIR("Mimir or Cortex", Duration.ofSeconds(60), Map.of()),
    /** Asked as every one of them at once, since they ignore each other's parameters; as slow as the slowest. */
    UNKNOWN(
            "a backend of an unknown kind",
            Duration.ofSeconds(60),
            Map.of("deny_partial_response", "1", "partial_response", "false", "dedup", "true"));

    private final String title;
    private final Duration delay;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, String> parameters;

    Flavor(String title, Duration delay, Map<String, String> parameters) {
        this.title = title;
        this.delay = delay;
        this.parameters = parameters;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /**
     * How long after its scrape a sample is shown, at the latest. What is shown later still is counted a tick later, except
     * the last samples of a pod that is gone, and the first ones of a pod whose age is not shown with them.
     */
    public Duration delay() {
        return delay;
    }

    /** What every query needs so that an incomplete answer is an error. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** As options and labels have it, such as {@code victoriametrics-cluster}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of the word. */
    public static Optional<Flavor> of(String word) {
        return Arrays.stream(values())
                .filter(flavor -> flavor.word().equals(word))
                .findFirst();
    }

    /** All words, for messages. */
    public static String words() {
        return Arrays.stream(values()).map(Flavor::word).collect(Collectors.joining(", "));
    }
}
