package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Judge;
import io.serinus.analysis.JudgeState;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Plotter;
import io.serinus.analysis.Series;
import io.serinus.metric.Backends;
import io.serinus.metric.Origin;
import io.serinus.metric.Reporter;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Course;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.State;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Counting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Judges two versions by what a metrics backend remembers, as a release would have been judged that began then: the same
 * queries, the same collector, the same judge, tick by tick.
 */
public final class PastJudge {
    private static final List<Reporter> ORDER = List.of(Reporter.SOURCE, Reporter.WAYPOINT, Reporter.DESTINATION);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private PastJudge() {}

    /**
     * What is asked.
     *
     * @param name of the service, for messages
     * @param template the rules
     * @param target both versions
     * @param from the first tick
     * @param to the last one at most
     * @param weight the canary's, as far as anybody knows, in percent
     * @param nextWeight the weight that has to be shown to be safe, in percent
     * @param reporter whose counters; empty for the first who has counted
     */
    public record Question(
            String namespace,
            String name,
            AnalysisTemplate template,
            Target target,
            Instant from,
            Instant to,
            int weight,
            int nextWeight,
            Optional<Reporter> reporter) {
        public Question {
            requireNonNull(name, "name is null");
            requireNonNull(template, "template is null");
            requireNonNull(target, "target is null");
            requireNonNull(reporter, "reporter is null");
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException(
                        "from is " + from + " and to " + to + ", expected from to be earlier");
            }
        }
    }

    /**
     * The judge's word at the end of an interval.
     *
     * @param point what was counted in it
     * @param word without estimates
     */
    public record Moment(Series.Point point, Judgement word) {}

    /** What came of it. */
    public sealed interface Answer {
        /**
         * It was judged.
         *
         * @param word with estimates; empty if there was no interval with counts
         * @param absence why there is none, in words; empty if there is one
         * @param moments one for each interval with counts
         */
        record Judged(Reporter reporter, Optional<Judgement> word, String absence, List<Moment> moments, Series series)
                implements Answer {
            public Judged {
                moments = List.copyOf(moments);
            }
        }

        /** It could not be: the reason, a sentence. */
        record Failed(String reason) implements Answer {}
    }

    /**
     * Reads and judges. Waits for the backend.
     *
     * @param goesOn whether anybody still wants to know; asked at every tick
     * @param each takes every moment as it comes
     */
    public static Answer judge(Backends backends, Question question, BooleanSupplier goesOn, Consumer<Moment> each)
            throws InterruptedException {
        Reporter reporter;
        try {
            reporter = reporter(backends, question);
        } catch (SourceUnavailableException e) {
            return new Answer.Failed(
                    "The metrics backend could not be asked who counts the requests: " + e.getMessage());
        }
        AnalysisTemplate template = plain(question.template(), reporter);
        var log = new Log(template, each);
        Replay.Outcome outcome = new Replay(
                        release(question, template), question.to(), Duration.between(question.from(), question.to()))
                .run(
                        backends,
                        _ -> new Origin(Backends.DEFAULT, reporter),
                        () -> TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos()),
                        goesOn,
                        log::saw);
        return outcome.state()
                .<Answer>map(state -> new Answer.Judged(
                        reporter,
                        log.moments.isEmpty() ? Optional.empty() : Optional.of(log.judge.explain(state)),
                        log.absence(),
                        log.moments,
                        log.series))
                .orElseGet(() -> new Answer.Failed(outcome.failure()));
    }

    private static Reporter reporter(Backends backends, Question question) throws SourceUnavailableException {
        Optional<Reporter> given = question.reporter()
                .or(() -> question.template().counting().reporter())
                .or(() -> backends.reporter(Backends.DEFAULT));
        if (given.isPresent()) {
            return given.get();
        }
        Set<Reporter> all = backends.reporters(
                Backends.DEFAULT,
                Set.copyOf(List.of(
                        question.target().baseline().host(),
                        question.target().canary().host())),
                question.to());
        return ORDER.stream().filter(all::contains).findFirst().orElse(Reporter.SOURCE);
    }

    /** The same rules for what is at hand: one backend, whatever the template calls its own, and no copy of the baseline. */
    private static AnalysisTemplate plain(AnalysisTemplate template, Reporter reporter) {
        return new AnalysisTemplate(
                template.name(),
                template.tick(),
                template.interval(),
                template.warmup(),
                template.risk(),
                template.metrics(),
                template.trafficShare(),
                template.calibrated(),
                template.steps(),
                template.policies(),
                template.stickiness(),
                template.hooks(),
                template.notifications(),
                template.cleanUp(),
                false,
                new Counting(Backends.DEFAULT, Optional.of(reporter)));
    }

    /** One that has been in its first step all the time. */
    private static Release release(Question question, AnalysisTemplate template) {
        var plan = new Plan(
                question.name(),
                new Pair(
                        endpoint(question.target().baseline()),
                        endpoint(question.target().canary())),
                question.target(),
                new Original(List.of()),
                template,
                Map.of(),
                List.of());
        Instant began = question.from().minus(template.tick());
        var change = new Observation.WeightChanged(began, 1, question.weight(), question.nextWeight(), false);
        return Release.requested(
                        new ReleaseId(question.namespace(), question.name()),
                        new Request(
                                question.name(),
                                "canary",
                                Optional.empty(),
                                question.template().name(),
                                List.of()),
                        began)
                .with(new State.Progressing(plan, 0, began, Optional.of(began), Optional.empty()))
                .with(Course.begun(began).with(new Course.Turn(Optional.empty(), change)));
    }

    private static Endpoint endpoint(Version version) {
        return new Endpoint(version.host(), version.label());
    }

    /** Remembers the moments, because counts are told only once. */
    private static final class Log {
        private final Judge judge;
        private final Plotter plotter;
        private final Consumer<Moment> each;
        private final List<Moment> moments = new ArrayList<>();
        private Plotter.Span open;
        private Series series = Series.NONE;
        private boolean hasCounted;
        private String missing = "";

        Log(AnalysisTemplate template, Consumer<Moment> each) {
            this.judge = new Judge(template);
            this.plotter = new Plotter(template);
            this.each = each;
            this.open = plotter.open();
        }

        String absence() {
            if (!moments.isEmpty()) {
                return "";
            }
            if (hasCounted) {
                return "no interval ended in that time; take a longer one";
            }
            return missing.isEmpty() ? "nothing was counted of either version in that time" : missing;
        }

        void saw(Observation observation, JudgeState state) {
            if (observation instanceof Observation.Missing(var _, String reason)) {
                missing = reason;
            }
            if (!(observation instanceof Observation.Counted counted)) {
                return;
            }
            hasCounted |= counted.requests().baseline().total() > 0
                    || counted.requests().canary().total() > 0;
            open = plotter.plus(open, counted, state);
            if (counted.endsInterval()) {
                Judgement word = judge.verdict(state);
                var moment = new Moment(plotter.point(open, counted, state, word), word);
                open = plotter.open();
                series = series.plus(moment.point());
                moments.add(moment);
                each.accept(moment);
            }
        }
    }
}
