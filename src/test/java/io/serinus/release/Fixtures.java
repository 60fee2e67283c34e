package io.serinus.release;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.Evidence;
import io.serinus.analysis.Verdict;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Counting;
import io.serinus.template.Hook;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Policies.Policy;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import io.serinus.template.TrafficShare;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that the tests of this package are made of. */
final class Fixtures {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final String HOST = "checkout.shop.svc.cluster.local";
    static final Duration MIN_STEP = Duration.ofMinutes(2);
    static final long MIN_REQUESTS = 50;

    private Fixtures() {}

    static Plan plan(Policy.Then then) {
        return plan(then, List.of(step(5), step(25), step(50)), List.of());
    }

    static Plan plan(List<Step> steps, List<Hook> hooks) {
        return plan(Policy.Then.HOLD, steps, hooks);
    }

    static Plan plan(Policy.Then then, List<Step> steps, List<Hook> hooks) {
        return plan(steps, hooks, policies(then, Policies.NoBaseline.STAY));
    }

    static Plan plan(Policies.NoBaseline onNoBaseline) {
        return plan(List.of(step(5), step(25), step(50)), List.of(), policies(Policy.Then.HOLD, onNoBaseline));
    }

    private static Policies policies(Policy.Then then, Policies.NoBaseline onNoBaseline) {
        return new Policies(
                new Policy(Duration.ofMinutes(10), then),
                new Policy(Duration.ofMinutes(10), then),
                new Policy(Duration.ofHours(1), then),
                Policies.DEFAULT.onCanaryPods(),
                onNoBaseline);
    }

    private static Plan plan(List<Step> steps, List<Hook> hooks, Policies policies) {
        var errors = Metric.ErrorRate.of(
                "errors", 1, new Tolerance(0.2, 0.0002), new Margin(0.25, 0.005), new Tolerance(2, 0.15));
        var template = new AnalysisTemplate(
                "default",
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(2),
                Risk.DEFAULT,
                List.of(errors),
                TrafficShare.DEFAULT,
                true,
                steps,
                policies,
                Optional.empty(),
                hooks,
                List.of(),
                Optional.empty(),
                false,
                Counting.DEFAULT);
        return new Plan(
                "checkout-v2-1",
                new Pair(new Endpoint(HOST, "v1"), new Endpoint(HOST, "v2")),
                new Target(new Version(HOST, "v1"), new Version(HOST, "v2")),
                new Original(List.of()),
                template,
                Map.of(),
                List.of());
    }

    static final Copy COPY = new Copy(
            "shop",
            "checkout-v1-serinus-copy",
            "checkout-serinus-copy",
            new Version("checkout-serinus-copy.shop.svc.cluster.local", "v1-copy"),
            2);

    /** One that compares the canary with a copy of the baseline. */
    static Plan copiedPlan() {
        return plan(Policy.Then.ABORT).with(COPY);
    }

    static Request request(String canary) {
        return new Request("checkout", canary, Optional.empty(), "default", List.of());
    }

    static Release release(int number, String canary, State state) {
        return Release.requested(new ReleaseId("shop", "checkout-" + canary + "-" + number), request(canary), T0)
                .with(state);
    }

    static Judgement judgement(Verdict verdict) {
        return judgement(verdict, MIN_REQUESTS);
    }

    static Judgement judgement(Verdict verdict, long requestsInStep) {
        return new Judgement(verdict, "The judge says " + verdict + ".", new Evidence(0, 2, requestsInStep, List.of()));
    }

    static Step step(int percent) {
        return Step.weight(percent, MIN_STEP, MIN_REQUESTS);
    }
}
