package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Inventory;
import io.serinus.release.LogEntry;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.ScaleDown;
import io.serinus.release.Scaling;
import io.serinus.release.State;
import io.serinus.release.State.Phase;
import io.serinus.release.Trigger;
import io.serinus.simulation.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of the version that has lost, once a release is over. */
class AftermathTest {
    private static final Map<String, Object> CLEANING = template(Map.of("scaleDown", true));

    private static final int DELAY = (int) Duration.ofMinutes(5).dividedBy(Scene.TICK);
    private static final int MINUTE = (int) Duration.ofMinutes(1).dividedBy(Scene.TICK);

    private static Map<String, Object> template(Map<String, Object> cleanUp) {
        return Map.of(
                "apiVersion",
                "serinus.io/v1alpha1",
                "kind",
                "AnalysisTemplate",
                "metadata",
                Map.of("name", "default"),
                "spec",
                Map.of(
                        "metrics",
                        List.of(Map.of("name", "errors", "errorRate", Map.of())),
                        "steps",
                        List.of(Map.of("weight", 50)),
                        "cleanUp",
                        cleanUp));
    }

    private static Scene promoted() {
        var scene = new Scene(CLEANING);
        assertThat(scene.ask("v2").until(AftermathTest::isOver).state().phase()).isEqualTo(Phase.PROMOTED);
        return scene;
    }

    private static boolean isOver(Release release) {
        return release.state().isTerminal();
    }

    private static Release newest(Scene scene) {
        return Trigger.latest(scene.releases()).orElseThrow();
    }

    private static Optional<ScaleDown> scaleDown(Release release) {
        assertThat(release.state()).isInstanceOf(State.Ended.class);
        return ((State.Ended) release.state()).scaleDown();
    }

    private static String left(Release release) {
        assertThat(scaleDown(release)).get().isInstanceOf(ScaleDown.Left.class);
        LogEntry last = release.log().getLast();
        String message = ((ScaleDown.Left) scaleDown(release).orElseThrow()).message();
        assertThat(last.reason()).isEqualTo(Reasons.NOT_SCALED_DOWN);
        assertThat(last.message()).isEqualTo("The version that has lost is not scaled down. " + message);
        return message;
    }

    @Test
    void scalesTheBaselineOfAPromotedReleaseOnceAndAfterTheDelay() {
        Scene scene = promoted();
        assertThat(scaleDown(newest(scene))).get().isInstanceOf(ScaleDown.Due.class);

        scene.ticks(DELAY);
        assertThat(scene.fleet.replicas("checkout-v1")).isEqualTo(3);
        assertThat(scene.fleet.reads).as("nobody is asked while there is time").isEqualTo(1);
        scene.ticks(2);

        assertThat(scene.fleet.scaled).containsExactly("checkout-v1");
        Release release = newest(scene);
        assertThat(scaleDown(release).orElseThrow())
                .isEqualTo(new ScaleDown.Done(
                        release.log().getLast().at(), "Scaled Deployment shop/checkout-v1 from 3 to 0."));
        assertThat(release.log().getLast().reason()).isEqualTo(Reasons.SCALED_DOWN);
        assertThat(scene.announced).containsOnlyOnce(Reasons.SCALED_DOWN).endsWith(Reasons.SCALED_DOWN);

        scene.fleet.scale("checkout-v1", 3);
        scene.ticks(3 * DELAY).restart().ticks(3 * DELAY);
        assertThat(scene.fleet.replicas("checkout-v1")).isEqualTo(3);
    }

    @Test
    void scalesTheCanaryOfAnAbortedRelease() {
        var scene = new Scene(CLEANING).canary(Behaviour.withErrorRatio(0.2)).ask("v2");
        assertThat(scene.until(AftermathTest::isOver).state().phase()).isEqualTo(Phase.ABORTED);

        scene.ticks(DELAY + 2);

        assertThat(scene.fleet.scaled).containsExactly("checkout-v2");
    }

    @Test
    void scalesNothingWhereTheTemplateDoesNotSaySoOrNobodyDecided() {
        var unasked = new Scene(template(Map.of("scaleDown", false))).ask("v2");
        unasked.until(AftermathTest::isOver);
        var cancelled = new Scene(CLEANING).ask("v2");
        cancelled.until(release -> release.weight() == 50);
        assertThat(cancelled.withdraw().until(AftermathTest::isOver).state().phase())
                .isEqualTo(Phase.CANCELLED);

        for (Scene scene : List.of(unasked, cancelled)) {
            scene.ticks(3 * DELAY);
            assertThat(scene.fleet.scaled).isEmpty();
            assertThat(scene.fleet.reads).isZero();
            assertThat(scaleDown(newest(scene))).isEmpty();
        }
    }

