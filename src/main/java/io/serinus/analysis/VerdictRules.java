package io.serinus.analysis;

import io.serinus.analysis.JudgeState.Failure;
import io.serinus.analysis.Judgement.Evidence;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.template.AnalysisTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** From evidence to verdicts, with their reasons. */
final class VerdictRules {
    /** From this much evidence against the canary on no step is taken, whatever its metrics show one by one. */
    private static final double LOG_DOUBT = Math.log(5);

    private static final int INTERVALS_TO_NO_DATA = 4;
    private static final int INTERVALS_TO_STALE = 2;

    private final AnalysisTemplate template;
    private final List<Stream> streams;
    private final double logAbort;
    private final double logPromote;

    VerdictRules(AnalysisTemplate template, List<Stream> streams) {
        this.template = template;
        this.streams = streams;
        this.logAbort = -Math.log(template.risk().falseAbort());
        this.logPromote = -Math.log(template.risk().falsePromotion());
    }

    /**
     * Whether harm is proved as of now: by the evidence of all streams together, and still well supported when each stream's
     * most unfavourable interval is left out, which a single burst is not.
     */
    Optional<Failure> proveFailure(JudgeState state) {
        var weighing = new Weighing(streams, state);
        if (weighing.against() < logAbort || weighing.againstLeaveOneOut() < logAbort / 2) {
            return Optional.empty();
        }
        List<Integer> beyond = weighing.metricsBeyond(logAbort);
        List<Integer> culprits = beyond.isEmpty() ? List.of(weighing.heaviestMetric()) : beyond;
        String accusation = culprits.stream()
                .map(metric -> name(metric) + ": " + comparison(weighing, metric))
                .collect(Collectors.joining("; "));
        String reason = (beyond.isEmpty() ? "mainly " : "") + accusation + "; " + against(weighing);
        return Optional.of(new Failure(reason, culprits));
    }

    Judgement judge(JudgeState state) {
        var weighing = new Weighing(streams, state);
        var metrics = IntStream.range(0, template.metrics().size())
                .mapToObj(metric -> metricEvidence(weighing, metric))
                .toList();
        var evidence = new Evidence(
                log10(weighing.against()), log10(logAbort), state.traffic().canaryRequestsInStep(), metrics);
        Failure failure = state.failure();
        if (failure != null) {
            return new Judgement(Verdict.FAIL, failure.reason(), evidence, List.of());
        }
        if (state.last() instanceof Observation.SourceDown(var _, String reason)) {
            return new Judgement(
                    Verdict.SOURCE_DOWN, "the metrics backend gives no answer: " + reason, evidence, List.of());
        }
        return whyNoData(state)
                .map(reason -> new Judgement(Verdict.NO_DATA, reason, evidence, List.of()))
                .or(() -> whatIsLacking(weighing, metrics)
                        .map(reason -> new Judgement(Verdict.UNDECIDED, reason, evidence, List.of())))
                .orElseGet(() -> new Judgement(Verdict.PASS, whyItPasses(weighing, metrics), evidence, List.of()));
    }

    private Optional<String> whyNoData(JudgeState state) {
        if (state.last() instanceof Observation.Missing(var _, String reason)) {
            return Optional.of("no data: " + reason);
        }
        Traffic traffic = state.traffic();
        Duration limit = template.interval().multipliedBy(INTERVALS_TO_NO_DATA);
        var silent = new ArrayList<String>();
        if (traffic.canarySilence().compareTo(limit) >= 0) {
            silent.add("the canary has had no request for " + Wording.duration(traffic.canarySilence())
                    + " at a weight of " + traffic.canaryPercent() + " %");
        }
        if (traffic.baselineSilence().compareTo(limit) >= 0) {
            silent.add("the baseline has had no request for " + Wording.duration(traffic.baselineSilence()));
        }
        return silent.isEmpty() ? Optional.empty() : Optional.of("no data: " + Wording.list(silent));
    }

