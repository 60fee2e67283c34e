package io.serinus.controller;

import io.serinus.release.HookAnswer;
import io.serinus.release.HookCall;
import io.serinus.release.HookDesk;
import io.serinus.release.Release;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Workloads;
import java.util.Map;
import java.util.function.Function;

/** The senses of a release, by the ports of this process. */
record Surroundings(Function<Release, Ground> grounds, HookDesk hooks) implements Senses {
    @Override
    public Ground ground(Release release) {
        return grounds.apply(release);
    }

    @Override
    public Workloads pods(Release release) {
        return UNSEEN;
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
