package io.serinus.notify;

import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Action.Announce;
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
import io.serinus.template.Hook;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Notification;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import io.serinus.template.TrafficShare;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A release under way, for tests. */
final class Sample {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HOST = "checkout.shop.svc.cluster.local";

    private Sample() {}

    static AnalysisTemplate template(List<Hook> hooks, List<Notification> notifications) {
        var errors = Metric.ErrorRate.of(
                "errors", 1, new Tolerance(0.2, 0.0002), new Margin(0.25, 0.005), new Tolerance(2, 0.15));
        return new AnalysisTemplate(
                "asking",
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMinutes(2),
                Risk.DEFAULT,
                List.of(errors),
                TrafficShare.DEFAULT,
                true,
                List.of(Step.weight(5, Duration.ofMinutes(2), 50), Step.weight(50, Duration.ofMinutes(2), 50)),
                Policies.DEFAULT,
                Optional.empty(),
                hooks,
                notifications,
                Optional.empty(),
                false,
                Counting.DEFAULT);
    }

    static Release release(List<Hook> hooks, List<Notification> notifications) {
        var plan = new Plan(
                "checkout-v2-1",
                new Pair(new Endpoint(HOST, "v1"), new Endpoint(HOST, "v2")),
                new Target(new Version(HOST, "v1"), new Version(HOST, "v2")),
                new Original(List.of()),
                template(hooks, notifications),
                Map.of(),
                List.of());
        return Release.requested(
                        new ReleaseId("shop", "checkout-v2-1"),
                        new Request("checkout", "v2", Optional.empty(), "asking", List.of()),
                        T0)
                .with(new State.Progressing(plan, 0, T0, Optional.of(T0), Optional.empty()));
    }

    static Hook hook(Hook.Stage stage, String url, Duration timeout, int retries) {
        return new Hook("smoke", stage, Optional.empty(), url, timeout, retries, Hook.OnFailure.HOLD, Optional.empty());
    }

    static Notification notification(String name, Notification.Type type, Notification.Severity least) {
        return new Notification(
                name,
                type,
                Optional.of("https://ops.example/" + name),
                Optional.empty(),
                least,
                Set.of(),
                Optional.empty());
    }

    static Announce said(Announce.Severity severity, String reason, String message) {
        return new Announce(severity, reason, message);
    }
}
