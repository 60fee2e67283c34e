package io.serinus.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Client proxies that count requests to one host, a scraper that sometimes fails, and the ledger of what they really
 * counted. Time moves second by second; every proxy is scraped every 15 s at a phase of its own. Answers like a backend
 * that marks series stale on a failed scrape.
 */
public final class SimulatedFleet implements MetricSource {
    public static final String HOST = "cart.shop.svc.cluster.local";
    public static final Instant EPOCH = Instant.ofEpochSecond(1_800_000_000L);
    private static final int SCRAPE_SECONDS = 15;
    private static final int STALE_SECONDS = 300;
    private static final double BOUND = 250.0;

    /** What can happen to a proxy. */
    public enum Happening {
        /** A new proxy. */
        BIRTH,
        /** Its traffic ends, and it goes after one more good scrape. */
        DRAIN,
        /** Its scrapes fail for some seconds. */
        GAP,
        /** It is gone at once. */
        KILL,
        /** Its process is replaced; the next one starts after some seconds. */
        RESTART,
        /** A proxy that has counted for long is scraped for the first time. */
        DISCOVERY
    }

    /** One thing that happens to the proxy with that index (modulo their number) at that second, for so many seconds. */
    public record Event(int second, Happening happening, int proxy, int seconds) {}

    private record Key(String version, String code) {}

    private record Sample(int second, boolean good, int age, Map<Key, Long> counts, Map<String, long[]> latency) {}

    private static final class Proxy {
        private final Instance instance;
        private final int phase;
        private final List<Sample> samples = new ArrayList<>();
        private Map<Key, Long> counts = new HashMap<>();
        private Map<String, long[]> latency = new HashMap<>();
        private int start;
        private int downUntil = Integer.MIN_VALUE;
        private int failsUntil = Integer.MIN_VALUE;
        private boolean draining;
        private boolean gone;
        private boolean isShown;
        private final Map<String, Long> unshown = new HashMap<>();

        Proxy(String name, int phase, int start) {
            this.instance = new Instance("istio-proxies", name);
            this.phase = phase;
            this.start = start;
        }

        boolean wasScraped() {
            return samples.stream().anyMatch(Sample::good);
        }

        void count(String version, String code, boolean fast) {
            counts.merge(new Key(version, code), 1L, Long::sum);
            if (!isShown) {
                unshown.merge(version, 1L, Long::sum);
            }
            long[] histogram = latency.computeIfAbsent(version, key -> new long[2]);
            histogram[0] += fast ? 1 : 0;
            histogram[1]++;
        }

        void preload(long requests) {
            counts.put(new Key("v1", "200"), requests);
            counts.put(new Key("v1", "500"), requests / 10);
            latency.put("v1", new long[] {requests, requests + requests / 10});
        }

        void scrape(int second) {
            boolean good = !gone && second >= downUntil && second >= failsUntil;
            var histograms = new HashMap<String, long[]>();
            latency.forEach((version, counted) -> histograms.put(version, counted.clone()));
            samples.add(new Sample(second, good, second - start, Map.copyOf(counts), histograms));
            if (good && !counts.isEmpty() && !isShown) {
                isShown = true;
                unshown.clear();
            }
            if (good && draining) {
                gone = true;
            }
        }
    }

    private final List<Event> events;
    private final Random random;
    private final List<Proxy> proxies = new ArrayList<>();
    private final Map<String, Map<String, Long>> truth = new TreeMap<>();
    private final Map<String, TreeMap<Integer, Long>> byAge = new TreeMap<>();
    private int second = -60;
    private int born;
    private int queries;

