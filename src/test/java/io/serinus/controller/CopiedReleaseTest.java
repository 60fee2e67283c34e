package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Copies.Making;
import io.serinus.release.Copies.Removal;
import io.serinus.release.LogEntry;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.State.Phase;
import io.serinus.release.Trigger;
import io.serinus.release.Trouble;
import io.serinus.routing.PatchOperation;
import io.serinus.simulation.Behaviour;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Releases on a simulated mesh that compare the canary with a copy of the baseline. */
class CopiedReleaseTest {
    private static final Map<String, Object> COPIED = WholeReleaseTest.template("""
            apiVersion: serinus.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: default}
            spec:
              baselineCopy: true
              warmup: 15s
              calibration: false
              metrics:
                - name: errors
                  errorRate: {margin: {relative: 100%, impact: 5%}}
              steps:
                - {weight: 10, minDuration: 1m, minRequests: 20}
                - {weight: 50, minDuration: 1m, minRequests: 20}
            """);
    private static final String COPY = CopyShop.COPY.version().host();

    @Test
    void aGoodCanaryIsComparedWithAsManyRequestsAndPromoted() {
        var scene = new Scene(COPIED);
        Object before = scene.spec();
        scene.ask("v2");

        Release step = scene.until(release -> release.state() instanceof State.Progressing progressing
                && progressing.inForce().isPresent());
        assertThat(scene.copies.made).isEqualTo(1);
        assertThat(scene.spec().toString()).contains(COPY);
        assertThat(step.plan().orElseThrow().copy()).contains(CopyShop.COPY);

        Release promoted = scene.until(CopiedReleaseTest::isOver);
        assertThat(promoted.state().phase()).isEqualTo(Phase.PROMOTED);
        assertThat(scene.spec().toString()).doesNotContain(COPY);
        assertThat(scene.spec()).isNotEqualTo(before);
        var errors = promoted.judgement().orElseThrow().evidence().metrics().getFirst();
        assertThat(errors.baseline().total())
                .isBetween(errors.canary().total() * 8 / 10, errors.canary().total() * 12 / 10);
        assertThat(scene.copies.existing).containsExactly(promoted.id());

        scene.ticks(7);
        assertThat(scene.copies.existing).isEmpty();
        assertThat(((State.Ended) last(scene).state()).copyUntil()).isEmpty();
        scene.ticks(30);
        assertThat(scene.copies.removed).hasSize(1);
    }

    /** Who does not see what the original does cannot blame the canary for it. */
    @Test
    void whatTheOriginalDoesDoesNotMatter() {
        var scene = new Scene(COPIED);
        scene.baseline(Behaviour.withErrorRatio(0.3));
        scene.ask("v2");

        Release promoted = scene.until(CopiedReleaseTest::isOver);

        assertThat(promoted.state().phase()).isEqualTo(Phase.PROMOTED);
        BadOfTotal baseline = promoted.judgement()
                .orElseThrow()
                .evidence()
                .metrics()
                .getFirst()
                .baseline();
        assertThat(baseline.ratio()).isLessThan(0.01);
    }

