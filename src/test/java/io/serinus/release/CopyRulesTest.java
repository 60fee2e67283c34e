package io.serinus.release;

import static io.serinus.release.Fixtures.COPY;
import static io.serinus.release.Fixtures.T0;
import static io.serinus.release.Fixtures.copiedPlan;
import static io.serinus.release.Fixtures.judgement;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Verdict;
import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Action.MakeCopy;
import io.serinus.release.Action.Route;
import io.serinus.release.Copies.Making;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Routing;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State.Progressing;
import io.serinus.routing.Layout;
import io.serinus.routing.RoutingIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of a release that compares with a copy of the baseline. */
class CopyRulesTest {
    private static final Workload READY = new Workload.Seen(2, 2, List.of());
    private static final Layout FIRST = Layout.beside(COPY.endpoint(), 5);

    private final Progressing begun = new Progressing(copiedPlan(), 0, T0, Optional.empty(), Optional.empty());
    private final Progressing serving =
            new Progressing(copiedPlan(), 0, T0, Optional.of(T0.plusSeconds(5)), Optional.empty());

    @Test
    void isMadeBeforeTheFirstRequestAndThenWaitedFor() {
        Transition made = next(begun, before(new Making.Unknown(), new Workload.Awaited("soon")), 5);

        assertThat(made.actions()).contains(new MakeCopy()).noneMatch(Route.class::isInstance);
        assertThat(trouble(made)).contains(Trouble.Kind.BASELINE_COPY);
        assertThat(announced(made)).singleElement().satisfies(announcement -> {
            assertThat(announcement.severity()).isEqualTo(Severity.NORMAL);
            assertThat(announcement.message())
                    .isEqualTo(
                            "Holding at 0 %: Deployment shop/checkout-v1-serinus-copy is being made, as a copy of the"
                                    + " baseline.");
        });

        Transition waiting =
                next((Progressing) made.state(), before(new Making.Made(), new Workload.Seen(2, 1, List.of())), 10);
        assertThat(waiting.actions()).isEmpty();
        assertThat(trouble(waiting)).contains(Trouble.Kind.BASELINE_COPY);

        Transition going = next((Progressing) waiting.state(), before(new Making.Made(), READY), 15);
        assertThat(going.actions()).contains(new Route(new RoutingIntent.Apply(FIRST)));
    }

