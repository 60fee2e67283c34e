package io.serinus.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Why the counts of one version may be less than its proxies counted in the same time. Counts without uncertainty are
 * exact: what the last scrape of every proxy showed, less what the last one before had shown.
 *
 * @param extents how far each kind goes; absent kinds are ruled out
 */
public record Uncertainty(Map<Kind, Extent> extents) {
    /** The counts are exact. */
    public static final Uncertainty NONE = new Uncertainty(Map.of());

    /** What makes counts uncertain. */
    public enum Kind {
        /** A proxy's scrape failed, or it is gone. What it counted since its last scrape is counted later, or never. */
        ABSENT("not scraped (what happened since the last scrape is counted later, or never if the proxy is gone)"),
        /** The newest scrape of a proxy is older than usual, as while the backend itself was down. */
        OUTDATED("last scraped longer ago than usual (what happened since is counted later, or never)"),
        /** A proxy's process is a new one. What the old one counted after its last scrape was seen by nobody. */
        RESTARTED("restarted (what the old process counted after its last scrape is lost)"),
        /** The same cannot be ruled out, since the process is younger than the newest scrape before. */
        YOUNG("too young to rule out a restart"),
        /** A proxy had been taken for gone, and what it counted meanwhile is counted now. */
        RETURNED("back after minutes (what was counted meanwhile is counted now)"),
        /** Old counters that were not known before: what they hold happened nobody knows when. */
        DISCOVERED_LATE("discovered late (what was counted before is left out)"),
        /** Counters of a process that runs on fell, or disappeared and came back, and are not believed. */
        FELL("with counters that fell without a restart (they count on from the lower value)"),
        /** A proxy tells no age: neither a restart nor a late discovery can be seen. */
        AGELESS("without an age, envoy_server_uptime (a restart cannot be seen)"),
        /** A histogram lacks bounds that are asked for, or has none in common with the others. */
        UNREADABLE("with histograms that lack the bounds asked for (which are left out)");

        private final String predicate;

        Kind(String predicate) {
            this.predicate = predicate;
        }
    }

    /**
     * How far one kind goes.
     *
     * @param proxies how many proxies it concerns, or for {@link Kind#UNREADABLE} histograms; at least 1
     * @param requests how many requests are known to be missing; 0 where nobody knows
     */
    public record Extent(int proxies, long requests) {
        public Extent {
            if (proxies < 1 || requests < 0) {
                throw new IllegalArgumentException(proxies + " proxies with " + requests + " requests");
            }
        }

        private static Extent later(Extent one, Extent other) {
            return new Extent(Math.max(one.proxies, other.proxies), one.requests + other.requests);
        }

        private static Extent sum(Extent one, Extent other) {
            return new Extent(one.proxies + other.proxies, one.requests + other.requests);
        }
    }

    public Uncertainty {
        var ordered = new EnumMap<Kind, Extent>(Kind.class);
        ordered.putAll(extents);
        extents = Collections.unmodifiableMap(ordered);
    }

    /** Whether the counts are exact. */
    public boolean isNone() {
        return extents.isEmpty();
    }

    public boolean has(Kind kind) {
        return extents.containsKey(kind);
    }

    /** Of two groups of proxies in one span. */
    public Uncertainty plus(Uncertainty other) {
        return merged(other, Extent::sum);
    }

    /** Of a span and the one after it: the most proxies at once, and the requests of both. */
    public Uncertainty then(Uncertainty next) {
        return merged(next, Extent::later);
    }

    /** Without one kind. */
    public Uncertainty without(Kind kind) {
        if (!has(kind)) {
            return this;
        }
        var others = new EnumMap<Kind, Extent>(extents);
        others.remove(kind);
        return new Uncertainty(others);
    }

    private Uncertainty merged(Uncertainty other, BinaryOperator<Extent> merge) {
        if (other.isNone()) {
            return this;
        }
        var all = new EnumMap<Kind, Extent>(Kind.class);
        all.putAll(extents);
        other.extents.forEach((kind, extent) -> all.merge(kind, extent, merge));
        return new Uncertainty(all);
    }

    /** One clause per kind, such as "2 proxies restarted (…)". */
    public List<String> clauses() {
        var clauses = new ArrayList<String>();
        extents.forEach((kind, extent) -> clauses.add(extent.proxies
                + (extent.proxies == 1 ? " proxy " : " proxies ")
                + kind.predicate
                + (extent.requests == 0 ? "" : ": " + extent.requests + " requests")));
        return clauses;
    }
}
