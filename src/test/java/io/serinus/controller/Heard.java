package io.serinus.controller;

import io.serinus.analysis.Verdict;
import io.serinus.release.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what a track tells of its releases. */
final class Heard implements LoopListener {
    final List<Verdict> verdicts = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<Optional<Duration>> durations = new ArrayList<>();
    int steps;

    @Override
    public void judged(Verdict verdict) {
        verdicts.add(verdict);
    }

    @Override
    public void entered(int count) {
        steps += count;
    }

    @Override
    public void ended(Outcome outcome, Optional<Duration> took) {
        outcomes.add(outcome);
        durations.add(took);
    }

    @Override
    public void wentRound() {}

    @Override
    public void ticked(Instant at, Duration took, int releases) {}

    @Override
    public void sourceAnswered(String backend, Optional<String> failure) {}

    @Override
    public void routed(String result) {}

    @Override
    public void leading(boolean leads) {}
}