    public SimulatedFleet(long seed, List<Event> events) {
        this.events = List.copyOf(events);
        this.random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            Proxy old = birth(-100_000);
            old.preload(1_000 * (i + 1));
        }
    }

    /** Moves on to so many seconds after {@link #EPOCH}; nothing is requested before second 0 nor from {@code quiet} on. */
    public void advanceTo(int until, int quiet) {
        while (second < until) {
            second++;
            if (second > 0 && second < quiet) {
                events.stream().filter(event -> event.second() == second).forEach(this::happen);
            }
            for (Proxy proxy : proxies) {
                if (second > 0 && second < quiet && !proxy.gone && !proxy.draining && second >= proxy.downUntil) {
                    serve(proxy);
                }
                if (Math.floorMod(second, SCRAPE_SECONDS) == proxy.phase) {
                    proxy.scrape(second);
                }
            }
        }
    }

    /** What was really requested since second 0, by version and code. */
    public long truth(String version, String code) {
        return truth.getOrDefault(version, Map.of()).getOrDefault(code, 0L);
    }

    /** All requests of the version since second 0. */
    public long truth(String version) {
        return truth.getOrDefault(version, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Requests of the version since second 0 that were counted by processes of at least so many seconds. */
    public long truthFromAge(String version, int age) {
        return byAge.getOrDefault(version, new TreeMap<>()).tailMap(age, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Requests of the version that nobody can know of: their proxies ended before a scrape showed any count of theirs. */
    public long neverShown(String version) {
        return proxies.stream()
                .mapToLong(proxy -> proxy.unshown.getOrDefault(version, 0L))
                .sum();
    }

    /** How many snapshots were asked for. */
    public int queries() {
        return queries;
    }

    @Override
    public Snapshot snapshot(SnapshotQuery query) {
        queries++;
        int at = (int) Duration.between(EPOCH, query.at()).toSeconds();
        var requests = new HashMap<RequestSeries, Long>();
        var latency = new HashMap<LatencySeries, LatencyCounts>();
        var ages = new HashMap<Instance, Duration>();
        for (Proxy proxy : proxies) {
            for (Sample sample : samples(proxy, at, query.form())) {
                ages.merge(
                        proxy.instance,
                        Duration.ofSeconds(sample.age),
                        (one, other) -> one.compareTo(other) > 0 ? one : other);
                if (!query.hosts().contains(HOST)) {
                    continue;
                }
                sample.counts.forEach((key, count) -> requests.put(
                        new RequestSeries(proxy.instance, destination(key.version), Outcome.http(key.code)), count));
                if (!query.boundsOf(HOST).equals(BucketBounds.none())) {
                    sample.latency.forEach((version, counted) -> latency.put(
                            new LatencySeries(proxy.instance, destination(version)),
                            new LatencyCounts(Map.of(BOUND, counted[0]), counted[1])));
                }
            }
        }
        return new Snapshot(query.at(), requests, latency, ages);
    }

    /** The samples that an answer is made of, oldest first: a later one replaces the series it holds. */
    private static List<Sample> samples(Proxy proxy, int at, SnapshotQuery.Form form) {
        var upTo = proxy.samples.stream().filter(sample -> sample.second <= at).toList();
        return switch (form) {
            case SnapshotQuery.Form.Current _ -> {
                if (upTo.isEmpty() || !upTo.getLast().good || upTo.getLast().second <= at - STALE_SECONDS) {
                    yield List.of();
                }
                yield List.of(upTo.getLast());
            }
            case SnapshotQuery.Form.LastKnown(Duration lookback, Set<Instance> only) -> {
                if (!only.isEmpty() && !only.contains(proxy.instance)) {
                    yield List.of();
                }
                yield upTo.stream()
                        .filter(sample -> sample.good && sample.second > at - lookback.toSeconds())
                        .toList();
            }
        };
    }

    private void happen(Event event) {
        if (event.happening == Happening.BIRTH) {
            birth(second);
            return;
        }
        if (event.happening == Happening.DISCOVERY) {
            birth(second - 50_000).preload(40_000);
            return;
        }
        Proxy proxy = proxies.get(Math.floorMod(event.proxy, proxies.size()));
        switch (event.happening) {
            case DRAIN -> proxy.draining = true;
            case KILL -> proxy.gone = true;
            case GAP -> {
                if (proxy.wasScraped()) {
                    proxy.failsUntil = second + event.seconds;
                }
            }
            case RESTART -> {
                proxy.counts = new HashMap<>();
                proxy.latency = new HashMap<>();
                proxy.downUntil = second + event.seconds % 60;
                proxy.start = proxy.downUntil;
            }
            case BIRTH, DISCOVERY -> throw new AssertionError(event);
        }
    }

    private Proxy birth(int start) {
        var proxy = new Proxy("10.0.0." + born++ + ":15020", random.nextInt(SCRAPE_SECONDS), start);
        proxies.add(proxy);
        return proxy;
    }

    private void serve(Proxy proxy) {
        for (int i = random.nextInt(4); i > 0; i--) {
            String version = random.nextInt(5) == 0 ? "v2" : "v1";
            String code = random.nextInt(10) == 0 ? "500" : "200";
            proxy.count(version, code, random.nextBoolean());
            truth.computeIfAbsent(version, key -> new TreeMap<>()).merge(code, 1L, Long::sum);
            byAge.computeIfAbsent(version, key -> new TreeMap<>()).merge(second - proxy.start, 1L, Long::sum);
        }
    }

    private static Destination destination(String version) {
        return new Destination(HOST, version, version, "cart-" + version);
    }
}
