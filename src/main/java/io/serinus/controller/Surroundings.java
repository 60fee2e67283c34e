package io.serinus.controller;

import io.serinus.release.HookAnswer;
import io.serinus.release.HookCall;
import io.serinus.release.HookDesk;
import io.serinus.release.Release;
import io.serinus.release.Signals.Ground;
import io.serinus.release.WorkloadView;
import io.serinus.release.Workloads;
import io.serinus.routing.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** The senses of a release, by the ports of this process. */
record Surroundings(Function<Release, Ground> grounds, WorkloadView workloads, HookDesk hooks) implements Senses {
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
        Pair pair = release.plan().get().pair();
        String namespace = release.id().namespace();
        return new Workloads(
                workloads.workload(pair.baseline(), namespace, now.minus(MEMORY)),
                workloads.workload(pair.canary(), namespace, release.createdAt()));
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
