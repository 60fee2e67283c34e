package io.serinus.prometheus;

import io.serinus.metric.RequestSeries;
import io.serinus.prometheus.QueryClient.UnreadableRowException;
import java.util.HashMap;
import java.util.Map;

/** Cumulative requests by series. */
final class RequestRows implements QueryClient.Rows {
    private final Map<RequestSeries, Long> requests = new HashMap<>();

    @Override
    public void accept(Map<String, String> labels, double time, String value) throws UnreadableRowException {
        if (requests.put(Labels.requestSeries(labels), Labels.count(labels, value)) != null) {
            throw UnreadableRowException.twice(labels);
        }
    }

    Map<RequestSeries, Long> requests() {
        return requests;
    }
}
