package io.serinus.analysis;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Who got requests when, and at what weight.
 *
 * @param begun time of the first observation; null before it
 * @param now time of the latest observation; null before the first
 * @param step the plan's step, or what stands for it; 0 before the first
 * @param canaryPercent the canary's weight
 * @param nextPercent the weight that comes next
 * @param baselineSinceCanary baseline requests since the canary's latest one, at its present weight
 * @param serving since when the weight has been above 0; null while it is 0
 * @param lastBaselineRequest the latest tick with requests to the baseline; null before the first
 * @param lastCanaryRequest the latest tick with requests to the canary
 * @param firstCanaryRequest the first one
 * @param canaryRequestsInStep canary requests since the step began
 * @param entered when it began; null before the first
 * @param flow how many requests there were lately
 * @param sight since when everything has been counted
 */
record Traffic(
        @Nullable Instant begun,
        @Nullable Instant now,
        int step,
        int canaryPercent,
        int nextPercent,
        long baselineSinceCanary,
        @Nullable Instant serving,
        @Nullable Instant lastBaselineRequest,
        @Nullable Instant lastCanaryRequest,
        @Nullable Instant firstCanaryRequest,
        long canaryRequestsInStep,
        @Nullable Instant entered,
        Flow flow,
        Sight sight) {

    static Traffic start(int nextPercent, @Nullable Instant firstCanaryRequest) {
        return new Traffic(
                null,
                null,
                0,
                0,
                nextPercent,
                0,
                null,
                null,
                null,
                firstCanaryRequest,
                0,
                null,
                Flow.NONE,
                Sight.CLEAR);
    }

    Traffic observed(Instant at) {
        return new Traffic(
                begun == null ? at : begun,
                now == null || at.isAfter(now) ? at : now,
                step,
                canaryPercent,
                nextPercent,
                baselineSinceCanary,
                serving,
                lastBaselineRequest,
                lastCanaryRequest,
                firstCanaryRequest,
                canaryRequestsInStep,
                entered,
                flow,
                sight);
    }

    /**
     * @param now the flow with these requests
     * @param seen the sight with this count
     */
    Traffic counted(Instant at, long baseline, long canary, Flow now, Sight seen) {
        Traffic later = observed(at);
        return new Traffic(
                later.begun,
                later.now,
                step,
                canaryPercent,
                nextPercent,
                canary > 0 ? 0 : baselineSinceCanary + baseline,
                serving,
                baseline > 0 ? at : lastBaselineRequest,
                canary > 0 ? at : lastCanaryRequest,
                firstCanaryRequest == null && canary > 0 ? at : firstCanaryRequest,
                canaryRequestsInStep + canary,
                entered,
                now,
                seen);
    }

    Traffic weightChanged(Observation.WeightChanged changed) {
        Traffic seen = observed(changed.at());
        Instant since = serving == null ? changed.at() : serving;
        boolean isSame = changed.step() == step;
        return new Traffic(
                seen.begun,
                seen.now,
                changed.step(),
                changed.canaryPercent(),
                changed.nextPercent(),
                changed.canaryPercent() == canaryPercent ? baselineSinceCanary : 0,
                changed.canaryPercent() > 0 ? since : null,
                lastBaselineRequest,
                lastCanaryRequest,
                firstCanaryRequest,
                isSame ? canaryRequestsInStep : 0,
                isSame && entered != null ? entered : changed.at(),
                flow,
                sight);
    }

    /** How much of the warm-up is left; zero once it is over, all of it before the canary's first request. */
    Duration warmupLeft(Duration warmup) {
        if (firstCanaryRequest == null || now == null) {
            return warmup;
        }
        Duration left = Duration.between(now, firstCanaryRequest.plus(warmup));
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isWarm(Duration warmup) {
        return firstCanaryRequest != null && warmupLeft(warmup).isZero();
    }

    /** How long the present step lasts; zero before the first. */
    Duration inStep() {
        return since(entered);
    }

    /** Requests to the canary in the present step; empty if it is too young to tell. */
    OptionalDouble canaryPerSecondInStep() {
        double seconds = inStep().toNanos() / 1e9;
        return seconds > 0 && canaryRequestsInStep > 0
                ? OptionalDouble.of(canaryRequestsInStep / seconds)
                : OptionalDouble.empty();
    }

    /**
     * How long the baseline has been without requests.
     *
     * @param isCopied whether it is a copy that gets requests only while the canary has a weight
     */
    Duration baselineSilence(boolean isCopied) {
        if (isCopied && serving == null) {
            return Duration.ZERO;
        }
        return since(latest(isCopied ? serving : begun, lastBaselineRequest));
    }

    /** How long the canary has been without requests although it has a weight; zero while it has none. */
    Duration canarySilence() {
        return serving == null ? Duration.ZERO : since(latest(serving, lastCanaryRequest));
    }

    /** Whether both versions have had requests, the latest of each within the span. */
    boolean isFlowing(Duration span) {
        return lastBaselineRequest != null
                && lastCanaryRequest != null
                && since(lastBaselineRequest).compareTo(span) < 0
                && since(lastCanaryRequest).compareTo(span) < 0;
    }

    private Duration since(@Nullable Instant moment) {
        return moment == null || now == null ? Duration.ZERO : Duration.between(moment, now);
    }

    private static @Nullable Instant latest(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isAfter(b) ? a : b;
    }
}