    @Test
    void everyProcessGoesOnWhereTheLastOneStopped() {
        Scene scene = promoted();
        for (int i = 0; i < DELAY + 2; i++) {
            scene.tick().restart();
        }

        assertThat(scene.fleet.scaled).containsExactly("checkout-v1");
        assertThat(scaleDown(newest(scene))).get().isInstanceOf(ScaleDown.Done.class);
    }

    @Test
    void whatWasDoneIsRecordedAsSoonAsThatIsPossible() {
        Scene scene = promoted().ticks(DELAY);
        scene.statusCannotBeWritten = true;
        scene.ticks(3 * MINUTE);
        assertThat(scene.fleet.scaled).containsExactly("checkout-v1");
        assertThat(scene.announced).doesNotContain(Reasons.SCALED_DOWN);

        scene.statusCannotBeWritten = false;
        scene.ticks(3 * MINUTE);

        assertThat(newest(scene).log().getLast().message())
                .isEqualTo("Scaled Deployment shop/checkout-v1 from 3 to 0.");
        assertThat(scene.announced).containsOnlyOnce(Reasons.SCALED_DOWN);
    }

    @Test
    void whatIsRecordedLateUndoesNothingElse() {
        Scene scene = promoted().ticks(DELAY);
        scene.statusCannotBeWritten = true;
        scene.ticks(2);
        scene.leads = false;
        scene.ticks(MINUTE);
        scene.leads = true;
        scene.statusCannotBeWritten = false;

        scene.withdraw().look();
        assertThat(newest(scene).withdrawn()).isTrue();
        scene.tick();

        assertThat(scaleDown(newest(scene))).get().isInstanceOf(ScaleDown.Done.class);
        assertThat(newest(scene).withdrawn()).isTrue();
    }

    @Test
    void aProcessThatDiedBeforeItCouldRecordItScalesNothingTwice() {
        Scene scene = promoted().ticks(DELAY);
        scene.statusCannotBeWritten = true;
        scene.ticks(2);
        assertThat(scene.fleet.scaled).containsExactly("checkout-v1");
        scene.statusCannotBeWritten = false;
        scene.restart().tick();
        assertThat(newest(scene).log().getLast().message()).isEqualTo("Deployment shop/checkout-v1 has no replicas.");

        Scene revived = promoted().ticks(DELAY);
        revived.statusCannotBeWritten = true;
        revived.ticks(2);
        revived.fleet.scale("checkout-v1", 3);
        revived.statusCannotBeWritten = false;
        revived.restart().tick();
        assertThat(left(newest(revived)))
                .isEqualTo("Deployment shop/checkout-v1 keeps its 3 replicas: somebody has changed it since the release"
                        + " had ended.");
        assertThat(revived.fleet.replicas("checkout-v1")).isEqualTo(3);
    }

    @Test
    void leavesWhatSomebodyHasScaledMeanwhile() {
        Scene scene = promoted().tick();
        scene.fleet.scale("checkout-v1", 5);

        scene.ticks(DELAY + 2);

        assertThat(scene.fleet.scaled).isEmpty();
        assertThat(left(newest(scene)))
                .isEqualTo("Deployment shop/checkout-v1 keeps its 5 replicas: somebody has scaled it since the release"
                        + " had ended, when it had 3.");
    }

    @Test
    void leavesAVersionToANewerRelease() {
        Scene scene = promoted().ticks(MINUTE);
        Release first = newest(scene);
        scene.ask("v1").tick();

        assertThat(newest(scene).id()).isNotEqualTo(first.id());
        scene.ticks(DELAY);
        Release after = scene.releases().stream()
                .filter(release -> release.id().equals(first.id()))
                .findFirst()
                .orElseThrow();
        assertThat(left(after)).isEqualTo("Release shop/checkout-v1-2 is under way.");
        assertThat(scene.fleet.replicas("checkout-v1")).isEqualTo(3);
    }

