package io.serinus.analysis;

import io.serinus.analysis.Explanation.Outlook;
import io.serinus.stats.Counts;
import io.serinus.template.AnalysisTemplate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What would change a verdict, by the rates seen so far: the evidence that one more average interval adds is taken to go on.
 * A guess for people, nothing depends on it.
 */
final class Outlooks {
    /** Evidence that grows less than that per interval, as a natural logarithm, leads nowhere. */
    private static final double STANDSTILL = 1e-3;

    private final double logAbort;
    private final double logPass;
    private final Weights weights;

    Outlooks(AnalysisTemplate template, Plan plan) {
        this.logAbort = -Math.log(template.risk().falseAbort());
        this.logPass = plan.logPass();
        this.weights = Weights.of(template);
    }

    Outlook of(Weighing weighing, int metric, Verdict verdict) {
        OptionalLong toPass = toPass(weighing, metric);
        OptionalLong toFail = toFail(weighing, metric);
        String sentence = switch (verdict) {
            case FAIL -> "Nothing takes a failure back.";
            case NO_DATA -> "It needs requests of both versions, measured completely.";
            case SOURCE_DOWN -> "It needs an answer of the metrics backend.";
            case PASS -> "It passes for the next step." + ifRatesStay(OptionalLong.empty(), toFail);
            case UNDECIDED -> undecided(weighing, metric, toPass, toFail);
        };
        return new Outlook(toPass, toFail, sentence);
    }

    private static String undecided(Weighing weighing, int metric, OptionalLong toPass, OptionalLong toFail) {
        if (weighing.window(metric).isPresent()) {
            return "A fixed-horizon test decides at the end of the step.";
        }
        String rates = ifRatesStay(toPass, toFail);
        return rates.isEmpty() ? "At the present rates neither a pass nor a failure is in sight." : rates.strip();
    }

    private static String ifRatesStay(OptionalLong toPass, OptionalLong toFail) {
        if (toPass.isEmpty() && toFail.isEmpty()) {
            return "";
        }
        boolean passes = toPass.isPresent() && (toFail.isEmpty() || toPass.getAsLong() <= toFail.getAsLong());
        long requests = passes ? toPass.getAsLong() : toFail.orElseThrow();
        return " If the rates stay, it " + (passes ? "passes" : "fails") + " after about " + Wording.count(requests)
                + " more canary requests.";
    }

    /** The slowest of the streams that must all show that the next weight is safe. */
    private OptionalLong toPass(Weighing weighing, int metric) {
        int next = weighing.memory().traffic().nextPercent();
        long most = 0;
        List<StreamState> deciding = weighing.streams(metric)
                .filter(state -> state.stream().safety().isPresent())
                .toList();
        for (StreamState state : deciding) {
            Safeties.Safety safety = state.safeties().at(next);
            if (safety.process().isPresent()) {
                Counts average = state.average();
                double now = safety.process().get().logE();
                double gain = safety.process().get().fold(average).logE() - now;
                OptionalDouble intervals = intervals(logPass - now, gain);
                if (intervals.isEmpty()) {
                    return OptionalLong.empty();
                }
                most = Math.max(most, requests(intervals.getAsDouble(), average));
            }
        }
        return deciding.isEmpty() ? OptionalLong.empty() : OptionalLong.of(most);
    }

    /** The stream that weighs most, as if it had to reach the threshold by itself. */
    private OptionalLong toFail(Weighing weighing, int metric) {
        double weight = weights.asJudged(metric);
        return weighing.heaviestStream(metric)
                .map(state -> {
                    Counts average = state.average();
                    double now = state.harm().logE();
                    double gain = state.harm().fold(average).logE() - now;
                    double missing = logAbort - Math.log(weight * state.share()) - now;
                    OptionalDouble intervals = intervals(missing, gain);
                    return intervals.isPresent()
                            ? OptionalLong.of(requests(intervals.getAsDouble(), average))
                            : OptionalLong.empty();
                })
                .orElse(OptionalLong.empty());
    }

    private static OptionalDouble intervals(double missing, double gain) {
        if (missing <= 0) {
            return OptionalDouble.of(0);
        }
        return gain < STANDSTILL ? OptionalDouble.empty() : OptionalDouble.of(missing / gain);
    }

    private static long requests(double intervals, Counts average) {
        return (long) Math.ceil(Math.ceil(intervals) * average.n2());
    }
}