    @Test
    void aBadCanaryIsTakenBackAndTheCopyGoes() {
        var scene = new Scene(COPIED).canary(Behaviour.withErrorRatio(0.05));
        Object before = scene.spec();
        scene.ask("v2");

        Release aborted = scene.until(CopiedReleaseTest::isOver);

        assertThat(aborted.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(scene.spec()).isEqualTo(before);
        scene.ticks(7);
        assertThat(scene.copies.existing).isEmpty();
    }

    /** Beside a broken copy every canary would look good. */
    @Test
    void aCopyThatFailsIsNoMeasureAndItsUsersAreTakenBack() {
        var scene = new Scene(COPIED).copy(Behaviour.withErrorRatio(0.6));
        Object before = scene.spec();
        scene.ask("v2");

        Release aborted = scene.until(CopiedReleaseTest::isOver);

        assertThat(aborted.state().phase()).isEqualTo(Phase.ABORTED);
        assertThat(((State.Ended) aborted.state()).reason())
                .startsWith("the copy of the baseline fails, so that nothing can be compared with it: copy ");
        assertThat(scene.spec()).isEqualTo(before);
    }

    @Test
    void nothingIsSentWhileTheCopyCannotBeMade() {
        var scene = new Scene(COPIED);
        scene.copies.making = new Making.Waiting("The quota is used up.");
        scene.ask("v2").ticks(12);

        assertThat(scene.written).isEmpty();
        assertThat(last(scene).state().trouble().orElseThrow())
                .extracting(Trouble::kind, Trouble::message)
                .containsExactly(
                        Trouble.Kind.BASELINE_COPY, "The copy of the baseline cannot be made: The quota is used up.");

        scene.copies.making = new Making.Made();
        assertThat(scene.until(CopiedReleaseTest::isOver).state().phase()).isEqualTo(Phase.PROMOTED);
    }

    @Test
    void goesOnWithTheSameCopyAfterARestart() {
        var scene = new Scene(COPIED);
        scene.ask("v2")
                .until(release -> release.state() instanceof State.Progressing progressing
                        && progressing.step() == 1
                        && progressing.inForce().isPresent());
        scene.restart();
        scene.ticks(4);

        assertThat(scene.copies.made).isEqualTo(1);
        assertThat(scene.until(CopiedReleaseTest::isOver).state().phase()).isEqualTo(Phase.PROMOTED);
        scene.restart();
        scene.ticks(10);
        assertThat(scene.copies.existing).isEmpty();
    }

    @Test
    void triesToRemoveItUntilItIsGoneAndSaysWhenItMayNot() {
        var scene = new Scene(COPIED);
        scene.copies.removal = new Removal.Unavailable("The API server does not answer.");
        scene.ask("v2").until(CopiedReleaseTest::isOver);
        scene.ticks(40);
        assertThat(scene.copies.removed).hasSizeBetween(2, 4);
        assertThat(((State.Ended) last(scene).state()).copyUntil()).isPresent();

        scene.copies.removal = new Removal.Refused("May not delete it.");
        scene.ticks(200);
        assertThat(((State.Ended) last(scene).state()).copyUntil()).isPresent();
        assertThat(last(scene).log().getLast())
                .extracting(LogEntry::severity, LogEntry::reason, LogEntry::message)
                .containsExactly(Severity.WARNING, Reasons.COPY_LEFT, "May not delete it.");
        assertThat(scene.announced).containsOnlyOnce(Reasons.COPY_LEFT);

        scene.copies.removal = new Removal.Removed();
        scene.ticks(70);
        assertThat(((State.Ended) last(scene).state()).copyUntil()).isEmpty();
    }

    /** Who wrote it back, such as a tool that knows the state of before, must not find nobody there. */
    @Test
    void staysWhileAVirtualServiceLeadsToIt() {
        var scene = new Scene(COPIED);
        scene.ask("v2")
                .until(release -> release.state() instanceof State.Progressing progressing
                        && progressing.inForce().isPresent());
        Object spec = scene.spec();
        scene.until(CopiedReleaseTest::isOver);
        Object promoted = scene.spec();
        scene.edit(_ -> List.of(new PatchOperation.Replace("/spec", spec)));
        scene.ticks(10);

        assertThat(scene.copies.removed).isEmpty();
        assertThat(last(scene).log().getLast().message())
                .isEqualTo("VirtualService shop/checkout still leads to Deployment shop/checkout-v1-serinus-copy, at"
                        + " spec.http[0].route[2], so the copy stays. Take that destination away.");

        scene.edit(_ -> List.of(new PatchOperation.Replace("/spec", promoted)));
        scene.ticks(70);
        assertThat(scene.copies.existing).isEmpty();
    }

    private static Release last(Scene scene) {
        return Trigger.latest(scene.releases()).orElseThrow();
    }

    private static boolean isOver(Release release) {
        return release.state().isTerminal();
    }
}
