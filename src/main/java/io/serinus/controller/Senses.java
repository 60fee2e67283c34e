package io.serinus.controller;

import io.serinus.release.Copies;
import io.serinus.release.HookAnswer;
import io.serinus.release.HookCall;
import io.serinus.release.Release;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Workload;
import io.serinus.release.Workloads;
import java.time.Instant;
import java.util.Map;

/** What a release under way can learn beside its VirtualService and its counts. Never blocks for long. */
interface Senses {
    Workloads UNSEEN =
            new Workloads(new Workload.Unknown("Nobody has looked."), new Workload.Unknown("Nobody has looked."));

    /** Whether the release could begin. */
    Ground ground(Release release);

    /** What Kubernetes says of the pods of its versions. */
    Workloads pods(Release release, Instant now);

    /** What hooks have said. */
    Map<String, HookAnswer> answers(Release release);

    /** Makes the copy of the baseline that the release's plan says; waits for the API server. */
    Copies.Making makeCopy(Release release);

    /** Has a hook asked. */
    void ask(Release release, HookCall call);

    /** Gives up what hooks are asked for a release that asks no more. */
    void forget(Release release);
}
