package io.serinus.analysis;

import io.serinus.analysis.Judgement.Evidence;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Memory.Failure;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Role;
import io.serinus.template.TrafficShare.OnMismatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** From evidence to verdicts, with their reasons. */
final class VerdictRules {
    /** From this much evidence against the canary on no step is taken, whatever its metrics show one by one. */
    static final double LOG_DOUBT = Math.log(5);

    private static final int INTERVALS_TO_NO_DATA = 4;
    private static final int INTERVALS_TO_STALE = 2;

    private final AnalysisTemplate template;
    private final Weights weights;
    private final List<Weights.Part> deciding;
    private final Findings findings;
    private final double logAbort;
    private final double logPass;

    VerdictRules(AnalysisTemplate template, Plan plan) {
        this.template = template;
        this.weights = Weights.of(template);
        this.deciding = weights.deciding();
        this.logAbort = -Math.log(template.risk().falseAbort());
        this.logPass = plan.logPass();
        this.findings = new Findings(template, weights, logAbort);
    }

    /**
     * Whether harm is proved as of now: by the evidence of all streams together, and still well supported when each stream's
     * most unfavourable interval is left out, which a single burst is not; by a fixed-horizon test at the end of its step; by
     * a traffic share that the template does not accept; or where the copy of the baseline is no measure for anybody.
     */
    Optional<Failure> proveFailure(Memory memory) {
        var weighing = new Weighing(template.metrics(), memory);
        return bySequentialEvidence(weighing)
                .or(() -> byTests(weighing))
                .or(() -> byTrafficShare(memory))
                .or(() -> byCopy(memory));
    }

    private Optional<Failure> bySequentialEvidence(Weighing weighing) {
        if (!weighing.isProved(deciding, logAbort)) {
            return Optional.empty();
        }
        List<Integer> beyond = weighing.metricsBeyond(deciding, logAbort);
        List<Integer> culprits = beyond.isEmpty() ? List.of(weighing.heaviestMetric(deciding)) : beyond;
        String accusation = culprits.stream()
                .map(metric -> name(metric) + ": " + Comparison.of(weighing, metric))
                .collect(Collectors.joining("; "));
        String reason = (beyond.isEmpty() ? "mainly " : "") + accusation + "; " + against(weighing);
        return Optional.of(new Failure(reason, culprits));
    }

    private Optional<Failure> byTests(Weighing weighing) {
        List<Window> failed = deciding.stream()
                .flatMap(part -> weighing.window(part.metric()).stream())
                .filter(Window::hasFailed)
                .toList();
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        String reason = failed.stream()
                .map(window -> name(window.metric()) + ": " + window.sentence())
                .collect(Collectors.joining("; "));
        return Optional.of(
                new Failure(reason, failed.stream().map(Window::metric).toList()));
    }

    private Optional<Failure> byTrafficShare(Memory memory) {
        return template.trafficShare().onMismatch() == OnMismatch.FAIL
                        && memory.share().isAlarming()
                ? Optional.of(new Failure(memory.share().sentence(), List.of()))
                : Optional.empty();
    }

    private static Optional<Failure> byCopy(Memory memory) {
        return memory.copy().isAlarming()
                ? Optional.of(new Failure(memory.copy().sentence(), List.of()))
                : Optional.empty();
    }

    Judgement judge(Memory memory) {
        var weighing = new Weighing(template.metrics(), memory);
        var metrics = IntStream.range(0, template.metrics().size())
                .mapToObj(metric -> metricEvidence(weighing, metric))
                .toList();
        var evidence = new Evidence(
                log10(weighing.against(deciding)),
                log10(logAbort),
                memory.traffic().canaryRequestsInStep(),
                metrics);
        List<Finding> found = findings.of(weighing);
        Failure failure = memory.failure();
        if (failure != null) {
            return new Judgement(Verdict.FAIL, failure.reason(), evidence, found);
        }
        if (memory.last() instanceof Observation.SourceDown(var _, String reason)) {
            return new Judgement(
                    Verdict.SOURCE_DOWN, "the metrics backend gives no answer: " + reason, evidence, found);
        }
        return whyNoData(memory)
                .map(reason -> new Judgement(Verdict.NO_DATA, reason, evidence, found))
                .or(() -> whatIsLacking(weighing, metrics)
                        .map(reason -> new Judgement(Verdict.UNDECIDED, reason, evidence, found)))
                .orElseGet(() -> new Judgement(Verdict.PASS, whyItPasses(weighing, metrics), evidence, found));
    }

