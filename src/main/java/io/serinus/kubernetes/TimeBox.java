package io.serinus.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;

/** Calls that end in bounded time. */
final class TimeBox {
    /** One call with its one repetition ends well within a lease of 15 s. */
    private static final int REQUEST_MILLIS = 4000;

    private static final int REPETITIONS = 1;
    private static final int PAUSE_MILLIS = 200;

    private TimeBox() {}

    /** A client over the same connections whose requests are given up early; for everything but watches. */
    static KubernetesClient around(KubernetesClient client) {
        RequestConfig config = new RequestConfigBuilder(
                        client.getConfiguration().getRequestConfig())
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(REPETITIONS)
                .withRequestRetryBackoffInterval(PAUSE_MILLIS)
                .build();
        return client.newClient(config).adapt(KubernetesClient.class);
    }
}
