package io.serinus.controller;

import io.serinus.release.Copies;
import io.serinus.release.HookAnswer;
import io.serinus.release.HookCall;
import io.serinus.release.HookDesk;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Workload;
import io.serinus.release.WorkloadView;
import io.serinus.release.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** The senses of a release, by the ports of this process. */
record Surroundings(Function<Release, Ground> grounds, WorkloadView workloads, HookDesk hooks, Copies copies)
        implements Senses {
    /** What befell a pod of the baseline longer ago keeps nobody from comparing with it now. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    @Override
    public Ground ground(Release release) {
        return grounds.apply(release);
    }

    @Override
    public Workloads pods(Release release, Instant now) {
        if (release.plan().isEmpty()) {
            return UNSEEN;
        }
        Plan plan = release.plan().get();
        String namespace = release.id().namespace();
        Workload baseline = workloads.workload(plan.pair().baseline(), namespace, now.minus(MEMORY));
        Workload canary = workloads.workload(plan.pair().canary(), namespace, release.createdAt());
        return plan.copy()
                .map(copy -> new Workloads(
                        baseline, canary, workloads.workload(copy.endpoint(), namespace, release.createdAt())))
                .orElseGet(() -> new Workloads(baseline, canary));
    }

    @Override
    public Copies.Making makeCopy(Release release) {
        return release.plan()
                .flatMap(Plan::copy)
                .map(copy -> copies.make(release, copy))
                .orElseGet(Copies.Making.Unknown::new);
    }

    @Override
    public Map<String, HookAnswer> answers(Release release) {
        return hooks.answers(release.id());
    }

    @Override
    public void ask(Release release, HookCall call) {
        hooks.ask(release, call);
    }

    @Override
    public void forget(Release release) {
        hooks.forget(release.id());
    }
}
