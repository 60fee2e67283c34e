package io.serinus.analysis;

import io.serinus.analysis.Explanation.Outlook;
import io.serinus.stats.EProcess;
import java.util.OptionalLong;

/** What would change the verdict on recorded counts: both sides of the evidence, and where they drift. */
record CountsOutlook(CountsRules rules, CountsEvidence harm, EProcess safety, Drift drift) {

    Outlook of(Verdict verdict) {
        OptionalLong toPass = toPass();
        OptionalLong toFail = toFail();
        return switch (verdict) {
            case FAIL -> new Outlook(OptionalLong.empty(), OptionalLong.of(0), "Nothing takes a failure back.");
            case NO_DATA, SOURCE_DOWN ->
                new Outlook(
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        "It needs an interval with requests to both versions.");
            case PASS ->
                new Outlook(
                        toPass,
                        toFail,
                        ("Evidence of " + Wording.evidence(VerdictRules.LOG_DOUBT)
                                        + " against the canary would take the pass back. "
                                        + Drift.ifRatesStay(OptionalLong.empty(), toFail))
                                .strip());
            case UNDECIDED -> new Outlook(toPass, toFail, Drift.undecided(toPass, toFail));
        };
    }

    /** Safety has to be shown, once, and there may be no doubt. */
    private OptionalLong toPass() {
        OptionalLong shown = safety.maxLogE() >= rules.passAtLogE()
                ? OptionalLong.of(0)
                : drift.requestsToReach(
                        rules.passAtLogE(),
                        safety.logE(),
                        safety.fold(drift.average()).logE());
        // Doubt goes as far as its negative rises.
        OptionalLong undoubted = harm.logE() < VerdictRules.LOG_DOUBT
                ? OptionalLong.of(0)
                : drift.requestsToReach(
                        -VerdictRules.LOG_DOUBT,
                        -harm.logE(),
                        -harm.fold(drift.average()).logE());
        return Drift.both(shown, undoubted);
    }

    /** Harm has to be proved, also without the interval that speaks most against the canary. */
    private OptionalLong toFail() {
        CountsEvidence next = harm.fold(drift.average());
        return Drift.both(
                drift.requestsToReach(rules.failAtLogE(), harm.logE(), next.logE()),
                drift.requestsToReach(rules.failAtLogELeaveOneOut(), harm.logELeaveOneOut(), next.logELeaveOneOut()));
    }
}
