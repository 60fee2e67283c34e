package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.release.RoutingChange;
import io.serinus.release.State;
import io.serinus.simulation.Behaviour;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is shown of a VirtualService as changed is what the release has written, and nothing else. */
class RoutingChangeTest {
    private final Scene scene = new Scene();
    private final Object original = scene.spec();

    @Test
    void showsTheWeightsOfAReleaseUnderWay() {
        Release release = scene.ask("v2").until(found -> scene.weight() > 0);

        RoutingChange change = change(release).orElseThrow();

        assertThat((Object) change.before()).isEqualTo(original);
        assertThat((Object) change.now()).isEqualTo(scene.spec()).isNotEqualTo(original);
    }

    @Test
    void showsWhatAPromotedReleaseHasLeft() {
        Release release = scene.ask("v2").until(found -> ended(found, Outcome.PROMOTED));

        RoutingChange change = change(release).orElseThrow();

        assertThat((Object) change.before()).isEqualTo(original);
        assertThat((Object) change.now()).isEqualTo(scene.spec()).isNotEqualTo(original);
    }

    @Test
    void showsThatAnAbortedReleaseHasLeftNothing() {
        scene.canary(Behaviour.withErrorRatio(0.6));
        Release release = scene.ask("v2").until(found -> ended(found, Outcome.ABORTED));

        RoutingChange change = change(release).orElseThrow();

        assertThat((Object) change.now()).isEqualTo(original);
        assertThat(change.before()).isEqualTo(change.now());
    }

    @Test
    void saysNothingOfAnEarlierReleaseOrOfOneThatHasWrittenNothing() {
        Release first = scene.ask("v2").until(found -> ended(found, Outcome.PROMOTED));
        Release second = scene.ask("v1")
                .until(found -> !found.id().equals(first.id())
                        && scene.weight() != 100
                        && found.state() instanceof State.Progressing);
        assertThat(change(first)).isEmpty();
        assertThat(change(second)).isPresent();
        assertThat(RoutingChange.of(
                        Release.requested(second.id(), second.request(), scene.now()), scene.virtualService()))
                .isEmpty();
    }

    private Optional<RoutingChange> change(Release release) {
        return RoutingChange.of(release, scene.virtualService());
    }

    private static boolean ended(Release release, Outcome outcome) {
        return release.state() instanceof State.Ended end && end.outcome() == outcome;
    }
}
