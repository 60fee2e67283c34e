package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way for requests to reach the canary, held until its evidence is in, or until its gate opens.
 *
 * @param weight the canary's percentage of the pair's joint weight in the managed routes, 0..99 (100 is what promotion does);
 *     0 only beside a mirror or a match
 * @param mirror how many of the requests are sent to the canary a second time, in percent, above 0 to 100; empty for none
 * @param match which requests go to the canary whatever the weight; empty for none
 * @param minDuration the shortest time that the step is held, whatever the evidence
 * @param minRequests canary requests in this step before it can be left; 0 for none
 * @param maxDuration how long it may take, positive; then follows what the template's {@code onDeadline} says. Empty for the
 *     time that stands there
 * @param gate what it waits for instead of evidence; empty if it ends by evidence
 * @param isOwn whether the way is its own; a gate without one keeps the way of the step before it
 */
public record Step(
        int weight,
        Optional<Double> mirror,
        Optional<Match> match,
        Duration minDuration,
        long minRequests,
        Optional<Duration> maxDuration,
        Optional<Gate> gate,
        boolean isOwn) {
    public Step {
        requireNonNull(maxDuration, "maxDuration is null");
        requireNonNull(gate, "gate is null");
        requireNonNull(mirror, "mirror is null");
        requireNonNull(match, "match is null");
        requireNonNull(minDuration, "minDuration is null");
        boolean isPlain = mirror.isEmpty() && match.isEmpty() && isOwn;
        if (weight < (isPlain ? 1 : 0) || weight > 99) {
            throw new IllegalArgumentException(
                    "weight is " + weight + ", expected a whole number from " + (isPlain ? 1 : 0) + " to 99");
        }
        mirror.ifPresent(percent -> {
            if (!(percent > 0 && percent <= 100)) {
                throw new IllegalArgumentException(
                        "mirror is " + percent + ", expected more than 0 % and at most 100 %");
            }
        });
        if (minDuration.isNegative() || minRequests < 0) {
            throw new IllegalArgumentException("minDuration and minRequests must not be negative");
        }
        maxDuration.ifPresent(most -> {
            if (!most.isPositive() || most.compareTo(minDuration) < 0) {
                throw new IllegalArgumentException(
                        "maxDuration is " + most + ", expected a positive duration, not shorter than minDuration");
            }
        });
        if (!isOwn && gate.isEmpty()) {
            throw new IllegalArgumentException("a step without a gate has a way of its own");
        }
        if (isOwn
                && gate.isPresent()
                && gate.get() instanceof Gate.Pause(Optional<Duration> duration)
                && duration.isPresent()) {
            throw new IllegalArgumentException(
                    "pause has a duration beside a weight, mirror or match, and time is no evidence; expected the pause as a"
                            + " step of its own behind one that ends by evidence");
        }
    }

    /** One that ends by evidence. */
    public Step(int weight, Optional<Double> mirror, Optional<Match> match, Duration minDuration, long minRequests) {
        this(weight, mirror, match, minDuration, minRequests, Optional.empty(), Optional.empty(), true);
    }

    /** A gate behind a step, where requests go on as they did in it. */
    public static Step gate(Gate gate, Optional<Step> before, Optional<Duration> maxDuration) {
        return new Step(
                before.map(Step::weight).orElse(0),
                before.flatMap(Step::mirror),
                before.flatMap(Step::match),
                Duration.ZERO,
                0,
                maxDuration,
                Optional.of(gate),
                false);
    }

    /** One that only gives the canary a weight, 1..99. */
    public static Step weight(int percent, Duration minDuration, long minRequests) {
        return new Step(percent, Optional.empty(), Optional.empty(), minDuration, minRequests);
    }

    /** Whether it is a gate where requests go on as in the step before. */
    public boolean isGateOnly() {
        return gate.isPresent() && !isOwn;
    }

    /** Whether it leads any request to the canary. */
    public boolean reachesCanary() {
        return weight > 0 || !isPlain();
    }

    /** Whether it does nothing but give the canary a weight. */
    public boolean isPlain() {
        return mirror.isEmpty() && match.isEmpty();
    }

    /**
     * Requests that go to the canary over a route of its own.
     *
     * @param blocks alternatives, each as Istio's HTTPMatchRequest; not empty
     * @param timeout of that route, as Istio writes it ({@code 3s}); empty for that of the managed route
     * @param retries of that route, as Istio's HTTPRetry; empty for those of the managed route
     */
    public record Match(List<Map<String, Object>> blocks, Optional<String> timeout, Map<String, Object> retries) {
        public Match {
            blocks = List.copyOf(blocks);
            requireNonNull(timeout, "timeout is null");
            retries = Map.copyOf(retries);
            if (blocks.isEmpty()) {
                throw new IllegalArgumentException("match is empty, expected at least one block of conditions");
            }
        }
    }
}
