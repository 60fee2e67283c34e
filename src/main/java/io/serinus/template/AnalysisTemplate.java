package io.serinus.template;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a release: how often it is looked at, what is measured, how much evidence each decision needs, which steps
 * it takes. Always valid: {@link TemplateValidation} says everything that is wrong before one of these exists.
 *
 * @param name the name a release asks for
 * @param tick how often request counters are read; a whole number of the controller's own ticks
 * @param interval the unit of evidence; a whole number of ticks
 * @param warmup evidence of the finer streams starts this long after the canary's first request; zero for none
 * @param risk the two error probabilities that the user accepts
 * @param metrics what is judged, names unique, at least one of them critical
 * @param trafficShare what follows if the canary gets another share of the requests than its weight says
 * @param calibrated whether the baseline's own pods are asked, before the canary is judged, how noisy they are
 * @param steps the ways to reach the canary before 100 %, at least one, by weights that never fall
 * @param policies what happens where evidence stays out
 * @param stickiness the cookie that keeps a user on the canary; empty if none does
 * @param hooks who is asked and told, names unique
 * @param notifications where people are told, names unique
 * @param cleanUp what is done after the end; empty if nothing is
 * @param baselineCopy whether the canary is compared with a short-lived copy of the baseline's Deployment that gets the same
 *     weight; then steps have weights only, at most 50, and no cookie keeps a user
 * @param counting whose counters are read
 */
public record AnalysisTemplate(
        String name,
        Duration tick,
        Duration interval,
        Duration warmup,
        Risk risk,
        List<Metric> metrics,
        TrafficShare trafficShare,
        boolean calibrated,
        List<Step> steps,
        Policies policies,
        Optional<Cookie> stickiness,
        List<Hook> hooks,
        List<Notification> notifications,
        Optional<CleanUp> cleanUp,
        boolean baselineCopy,
        Counting counting) {
    /** A calibrated template that reports an unexpected traffic share. */
    public AnalysisTemplate(
            String name,
            Duration tick,
            Duration interval,
            Duration warmup,
            Risk risk,
            List<Metric> metrics,
            List<Step> steps,
            Policies policies) {
        this(
                name,
                tick,
                interval,
                warmup,
                risk,
                metrics,
                TrafficShare.DEFAULT,
                true,
                steps,
                policies,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                false,
                Counting.DEFAULT);
    }

    public AnalysisTemplate {
        requireNonNull(name, "name is null");
        requireNonNull(tick, "tick is null");
        requireNonNull(interval, "interval is null");
        requireNonNull(warmup, "warmup is null");
        requireNonNull(risk, "risk is null");
        metrics = List.copyOf(metrics);
        requireNonNull(trafficShare, "trafficShare is null");
        steps = List.copyOf(steps);
        requireNonNull(policies, "policies is null");
        requireNonNull(stickiness, "stickiness is null");
        hooks = List.copyOf(hooks);
        notifications = List.copyOf(notifications);
        requireNonNull(cleanUp, "cleanUp is null");
        TemplateValidation.requireValid(tick, interval, warmup, metrics, steps);
        ListenerValidation.requireValid(steps, hooks, notifications);
        CopyValidation.requireValid(baselineCopy, steps, stickiness.isPresent());
        requireNonNull(counting, "counting is null").requireValid(steps);
    }
}
