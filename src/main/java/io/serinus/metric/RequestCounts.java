package io.serinus.metric;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finished requests of one version in one span of time, by outcome. Exact counts, never rates.
 *
 * @param byOutcome requests per outcome, none negative; an outcome without requests may be absent
 */
public record RequestCounts(Map<Outcome, Long> byOutcome) {
    public static final RequestCounts NONE = new RequestCounts(Map.of());

    public RequestCounts {
        byOutcome = Map.copyOf(byOutcome);
        byOutcome.forEach((outcome, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException("negative count " + count + " for " + outcome);
            }
        });
    }

    /** All requests. */
    public long total() {
        return count(outcome -> true);
    }

    /** The requests whose outcome the predicate accepts. */
    public long count(Predicate<Outcome> predicate) {
        long sum = 0;
        for (var entry : byOutcome.entrySet()) {
            if (predicate.test(entry.getKey())) {
                sum += entry.getValue();
            }
        }
        return sum;
    }

    /** The counts of two spans together. */
    public RequestCounts plus(RequestCounts other) {
        if (byOutcome.isEmpty()) {
            return other;
        }
        var sum = new HashMap<>(byOutcome);
        other.byOutcome.forEach((outcome, count) -> sum.merge(outcome, count, Long::sum));
        return new RequestCounts(sum);
    }
}
