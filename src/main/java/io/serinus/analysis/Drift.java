package io.serinus.analysis;

import io.serinus.stats.Counts;
import java.util.OptionalLong;

/**
 * Where evidence leads if the rates stay: what one more average interval adds is taken to go on. A guess for people, nothing
 * depends on it.
 *
 * @param average what an interval brings on average, fractions of requests included
 */
record Drift(Counts average) {
    /** Evidence that grows less than that per interval, as a natural logarithm, leads nowhere. */
    private static final double STANDSTILL = 1e-3;

    /** From the sums over so many intervals; nothing before the first. */
    static Drift of(Counts all, long intervals) {
        double by = Math.max(1, intervals);
        return new Drift(new Counts(all.n1() / by, all.x1() / by, all.n2() / by, all.x2() / by));
    }

    /**
     * Canary requests until evidence has risen to its threshold; 0 if it has, empty if it does not rise.
     *
     * @param threshold a natural logarithm, as are the others
     * @param now the evidence
     * @param next the evidence after one more average interval
     */
    OptionalLong requestsToReach(double threshold, double now, double next) {
        double missing = threshold - now;
        if (missing <= 0) {
            return OptionalLong.of(0);
        }
        double gain = next - now;
        return gain < STANDSTILL
                ? OptionalLong.empty()
                : OptionalLong.of((long) Math.ceil(Math.ceil(missing / gain) * average.n2()));
    }

    /** Both, one after the other or at once; empty if either is never reached. */
    static OptionalLong both(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || other.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
    }

    /** Which verdict comes first, as a sentence; the empty text if neither comes. */
    static String ifRatesStay(OptionalLong toPass, OptionalLong toFail) {
        if (toPass.isEmpty() && toFail.isEmpty()) {
            return "";
        }
        boolean passes = toPass.isPresent() && (toFail.isEmpty() || toPass.getAsLong() <= toFail.getAsLong());
        long requests = passes ? toPass.getAsLong() : toFail.orElseThrow();
        return "If the rates stay, it " + (passes ? "passes" : "fails") + " after about " + Wording.count(requests)
                + " more canary requests.";
    }

    /** As {@link #ifRatesStay}; says so if neither comes. */
    static String undecided(OptionalLong toPass, OptionalLong toFail) {
        String sentence = ifRatesStay(toPass, toFail);
        return sentence.isEmpty() ? "At the present rates neither a pass nor a failure is in sight." : sentence;
    }
}
