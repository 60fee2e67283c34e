package io.serinus.analysis;

import io.serinus.analysis.Explanation.Outlook;
import io.serinus.template.AnalysisTemplate;
import java.util.List;
import java.util.OptionalLong;

/**
 * What would change a verdict, by the rates seen so far: the evidence that one more average interval adds is taken to go on.
 * A guess for people, nothing depends on it.
 */
final class Outlooks {
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
            case PASS -> ("It passes for the next step. " + Drift.ifRatesStay(OptionalLong.empty(), toFail)).strip();
            case UNDECIDED -> undecided(weighing, metric, toPass, toFail);
        };
        return new Outlook(toPass, toFail, sentence);
    }

    private static String undecided(Weighing weighing, int metric, OptionalLong toPass, OptionalLong toFail) {
        return weighing.window(metric).isPresent()
                ? "A fixed-horizon test decides at the end of the step."
                : Drift.undecided(toPass, toFail);
    }

    /** The slowest of the streams that must all show that the next weight is safe. */
    private OptionalLong toPass(Weighing weighing, int metric) {
        int next = weighing.memory().traffic().nextPercent();
        List<StreamState> deciding = weighing.streams(metric)
                .filter(state -> state.stream().safety().isPresent())
                .toList();
        return deciding.isEmpty()
                ? OptionalLong.empty()
                : deciding.stream().map(state -> toPass(state, next)).reduce(OptionalLong.of(0), Drift::both);
    }

    private OptionalLong toPass(StreamState state, int nextPercent) {
        return state.safeties()
                .at(nextPercent)
                .process()
                .map(safety -> {
                    Drift drift = state.drift();
                    return drift.requestsToReach(
                            logPass, safety.logE(), safety.fold(drift.average()).logE());
                })
                .orElse(OptionalLong.of(0));
    }

    /** The stream that weighs most, as if it had to reach the threshold by itself. */
    private OptionalLong toFail(Weighing weighing, int metric) {
        double weight = weights.asJudged(metric);
        return weighing.heaviestStream(metric)
                .map(state -> {
                    Drift drift = state.drift();
                    return drift.requestsToReach(
                            logAbort - Math.log(weight * state.share()),
                            state.harm().logE(),
                            state.harm().fold(drift.average()).logE());
                })
                .orElse(OptionalLong.empty());
    }
}