    @Test
    void isTriedAgainAndGivenUpAsTheTemplateSays() {
        Signals refused = before(new Making.Waiting("The quota is used up."), READY);

        Transition held = next(begun, refused, 5);
        assertThat(held.actions()).contains(new MakeCopy());
        assertThat(held.state().trouble().orElseThrow().message())
                .isEqualTo("The copy of the baseline cannot be made: The quota is used up.");

        Transition givenUp = next((Progressing) held.state(), refused, 5 + 600);
        assertThat(givenUp.state()).isInstanceOfSatisfying(State.Returning.class, back -> {
            assertThat(back.outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(back.reason())
                    .isEqualTo("The copy of the baseline cannot be made: The quota is used up. That has lasted for 10m;"
                            + " the template's onCanaryPods says abort.");
        });
    }

    @Test
    void isNotMadeForACanaryThatIsNotReady() {
        var signals = signals(new Routing.AsBefore(), new Making.Unknown(), READY)
                .with(new Workloads(READY, new Workload.Seen(2, 0, List.of()), READY));

        assertThat(next(begun, signals, 5).actions()).noneMatch(MakeCopy.class::isInstance);
    }

    @Test
    void nobodyIsSentWhereNobodyCanSee() {
        Transition blind = next(begun, before(new Making.Made(), new Workload.Unknown("May not list pods.")), 5);

        assertThat(blind.actions()).noneMatch(Route.class::isInstance);
        assertThat(blind.state().trouble().orElseThrow().message())
                .isEqualTo(
                        "Nobody can tell whether Deployment shop/checkout-v1-serinus-copy is ready: May not list pods.");
    }

    @Test
    void aCopyWithoutAReadyPodEndsTheReleaseAfterAnInterval() {
        Signals signals = signals(new Routing.At(FIRST), new Making.Unknown(), new Workload.Seen(2, 0, List.of()));

        Transition held = next(serving, signals, 20);
        assertThat(trouble(held)).contains(Trouble.Kind.BASELINE_COPY);
        assertThat(announced(held)).extracting(Announce::severity).containsExactly(Severity.WARNING);

        assertThat(outcome(next((Progressing) held.state(), signals, 20 + 15))).contains(Outcome.ABORTED);
    }

    /** Also in the first step, whose routing is seen anew: requests are led there all the same. */
    @Test
    void whatServesIsNotWaitedForAfterARestart() {
        var again = new Progressing(copiedPlan(), 0, T0, Optional.empty(), Optional.empty());
        Signals signals = signals(new Routing.At(FIRST), new Making.Unknown(), new Workload.Seen(2, 0, List.of()));

        Transition seen = next(again, signals, 5);
        assertThat(seen.actions()).noneMatch(MakeCopy.class::isInstance);
        Transition held = next((Progressing) seen.state(), signals, 10);
        assertThat(outcome(next((Progressing) held.state(), signals, 40))).contains(Outcome.ABORTED);
    }

    @Test
    void aCopyThatCannotLiveEndsTheReleaseAtOnce() {
        var crashing = new PodTrouble(PodTrouble.Kind.CRASH_LOOP, "Pod shop/copy-1 crashes again and again.");
        Signals signals = signals(new Routing.At(FIRST), new Making.Made(), new Workload.Seen(2, 1, List.of(crashing)));

        Transition back = next(serving, signals, 20);

        assertThat(outcome(back)).contains(Outcome.ABORTED);
        assertThat(((State.Returning) back.state()).reason())
                .isEqualTo("The copy of the baseline cannot live: Pod shop/copy-1 crashes again and again.");
        assertThat(back.actions()).contains(new Route(new RoutingIntent.Restore()));
    }

    /** Fewer pods would be busier than the canary's, and a watch that is gone says nothing. */
    @Test
    void noStepIsTakenWhileTheCopyIsTooSmallOrNobodyCanSee() {
        for (Workload lacking :
                List.of(new Workload.Seen(2, 1, List.of()), new Workload.Unknown("The API server is away."))) {
            Signals signals = new Signals(
                            new Wish.Continue(),
                            new Ground.Unknown(),
                            new Routing.At(FIRST),
                            Optional.of(judgement(Verdict.PASS)))
                    .with(new Workloads(READY, READY, lacking))
                    .with(new Making.Made());

            Transition held = next(serving, signals, 3600);
            assertThat(trouble(held)).contains(Trouble.Kind.BASELINE_COPY);
            assertThat(next((Progressing) held.state(), signals, 7200).state())
                    .isInstanceOfSatisfying(
                            Progressing.class, still -> assertThat(still.step()).isZero());
        }
    }

    /** After a restart of the controller nobody knows at once that it is there, and requests go on. */
    @Test
    void isNotMadeAgainWhileItServes() {
        Transition next = next(serving, signals(new Routing.At(FIRST), new Making.Unknown(), READY), 20);

        assertThat(next.state()).isEqualTo(serving);
        assertThat(next.actions()).isEmpty();
    }

    @Test
    void isRemovedSomeTimeAfterEveryEnd() {
        Instant now = T0.plusSeconds(100);
        var promoting = new State.Promoting(copiedPlan(), T0, "All steps passed.");
        var returning = new State.Returning(copiedPlan(), Outcome.SUPERSEDED, T0, "v3.", Optional.empty());

        for (Transition end : List.of(
                Machine.next(promoting, signals(new Routing.At(Layout.weight(100)), new Making.Made(), READY), now),
                Machine.next(returning, signals(new Routing.AsBefore(), new Making.Made(), READY), now),
                Machine.next(serving, signals(new Routing.Gone(), new Making.Made(), READY), now))) {
            assertThat(end.state())
                    .isInstanceOfSatisfying(
                            State.Ended.class,
                            ended -> assertThat(ended.copyUntil()).contains(now.plus(Duration.ofSeconds(30))));
        }
    }

    private static Signals before(Making making, Workload copy) {
        return signals(new Routing.AsBefore(), making, copy);
    }

    private static Signals signals(Routing routing, Making making, Workload copy) {
        return new Signals(
                        new Wish.Continue(), new Ground.Unknown(), routing, Optional.of(judgement(Verdict.UNDECIDED)))
                .with(new Workloads(READY, READY, copy))
                .with(making);
    }

    private static Transition next(Progressing state, Signals signals, long seconds) {
        return Machine.next(state, signals, T0.plusSeconds(seconds));
    }

    private static Optional<Outcome> outcome(Transition transition) {
        return transition.state() instanceof State.Returning back ? Optional.of(back.outcome()) : Optional.empty();
    }

    private static Optional<Trouble.Kind> trouble(Transition transition) {
        return transition.state().trouble().map(Trouble::kind);
    }

    private static List<Announce> announced(Transition transition) {
        return transition.actions().stream()
                .filter(Announce.class::isInstance)
                .map(Announce.class::cast)
                .toList();
    }
}
