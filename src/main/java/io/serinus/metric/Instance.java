package io.serinus.metric;

import static java.util.Objects.requireNonNull;

/** One scraped proxy: the pair of labels that Prometheus gives to every target. */
public record Instance(String job, String instance) {
    public Instance {
        requireNonNull(job, "job is null");
        requireNonNull(instance, "instance is null");
    }
}