    /** What stands between the evidence and a pass; empty if nothing does. */
    private Optional<String> whatIsLacking(Weighing weighing, List<MetricEvidence> metrics) {
        Traffic traffic = weighing.state().traffic();
        if (traffic.firstCanaryRequest() == null) {
            return Optional.of("waiting for the canary's first request");
        }
        if (!traffic.isWarm(template.warmup())) {
            return Optional.of("the warm-up takes another " + Wording.duration(traffic.warmupLeft(template.warmup()))
                    + "; " + against(weighing));
        }
        var lacking = metrics.stream()
                .filter(metric -> metric.verdict() != Verdict.PASS)
                .map(this::lack)
                .toList();
        String next = traffic.nextPercent() + " %";
        if (!lacking.isEmpty()) {
            return Optional.of(
                    "not yet shown to be safe at " + next + ": " + Wording.list(lacking) + "; " + against(weighing));
        }
        if (weighing.against() >= LOG_DOUBT) {
            return Optional.of("every metric is safe at " + next + ", but no step is taken from evidence "
                    + Wording.evidence(LOG_DOUBT) + " on: " + against(weighing));
        }
        Duration fresh = template.interval().multipliedBy(INTERVALS_TO_STALE);
        return traffic.isFlowing(fresh)
                ? Optional.empty()
                : Optional.of("every metric is safe at " + next
                        + ", but not both versions have had requests in the last " + Wording.duration(fresh));
    }

    private String lack(MetricEvidence metric) {
        return metric.verdict() == Verdict.NO_DATA
                ? metric.name() + " (" + metric.reason() + ")"
                : metric.name() + " (" + towards(metric.forLog10() * Math.log(10)) + ")";
    }

    private String whyItPasses(Weighing weighing, List<MetricEvidence> metrics) {
        var parts = metrics.stream()
                .map(metric -> metric.name() + " (" + towards(metric.forLog10() * Math.log(10)) + ")")
                .toList();
        return "safe at " + weighing.state().traffic().nextPercent() + " %: " + Wording.list(parts) + "; "
                + against(weighing);
    }

    private MetricEvidence metricEvidence(Weighing weighing, int metric) {
        Verdict verdict = verdict(weighing, metric);
        Tally judged = weighing.judged(metric);
        return new MetricEvidence(
                name(metric),
                template.metrics().get(metric).role(),
                verdict,
                reason(weighing, metric, verdict),
                judged.baseline(),
                judged.canary(),
                log10(weighing.against(metric)),
                log10(weighing.safety(metric)),
                log10(logPromote),
                Optional.empty());
    }

    private Verdict verdict(Weighing weighing, int metric) {
        Failure failure = weighing.state().failure();
        if (failure != null && failure.metrics().contains(metric)) {
            return Verdict.FAIL;
        }
        if (!weighing.unmeasured(metric).isEmpty()) {
            return Verdict.NO_DATA;
        }
        return weighing.safety(metric) >= logPromote ? Verdict.PASS : Verdict.UNDECIDED;
    }

    private String reason(Weighing weighing, int metric, Verdict verdict) {
        String seen = comparison(weighing, metric);
        String next = weighing.state().traffic().nextPercent() + " %; " + towards(weighing.safety(metric));
        return switch (verdict) {
            case FAIL -> seen + "; worse than tolerated";
            case PASS -> seen + "; safe at " + next;
            case UNDECIDED -> seen + "; not yet shown to be safe at " + next;
            case NO_DATA, SOURCE_DOWN ->
                "no histogram bucket at "
                        + Wording.list(weighing.unmeasured(metric).stream()
                                .map(Wording::millis)
                                .toList());
        };
    }

    private static String comparison(Weighing weighing, int metric) {
        String happened = switch (weighing.subject(metric)) {
            case Stream.Subject.Errors _, Stream.Subject.Outage _ -> "failed";
            case Stream.Subject.SlowerThan(double bound) -> "took over " + Wording.millis(bound);
        };
        return Wording.comparison(weighing.judged(metric), happened);
    }

    private String towards(double logE) {
        return "evidence " + Wording.evidence(logE) + " of " + Wording.evidence(logPromote);
    }

    private String against(Weighing weighing) {
        double logE = weighing.against();
        return logE < 0
                ? "no evidence against the canary"
                : "evidence against the canary " + Wording.evidence(logE) + ", threshold " + Wording.evidence(logAbort);
    }

    private String name(int metric) {
        return template.metrics().get(metric).name();
    }

    private static double log10(double log) {
        return log / Math.log(10);
    }
}
