package io.serinus.simulation;

import io.serinus.metric.Outcome;
import io.serinus.metric.Reporter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The requests addressed to one host: a Poisson process, and what becomes of each request. Proxies count a request when it
 * ends, so the process is that of the ends.
 */
final class Traffic {
    private static final Outcome OK = Outcome.http("200");
    private static final Outcome CONNECTION_FAILED = new Outcome("503", "UF", "");
    private static final Outcome NO_HEALTHY_UPSTREAM = new Outcome("503", "UH", "");
    private static final Outcome NO_CLUSTER = new Outcome("503", "NC", "");
    private static final Outcome NO_ROUTE = new Outcome("404", "NR", "");

    private static final double NANOS_PER_SECOND = 1e9;
    /** What the network and the caller's proxy add to a request's duration. */
    private static final double HOP_MILLIS = 0.5;

    private final String host;
    private final Topology topology;
    private final Ledger ledger;
    private final Instant start;
    private final SplittableRandom random;
    private double requestsPerSecond;
    private long nextNanos;

    Traffic(SimulatedService service, Topology topology, Ledger ledger, Instant start, SplittableRandom random) {
        this.host = service.host();
        this.topology = topology;
        this.ledger = ledger;
        this.start = start;
        this.random = random;
        rate(service.requestsPerSecond(), 0);
    }

    /** Changes the rate. A Poisson process has no memory, so the wait for the next request may start anew. */
    void rate(double perSecond, long nowNanos) {
        requestsPerSecond = perSecond;
        nextNanos = nowNanos + gap();
    }

    boolean isDue(long toNanos) {
        return requestsPerSecond > 0 && nextNanos <= toNanos;
    }

    void advance(long toNanos, List<RouteShare> shares) {
        while (isDue(toNanos)) {
            List<SimulatedProxy> clients = topology.clients();
            if (!clients.isEmpty()) {
                request(clients.get(random.nextInt(clients.size())), choose(shares));
            }
            nextNanos += gap();
        }
    }

    private long gap() {
        return requestsPerSecond > 0 ? (long) (random.nextExponential() / requestsPerSecond * NANOS_PER_SECOND) : 0;
    }

    private @Nullable RouteShare choose(List<RouteShare> shares) {
        if (shares.size() < 2) {
            return shares.isEmpty() ? null : shares.getFirst();
        }
        double total = 0;
        for (RouteShare share : shares) {
            total += share.weight();
        }
        double point = random.nextDouble() * total;
        for (RouteShare share : shares) {
            point -= share.weight();
            if (point < 0) {
                return share;
            }
        }
        return shares.getLast();
    }

    private void request(SimulatedProxy client, @Nullable RouteShare share) {
        if (share == null) {
            fail(client, host, "", NO_ROUTE);
            return;
        }
        List<Deployment> candidates = topology.behind(share);
        if (candidates == null) {
            fail(client, share.host(), "", NO_CLUSTER);
            return;
        }
        int pods = candidates.stream()
                .mapToInt(deployment -> deployment.pods.size())
                .sum();
        if (pods == 0) {
            fail(
                    client,
                    share.host(),
                    candidates.size() == 1 ? candidates.getFirst().version : "",
                    NO_HEALTHY_UPSTREAM);
            return;
        }
        int pick = random.nextInt(pods);
        for (Deployment deployment : candidates) {
            if (pick < deployment.pods.size()) {
                request(client, share.host(), deployment, deployment.pods.get(pick));
                return;
            }
            pick -= deployment.pods.size();
        }
    }

    private void request(SimulatedProxy client, String to, Deployment deployment, SimulatedProxy pod) {
        Duration age = deployment.ageInTraffic(nextNanos);
        Behaviour behaviour = deployment.behaviour;
        if (happens(behaviour.refusals(), age)) {
            client.count(
                    new Series(
                            Reporter.SOURCE, client.workload(), to, deployment.workload.unreached(), CONNECTION_FAILED),
                    HOP_MILLIS);
            ledger.record(new Ledger.Line(to, deployment.version, CONNECTION_FAILED, false), now());
            return;
        }
        Outcome outcome = happens(behaviour.errors(), age) ? Outcome.http(behaviour.errorCode()) : OK;
        double millis = behaviour.latency().draw(random);
        pod.count(new Series(Reporter.DESTINATION, client.workload(), to, pod.workload(), outcome), millis);
        client.count(new Series(Reporter.SOURCE, client.workload(), to, pod.workload(), outcome), millis + HOP_MILLIS);
        ledger.record(new Ledger.Line(to, deployment.version, outcome, true), now());
    }

    private void fail(SimulatedProxy client, String to, String version, Outcome outcome) {
        client.count(new Series(Reporter.SOURCE, client.workload(), to, Workload.UNKNOWN, outcome), 0);
        ledger.record(new Ledger.Line(to, version, outcome, false), now());
    }

    private boolean happens(FaultRatio ratio, Duration age) {
        return random.nextDouble() < ratio.at(age);
    }

    private Instant now() {
        return start.plusNanos(nextNanos);
    }
}