    private Optional<String> whyNoData(Memory state) {
        if (state.last() instanceof Observation.Missing(var _, String reason)) {
            return Optional.of("no data: " + reason);
        }
        Traffic traffic = state.traffic();
        Duration limit = template.interval().multipliedBy(INTERVALS_TO_NO_DATA);
        Duration baselineSilence = traffic.baselineSilence(template.baselineCopy());
        var silent = new ArrayList<String>();
        if (traffic.canarySilence().compareTo(limit) >= 0) {
            silent.add("the canary has had no request for " + Wording.duration(traffic.canarySilence())
                    + " at a weight of " + traffic.canaryPercent() + " %");
        }
        if (baselineSilence.compareTo(limit) >= 0) {
            silent.add("the baseline has had no request for " + Wording.duration(baselineSilence));
        }
        return silent.isEmpty() ? Optional.empty() : Optional.of("no data: " + Wording.list(silent));
    }

    /** What stands between the evidence and a pass; empty if nothing does. */
    private Optional<String> whatIsLacking(Weighing weighing, List<MetricEvidence> metrics) {
        Traffic traffic = weighing.memory().traffic();
        if (traffic.firstCanaryRequest() == null) {
            return Optional.of("waiting for the canary's first request");
        }
        if (!traffic.isWarm(template.warmup())) {
            return Optional.of("the warm-up takes another " + Wording.duration(traffic.warmupLeft(template.warmup()))
                    + "; " + against(weighing));
        }
        var lacking = metrics.stream()
                .filter(metric -> metric.role() == Role.CRITICAL && metric.verdict() != Verdict.PASS)
                .map(this::lack)
                .toList();
        String next = traffic.nextPercent() + " %";
        if (!lacking.isEmpty()) {
            return Optional.of(
                    "not yet shown to be safe at " + next + ": " + Wording.list(lacking) + "; " + against(weighing));
        }
        if (weighing.against(deciding) >= LOG_DOUBT) {
            return Optional.of("every metric is safe at " + next + ", but no step is taken from evidence "
                    + Wording.evidence(LOG_DOUBT) + " on: " + against(weighing));
        }
        Optional<String> turned = whatTurnsBad(weighing);
        if (turned.isPresent()) {
            return turned.map(bad -> "every metric is safe at " + next
                    + ", but no step is taken while its latest requests speak against the canary: " + bad);
        }
        if (!traffic.sight().isClear()) {
            return Optional.of("every metric was safe at " + next
                    + " before counts were missing; the first whole interval since is awaited");
        }
        Duration fresh = template.interval().multipliedBy(INTERVALS_TO_STALE);
        return traffic.isFlowing(fresh)
                ? Optional.empty()
                : Optional.of("every metric is safe at " + next
                        + ", but not both versions have had requests in the last " + Wording.duration(fresh));
    }

    /** A long good past hides for a while that a canary fails now. Who waits for the next requests loses nothing. */
    private Optional<String> whatTurnsBad(Weighing weighing) {
        return deciding.stream()
                .map(Weights.Part::metric)
                .filter(metric -> weighing.streams(metric).anyMatch(state -> state.latestLogE() >= LOG_DOUBT))
                .findFirst()
                .map(this::name);
    }

    private String lack(MetricEvidence metric) {
        return metric.verdict() == Verdict.NO_DATA
                ? metric.name() + " (" + metric.reason() + ")"
                : metric.name() + " (" + progress(metric) + ")";
    }

