package io.serinus.prometheus;

import io.serinus.metric.BucketBounds;
import io.serinus.metric.SnapshotQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * In which form the backend holds each host's histograms: classic buckets, or native histograms where a backend makes them of
 * classic ones. A host is asked for both in one query until it has shown one, then for that one, and for both again once
 * that brings nothing. Safe for several threads.
 */
final class HistogramForms {
    /** A form of histograms. */
    enum Form {
        /** One series per bucket. */
        CLASSIC,
        /** All buckets in one series. */
        NATIVE
    }

    private final Map<String, Form> known = new ConcurrentHashMap<>();

    /** The queries for the histograms of these hosts. */
    List<String> queries(CounterQueries queries, SnapshotQuery query, Set<String> hosts, BucketBounds bounds) {
        var texts = new ArrayList<String>();
        Set<String> classic = in(hosts, Form.CLASSIC);
        if (!classic.isEmpty()) {
            texts.addAll(queries.latency(query, classic, bounds));
        }
        Set<String> natives = in(hosts, Form.NATIVE);
        if (!natives.isEmpty()) {
            texts.addAll(queries.nativeLatency(query, natives));
        }
        Set<String> unknown = in(hosts, null);
        if (!unknown.isEmpty()) {
            texts.addAll(queries.latencyOfAnyForm(query, unknown, bounds));
        }
        return texts;
    }

    private Set<String> in(Set<String> hosts, @Nullable Form form) {
        var in = new TreeSet<String>();
        for (String host : hosts) {
            if (known.get(host) == form) {
                in.add(host);
            }
        }
        return in;
    }

    /**
     * Takes note of the forms that a snapshot has brought. Last known values say nothing: they may be from before the
     * backend went over to another form, and for a few proxies nothing is an answer too.
     *
     * @param brought by host; hosts without histograms are absent
     */
    void learn(SnapshotQuery query, Map<String, Form> brought) {
        if (query.form() instanceof SnapshotQuery.Form.Current) {
            for (String host : query.hosts()) {
                Form form = brought.get(host);
                if (form != null) {
                    known.put(host, form);
                } else if (!query.boundsOf(host).equals(BucketBounds.none())) {
                    known.remove(host);
                }
            }
        }
    }
}
