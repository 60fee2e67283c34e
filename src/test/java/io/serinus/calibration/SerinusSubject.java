package io.serinus.calibration;

import io.serinus.analysis.Judge;
import io.serinus.analysis.JudgeState;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Verdict;
import io.serinus.catalog.ParsedTemplate;
import io.serinus.catalog.TemplateFiles;
import io.serinus.metric.BaselineHistory;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Counting;
import io.serinus.template.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Serinus's judge as shipped, with the built-in template, at a constant weight, after an hour of the baseline's own pods. All
 * that the calibration run knows of the judge is in here.
 *
 * <p>Evidence that steps to come are safe is a third of the judge's work, and no abort depends on it. The weight never
 * changes here, so all steps but the first are taken out of the plan.
 */
final class SerinusSubject implements Subject {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    /** The noise of a half is that of a version, as with two pods each and a canary of one. */
    private static final int PODS_PER_HALF = 2;

    private static final Duration BETWEEN_VERDICTS = Duration.ofMinutes(1);

    private static final Outcome SERVED = Outcome.http("200");
    private static final Outcome FAILED = Outcome.http("503");

    private final AnalysisTemplate template;
    private final List<Step> steps;
    private final Judge judge;
    private final int ticksPerObservation;
    private final int ticksPerInterval;

    private SerinusSubject(AnalysisTemplate template, List<Step> steps) {
        this.template = template;
        this.steps = steps;
        this.judge = new Judge(planned(template, steps));
        this.ticksPerObservation = ticks(template.tick());
        this.ticksPerInterval = ticks(template.interval());
        if (ticksPerInterval % Release.TICKS_PER_SLOT != 0) {
            throw new IllegalArgumentException("interval is " + template.interval()
                    + ", expected a multiple of 15 s: durations are simulated in such slots");
        }
    }

    /** With the template that comes with the program. */
    static SerinusSubject shipped() {
        AnalysisTemplate template = TemplateFiles.load(Optional.empty())
                .find("default")
                .map(ParsedTemplate::template)
                .orElseThrow();
        return new SerinusSubject(template, template.steps().subList(0, 1));
    }

    /** The same, collecting evidence for every step too. */
    SerinusSubject withAllSteps() {
        return new SerinusSubject(template, template.steps());
    }

    AnalysisTemplate template() {
        return template;
    }

    @Override
    public String name() {
        return "Serinus";
    }

    @Override
    public OptionalInt abortedAfter(Release release) {
        int percent = release.cell().sharePercent();
        JudgeState state = judge.fold(
                judge.fold(judge.start(Optional.empty()), remembered(release)),
                new Observation.WeightChanged(BEGIN, percent, nextPercent(percent), true));
        var unread = new ArrayList<JudgeState>();
        for (int tick = ticksPerObservation; tick <= Release.TICKS; tick += ticksPerObservation) {
            state = judge.fold(state, counted(release, tick));
            unread.add(state);
            // A failure is never taken back, so it is enough to read verdicts now and then.
            if (tick % ticks(BETWEEN_VERDICTS) == 0 || tick + ticksPerObservation > Release.TICKS) {
                if (isFailed(state)) {
                    int since = unread.size() - firstFailed(unread);
                    return OptionalInt.of(tick - (since - 1) * ticksPerObservation);
                }
                unread.clear();
            }
        }
        return OptionalInt.empty();
    }

    /** By bisection: the last one is failed. */
    private int firstFailed(List<JudgeState> states) {
        int low = 0;
        int high = states.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (isFailed(states.get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean isFailed(JudgeState state) {
        return judge.verdict(state).verdict() == Verdict.FAIL;
    }

    private int nextPercent(int percent) {
        return steps.stream()
                .mapToInt(Step::weight)
                .filter(weight -> weight > percent)
                .min()
                .orElse(100);
    }

    private Observation remembered(Release release) {
        if (!template.calibrated()) {
            return new Observation.Remembered(BEGIN, Optional.empty(), "the template does not ask for it");
        }
        Release.History before = release.history().get();
        var spans = new ArrayList<BaselineHistory.Span>();
        for (int tick = ticksPerInterval; tick <= before.first().ticks(); tick += ticksPerInterval) {
            spans.add(new BaselineHistory.Span(
                    BEGIN.minusSeconds((long) (before.first().ticks() - tick) * Release.SECONDS_PER_TICK),
                    half(before.first(), tick),
                    half(before.second(), tick)));
        }
        var history = new BaselineHistory(spans, PODS_PER_HALF, PODS_PER_HALF);
        return new Observation.Remembered(BEGIN, Optional.of(history), "");
    }

    private BaselineHistory.Half half(Side side, int tick) {
        return new BaselineHistory.Half(requests(side, tick, ticksPerInterval), latency(side, tick));
    }

    private Observation.Counted counted(Release release, int tick) {
        var sides = new Compared<>(release.baseline(), release.canary());
        return new Observation.Counted(
                BEGIN.plusSeconds((long) tick * Release.SECONDS_PER_TICK),
                sides.map(side -> requests(side, tick, ticksPerObservation)),
                tick % ticksPerInterval == 0 ? Optional.of(sides.map(side -> latency(side, tick))) : Optional.empty());
    }

    private static AnalysisTemplate planned(AnalysisTemplate template, List<Step> steps) {
        return new AnalysisTemplate(
                template.name(),
                template.tick(),
                template.interval(),
                template.warmup(),
                template.risk(),
                template.metrics(),
                template.trafficShare(),
                template.calibrated(),
                steps,
                template.policies(),
                template.stickiness(),
                template.hooks(),
                template.notifications(),
                Optional.empty(),
                false,
                Counting.DEFAULT);
    }

    private static RequestCounts requests(Side side, int tick, int ticks) {
        long all = side.requests(tick - ticks, tick);
        long failed = side.failed(tick - ticks, tick);
        return new RequestCounts(Map.of(SERVED, all - failed, FAILED, failed));
    }

    private LatencyCounts latency(Side side, int tick) {
        long[] row = side.atMost((tick - ticksPerInterval) / Release.TICKS_PER_SLOT, tick / Release.TICKS_PER_SLOT);
        List<Double> bounds = Release.BOUNDS;
        var atMost = new HashMap<Double, Long>();
        for (int k = 0; k < bounds.size(); k++) {
            atMost.put(bounds.get(k), row[k]);
        }
        return new LatencyCounts(atMost, row[bounds.size()]);
    }

    private static int ticks(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds == 0 || seconds % Release.SECONDS_PER_TICK != 0) {
            throw new IllegalArgumentException("the template has a period of " + duration
                    + ", expected a multiple of 5 s: requests are simulated in such ticks");
        }
        return Math.toIntExact(seconds / Release.SECONDS_PER_TICK);
    }
}
