package io.serinus.simulation;

import io.serinus.metric.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What really happened: every request of a simulated mesh, counted once, whether or not any proxy that counted it still
 * lives. What an observer measures can be compared with it.
 */
public final class Ledger {
    /**
     * One kind of request.
     *
     * @param host the host that the request was routed to; the host it was addressed to where no route led anywhere
     * @param version the label of the version that it was meant for, also where it reached no pod; empty where it was
     *     meant for none
     * @param outcome how it ended
     * @param delivered whether it reached a pod, whose proxy counted it too
     */
    public record Line(String host, String version, Outcome outcome, boolean delivered) {
        /** Whether the request failed on the server's side. */
        public boolean isError() {
            return outcome.code().startsWith("5");
        }
    }

    private record Subject(String host, String version) {}

    private final Map<Line, Long> lines;
    private final Map<Subject, Instant> firstRequests;
    private final Map<Subject, Instant> firstErrors;

    Ledger() {
        this(Map.of(), Map.of(), Map.of());
    }

    private Ledger(Map<Line, Long> lines, Map<Subject, Instant> firstRequests, Map<Subject, Instant> firstErrors) {
        this.lines = new HashMap<>(lines);
        this.firstRequests = new HashMap<>(firstRequests);
        this.firstErrors = new HashMap<>(firstErrors);
    }

    void record(Line line, Instant at) {
        lines.merge(line, 1L, Long::sum);
        var subject = new Subject(line.host(), line.version());
        firstRequests.putIfAbsent(subject, at);
        if (line.isError()) {
            firstErrors.putIfAbsent(subject, at);
        }
    }

    Ledger copy() {
        return new Ledger(lines, firstRequests, firstErrors);
    }

    /** Requests by kind. */
    public Map<Line, Long> lines() {
        return Map.copyOf(lines);
    }

    /** Requests of the kinds that the predicate accepts. */
    public long count(Predicate<Line> kind) {
        return lines.entrySet().stream()
                .filter(entry -> kind.test(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** All requests. */
    public long total() {
        return count(line -> true);
    }

    /** Requests routed to the host. */
    public long requests(String host) {
        return count(line -> line.host().equals(host));
    }

    /** Requests meant for the version. */
    public long requests(String host, String version) {
        return count(line -> line.host().equals(host) && line.version().equals(version));
    }

    /** Requests meant for the version that ended with the code. */
    public long requests(String host, String version, String code) {
        return count(line -> line.host().equals(host)
                && line.version().equals(version)
                && line.outcome().code().equals(code));
    }

    /** Requests meant for the version that failed on the server's side. */
    public long errors(String host, String version) {
        return count(line -> line.host().equals(host) && line.version().equals(version) && line.isError());
    }

    /** When the version was first called; empty if never. */
    public Optional<Instant> firstRequest(String host, String version) {
        return Optional.ofNullable(firstRequests.get(new Subject(host, version)));
    }

    /** When a request meant for the version first failed on the server's side; empty if never. */
    public Optional<Instant> firstError(String host, String version) {
        return Optional.ofNullable(firstErrors.get(new Subject(host, version)));
    }
}