    @Test
    void leavesAVersionThatAnotherVirtualServiceSendsRequestsTo() {
        Scene scene = promoted()
                .add(Map.of(
                        "apiVersion",
                        "networking.istio.io/v1",
                        "kind",
                        "VirtualService",
                        "metadata",
                        Map.of("name", "beta", "namespace", "shop"),
                        "spec",
                        Map.of(
                                "hosts",
                                List.of("beta.example.com"),
                                "http",
                                List.of(Map.of(
                                        "route",
                                        List.of(Map.of("destination", Map.of("host", "checkout", "subset", "v1"))))))));

        scene.ticks(DELAY + 2);

        assertThat(left(newest(scene)))
                .isEqualTo(
                        "Deployment shop/checkout-v1 keeps its 3 replicas: VirtualService shop/beta sends requests to"
                                + " its pods, at spec.http[0].route[0].");
        assertThat(scene.fleet.scaled).isEmpty();
    }

    @Test
    void leavesTheBaselineIfTheCanaryHasLostItsPods() {
        Scene scene = promoted().withoutCanaryPods().ticks(DELAY + 2);

        assertThat(left(newest(scene))).isEqualTo("No pod of checkout.shop.svc.cluster.local subset v2 is ready.");
        assertThat(scene.fleet.scaled).isEmpty();
    }

    @Test
    void saysAtOnceWhichPermissionIsMissing() {
        var scene = new Scene(CLEANING);
        scene.fleet.reading = new Scaling.Reading.Refused("Serinus may not read that.");
        scene.ask("v2").until(AftermathTest::isOver);
        scene.tick();
        assertThat(left(newest(scene))).isEqualTo("Serinus may not read that.");

        Scene readOnly = promoted();
        readOnly.fleet.results.add(new Scaling.Result.Refused("Serinus may not scale that."));
        readOnly.ticks(DELAY + 2);
        assertThat(left(newest(readOnly))).isEqualTo("Serinus may not scale that.");
        assertThat(readOnly.fleet.scaled).isEmpty();
    }

    @Test
    void triesAgainAfterAMinuteAndNotForEver() {
        Scene scene = promoted().ticks(DELAY);
        int before = scene.fleet.reads;
        scene.fleet.reading = new Scaling.Reading.Unavailable("The API server does not answer.");
        scene.ticks(10 * MINUTE);
        assertThat(scene.fleet.reads - before).isBetween(9, 11);
        assertThat(scaleDown(newest(scene))).get().isInstanceOf(ScaleDown.Due.class);

        scene.ticks(52 * MINUTE);
        assertThat(left(newest(scene))).isEqualTo("It could not be done in time: The API server does not answer.");
        scene.fleet.reading = null;
        scene.ticks(DELAY);
        assertThat(scene.fleet.scaled).isEmpty();

        Scene recovered = promoted().ticks(DELAY);
        recovered.fleet.results.add(new Scaling.Result.Unavailable("The API server does not answer."));
        recovered.ticks(MINUTE + 2);
        assertThat(recovered.fleet.scaled).containsExactly("checkout-v1");
    }

    @Test
    void aDeploymentThatChangesUnderItsHandsIsLookedAtAgain() {
        Scene scene = promoted().ticks(DELAY);
        scene.fleet.results.add(new Scaling.Result.Changed());

        scene.ticks(3);

        assertThat(scene.fleet.scaled).containsExactly("checkout-v1");
    }

    @Test
    void eachDeploymentOfTheVersionIsDecidedByItself() {
        var scene = new Scene(CLEANING);
        scene.fleet.add("checkout-v1-eu", "v1", 1);
        scene.ask("v2").until(AftermathTest::isOver);
        scene.fleet.autoscaled.put("checkout-v1", "checkout");

        scene.ticks(DELAY + 2);

        assertThat(scene.fleet.scaled).containsExactly("checkout-v1-eu");
        assertThat(left(newest(scene)))
                .isEqualTo(
                        "Deployment shop/checkout-v1 keeps its 3 replicas: HorizontalPodAutoscaler shop/checkout"
                                + " targets it and decides how many it has. Scaled Deployment shop/checkout-v1-eu from 1 to 0.");
    }

    @Test
    void whoDoesNotLeadScalesNothing() {
        Scene scene = promoted().ticks(2);
        scene.leads = false;

        scene.ticks(3 * DELAY);

        assertThat(scene.fleet.scaled).isEmpty();
    }

    @Test
    void aVersionWithoutDeploymentsIsLeft() {
        var scene = new Scene(CLEANING);
        scene.fleet.services.set(0, new Inventory.Service("checkout", Map.of("app", "other")));
        scene.ask("v2").until(AftermathTest::isOver);

        scene.tick();

        assertThat(left(newest(scene)))
                .isEqualTo("No Deployment has the pods of checkout.shop.svc.cluster.local subset v1.");
    }
}
