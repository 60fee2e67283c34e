package io.serinus;

import io.serinus.config.SerinusConfig;
import io.serinus.prometheus.PrometheusSettings;

/** The options of the metrics backend as its adapter wants them. */
final class PrometheusOptions {
    private PrometheusOptions() {}

    /**
     * The adapter's settings.
     *
     * @throws IllegalArgumentException if an option is wrong; the message names it
     */
    static PrometheusSettings settings(SerinusConfig.Prometheus options) {
        return new PrometheusSettings(
                options.url(),
                options.timeout(),
                options.reporter(),
                options.headers(),
                options.parameters(),
                options.maxQueryBytes());
    }
}
