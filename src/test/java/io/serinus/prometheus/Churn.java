package io.serinus.prometheus;

import io.serinus.prometheus.ScrapedPod.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One service in an hour of a {@link Scenario}: pods that serve, are scraped half a second after a second of their own every
 * 15 s, and come and go. The same seed gives the same hour. Times in seconds since its beginning.
 */
final class Churn {
    static final int LENGTH = 3_600;

    private static final int OLD = 100_000;
    private static final int LATE = 1_900;

    private final Scenario scenario;
    private final SplittableRandom random;
    private final List<ScrapedPod> pods = new ArrayList<>();
    private final Ledger ledger;
    private int born;
    private int bursts;

    Churn(Scenario scenario, long seed, int tick) {
        this.scenario = scenario;
        this.random = new SplittableRandom(seed * 31 + scenario.ordinal());
        this.ledger = new Ledger(tick);
        int baseline = scenario == Scenario.UNREACHABLE ? 3 : 4;
        for (int i = 0; i < baseline + 2; i++) {
            ScrapedPod old = birth(i < baseline ? "v1" : "v2", -OLD);
            old.preload(new Key(old.version, "200", "-"), 1_000L * (i + 1));
        }
    }

    Scenario scenario() {
        return scenario;
    }

    Ledger ledger() {
        return ledger;
    }

    /**
     * One second.
     *
     * @param millis the time of the scrapes that are due in it
     * @param isScraping whether the server runs; else nothing is scraped, nor missed
     */
    void live(int second, long millis, boolean isScraping, RemoteWrite write) {
        if (second > 0) {
            happen(second);
        }
        for (ScrapedPod pod : pods) {
            if (pod.serves(second)) {
                serve(pod);
            }
        }
        for (ScrapedPod pod : pods) {
            if (isScraping && Math.floorMod(second, ScrapedPod.SCRAPE_INTERVAL) == pod.phase) {
                pod.scrape(second, millis, random.nextDouble() < scenario.failedScrapes(), ledger, write);
            }
        }
        pods.removeIf(ScrapedPod::isOver);
    }

    private void serve(ScrapedPod pod) {
        for (int n = ScrapedPod.poisson(random, scenario.rate()); n > 0; n--) {
            boolean isCaller = scenario == Scenario.CALLERS;
            String version = isCaller ? (random.nextInt(10) == 0 ? "v2" : "v1") : pod.version;
            String code = random.nextDouble() < scenario.errors() ? "500" : "200";
            pod.serve(new Key(version, code, "-"), random.nextInt(4) > 0);
        }
    }

    private void happen(int second) {
        switch (scenario) {
            case STEADY, LOW, FAILED_SCRAPES -> {}
            case BIRTHS -> every(second, 120, () -> birth(anyVersion(), second));
            case FIRST_500 -> chance(40, () -> burst(any(second)));
            case DRAIN -> chance(40, () -> replace(second, any(second), 20));
            case KILL -> chance(40, () -> replace(second, any(second), 0));
            case RESTART -> chance(40, () -> any(second).restart(second + random.nextInt(4)));
            case CRASH_LOOP -> crash(second);
            case UNREACHABLE -> {
                if (second == 600 || second == 2_400) {
                    pods.subList(0, 2).forEach(pod -> pod.unreachableUntil = second + 420);
                }
            }
            case LATE -> every(second, LATE, () -> late(second, 4));
            case CALLERS -> {
                chance(60, () -> replace(second, any(second), 0));
                chance(60, () -> any(second).restart(second + random.nextInt(20)));
            }
            case MIX -> mix(second);
        }
        for (ScrapedPod pod : pods) {
            if (pod.quietFrom + 20 == second) {
                pod.gone(second);
            }
        }
    }

    private void mix(int second) {
        chance(150, () -> replace(second, any(second), 20));
        chance(150, () -> replace(second, any(second), 0));
        chance(150, () -> any(second).restart(second + random.nextInt(30)));
        chance(300, () -> any(second).unreachableUntil = second + random.nextInt(400));
        chance(100, () -> burst(any(second)));
        every(second, LATE, () -> late(second, 1));
    }

    private void crash(int second) {
        for (ScrapedPod pod : pods) {
            int age = second - pod.startedAt;
            if (pod.version.equals("v2") && age >= 5 && (age >= 60 || random.nextInt(20) == 0)) {
                pod.restart(second + 1 + random.nextInt(25));
            }
        }
    }

    private void burst(ScrapedPod pod) {
        bursts++;
        for (int n = 1 + random.nextInt(40); n > 0; n--) {
            pod.serve(new Key(pod.version, "500", "UF" + bursts), true);
        }
    }

    private void replace(int second, ScrapedPod pod, int drain) {
        birth(pod.version, second);
        if (drain > 0) {
            pod.quietFrom = second;
        } else {
            pod.gone(second);
        }
    }

    private void late(int second, int count) {
        for (int i = 0; i < count; i++) {
            ScrapedPod pod = birth(i % 2 == 0 ? "v1" : "v2", second - OLD);
            pod.discoveredAt = second + 1;
            pod.preload(new Key(pod.version, "200", "-"), 1_000_000);
            pod.preload(new Key(pod.version, "500", "-"), 10_000);
        }
    }

    private ScrapedPod birth(String version, int startedAt) {
        int number = born++;
        var pod = new ScrapedPod(
                scenario.reporter(),
                scenario.host(),
                version,
                "10." + scenario.ordinal() + "." + number / 250 + "." + (1 + number % 250) + ":15020",
                random.nextInt(ScrapedPod.SCRAPE_INTERVAL),
                startedAt);
        pods.add(pod);
        return pod;
    }

    private String anyVersion() {
        return random.nextInt(3) == 0 ? "v2" : "v1";
    }

    /** One that is meant to stay. */
    private ScrapedPod any(int second) {
        List<ScrapedPod> there = pods.stream().filter(pod -> pod.serves(second)).toList();
        return there.isEmpty() ? pods.getFirst() : there.get(random.nextInt(there.size()));
    }

    private void chance(int oneIn, Runnable then) {
        if (random.nextInt(oneIn) == 0) {
            then.run();
        }
    }

    private static void every(int second, int period, Runnable then) {
        if (second % period == 0) {
            then.run();
        }
    }
}