    private String whyItPasses(Weighing weighing, List<MetricEvidence> metrics) {
        var parts = metrics.stream()
                .filter(metric -> metric.role() == Role.CRITICAL)
                .map(metric -> metric.name() + " (" + progress(metric) + ")")
                .toList();
        return "safe at " + weighing.memory().traffic().nextPercent() + " %: " + Wording.list(parts) + "; "
                + against(weighing);
    }

    /** How far the metric has come towards a pass, in words. */
    private String progress(MetricEvidence metric) {
        boolean isTested = template.metrics().stream()
                .anyMatch(it -> it.name().equals(metric.name()) && it.method().isFixedHorizon());
        return isTested ? metric.reason() : towards(metric.forLog10() * Math.log(10));
    }

    private MetricEvidence metricEvidence(Weighing weighing, int metric) {
        Verdict verdict = verdict(weighing, metric);
        Tally judged = weighing.window(metric)
                .map(Window::tally)
                .or(() -> weighing.heaviestStream(metric).map(StreamState::judged))
                .orElse(Tally.NONE);
        return new MetricEvidence(
                name(metric),
                role(metric),
                verdict,
                reason(weighing, metric, verdict),
                judged.baseline(),
                judged.canary(),
                log10(against(weighing, metric)),
                log10(weighing.safety(metric)),
                log10(logPass),
                Optional.empty());
    }

    private Verdict verdict(Weighing weighing, int metric) {
        Failure failure = weighing.memory().failure();
        boolean isBlamed = failure != null && failure.metrics().contains(metric);
        if (isBlamed || role(metric) != Role.CRITICAL && findings.hasFailedAlone(weighing, metric)) {
            return Verdict.FAIL;
        }
        if (absence(weighing, metric).isPresent()) {
            return Verdict.NO_DATA;
        }
        boolean passes =
                weighing.window(metric).map(Window::hasPassed).orElseGet(() -> weighing.safety(metric) >= logPass);
        return passes ? Verdict.PASS : Verdict.UNDECIDED;
    }

    /** Why the latest interval brought nothing that the metric could be judged by; empty if it did. */
    private static Optional<String> absence(Weighing weighing, int metric) {
        List<Double> unmeasured = weighing.unmeasured(metric);
        if (!unmeasured.isEmpty()) {
            return Optional.of("no histogram bucket at "
                    + Wording.list(unmeasured.stream().map(Wording::millis).toList()));
        }
        return weighing.level(metric).flatMap(LevelState::absence);
    }

    private String reason(Weighing weighing, int metric, Verdict verdict) {
        Optional<Window> window = weighing.window(metric);
        if (window.isPresent() && verdict != Verdict.NO_DATA) {
            return window.get().sentence();
        }
        String seen = Comparison.of(weighing, metric);
        String next = weighing.memory().traffic().nextPercent() + " %; " + towards(weighing.safety(metric));
        return switch (verdict) {
            case FAIL -> seen + "; worse than tolerated";
            case PASS -> seen + "; safe at " + next;
            case UNDECIDED -> seen + "; not yet shown to be safe at " + next;
            case NO_DATA, SOURCE_DOWN -> absence(weighing, metric).orElse(seen);
        };
    }

    private String towards(double logE) {
        return "evidence " + Wording.evidence(logE) + " of " + Wording.evidence(logPass);
    }

    /** By the metric alone; 0 for one that is only tested at the end of a step, which has no e-value. */
    private double against(Weighing weighing, int metric) {
        double logE = weighing.against(weights.alone(metric));
        return logE == Double.NEGATIVE_INFINITY ? 0 : logE;
    }

    private String against(Weighing weighing) {
        double logE = weighing.against(deciding);
        return logE < 0
                ? "no evidence against the canary"
                : "evidence against the canary " + Wording.evidence(logE) + ", threshold " + Wording.evidence(logAbort);
    }

    private Role role(int metric) {
        return template.metrics().get(metric).role();
    }

    private String name(int metric) {
        return template.metrics().get(metric).name();
    }

    private static double log10(double log) {
        return log / Math.log(10);
    }
}
