package io.serinus.prometheus;

import io.serinus.analysis.Observation;
import io.serinus.metric.Compared;
import io.serinus.metric.Increments;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.Uncertainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the reads of one release brought, each compared with the truth of its span. */
final class Reads {
    private static final List<String> VERSIONS = List.of("v1", "v2");

    private final Ledger ledger;
    private final Ledger.Entry all = new Ledger.Entry();
    private Ledger.Entry open = new Ledger.Entry();
    private Ledger.Entry openLatency = new Ledger.Entry();
    private Compared<Uncertainty> doubtOfLatency = new Compared<>(Uncertainty.NONE, Uncertainty.NONE);

    private final List<String> wrong = new ArrayList<>();
    private int reads;
    private int flagged;
    private int inexact;
    private long counted;
    private long counted500;

    Reads(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The tick that ends at this second, whether or not anything is read. */
    void tick(int second) {
        Ledger.Entry truth = ledger.endingAt(second);
        all.add(truth);
        open.add(truth);
        openLatency.add(truth);
    }

    /** The read at the end of this tick. */
    void read(int second, Observation observation, Increments increments) {
        boolean isMissing = observation instanceof Observation.Missing;
        if (observation instanceof Observation.Missing missing
                && missing.reason().startsWith("the backend is late")) {
            // Said to be late, so nobody takes it for silence; the next read covers the longer span.
            reads++;
            flagged++;
            return;
        }
        if (!(observation instanceof Observation.Counted) && !isMissing) {
            return;
        }
        reads++;
        boolean isExact = true;
        boolean isFlagged = false;
        for (String version : VERSIONS) {
            Uncertainty doubt = of(increments.uncertainty(), version);
            Map<String, Long> counts = byCode(of(increments.requests(), version));
            counted += sum(counts);
            counted500 += counts.getOrDefault("500", 0L);
            long lost = open.lost.getOrDefault(version, 0L);
            boolean isEqual = counts.equals(open.requests(version)) && lost == 0;
            isExact &= isEqual;
            isFlagged |= !doubt.isNone();
            if (!isEqual && doubt.isNone()) {
                wrong.add(second + " " + version + ": counted " + counts + ", true " + open.requests(version)
                        + ", lost " + lost);
            }
        }
        flagged += isFlagged ? 1 : 0;
        inexact += isExact ? 0 : 1;
        open = new Ledger.Entry();
        doubtOfLatency = new Compared<>(
                doubtOfLatency.baseline().then(increments.uncertainty().baseline()),
                doubtOfLatency.canary().then(increments.uncertainty().canary()));
        increments.latency().ifPresent(latency -> latency(second, latency));
    }

    private void latency(int second, Compared<LatencyCounts> latency) {
        for (String version : VERSIONS) {
            LatencyCounts counts = of(latency, version);
            long[] truth = openLatency.latency.getOrDefault(version, new long[2]);
            long within = counts.atMost().getOrDefault((double) ScrapedPod.BOUND, 0L);
            boolean isEqual = within == truth[0] && counts.total() == truth[1];
            if (!isEqual && of(doubtOfLatency, version).isNone()) {
                wrong.add(second + " " + version + " latency: counted " + within + " of " + counts.total() + ", true "
                        + truth[0] + " of " + truth[1]);
            }
        }
        openLatency = new Ledger.Entry();
        doubtOfLatency = new Compared<>(Uncertainty.NONE, Uncertainty.NONE);
    }

    /** Sentences on counts that are neither exact nor flagged. */
    List<String> wrong() {
        return wrong;
    }

    int reads() {
        return reads;
    }

    /** Reads that were flagged for either version. */
    int flagged() {
        return flagged;
    }

    /** Reads that differ from what scrapes saw, or in whose span requests were lost. */
    int inexact() {
        return inexact;
    }

    long counted() {
        return counted;
    }

    long counted500() {
        return counted500;
    }

    /** Requests that scrapes saw. */
    long seen() {
        return all.requests.values().stream().mapToLong(Reads::sum).sum();
    }

    long seen500() {
        return all.requests.values().stream()
                .mapToLong(codes -> codes.getOrDefault("500", 0L))
                .sum();
    }

    /** Requests that no scrape can have seen. */
    long lost() {
        return sum(all.lost);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> byCode(RequestCounts counts) {
        return new TreeMap<>(counts.byOutcome().entrySet().stream()
                .collect(Collectors.groupingBy(
                        each -> each.getKey().code(), Collectors.summingLong(Map.Entry::getValue))));
    }

    private static <T> T of(Compared<T> both, String version) {
        return version.equals("v1") ? both.baseline() : both.canary();
    }
}
