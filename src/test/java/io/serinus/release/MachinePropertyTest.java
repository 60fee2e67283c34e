package io.serinus.release;

import static io.serinus.release.Fixtures.T0;
import static io.serinus.release.Fixtures.judgement;
import static io.serinus.release.Fixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.release.Action.Route;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Routing;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State.Pending;
import io.serinus.routing.Layout;
import io.serinus.routing.RoutingIntent;
import io.serinus.template.Policies.Policy.Then;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens in whatever order: the promises of the machine hold. */
class MachinePropertyTest {

    @Provide
    Arbitrary<List<Signals>> histories() {
        Arbitrary<Wish> wish = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.just(new Wish.Continue())),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(new Wish.Cancel("removed"))),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(new Wish.Supersede("v3"))));
        Arbitrary<Ground> ground = Arbitraries.of(
                new Ground.Unknown(),
                new Ground.Refused("no subset v2"),
                new Ground.Good(plan(Then.ABORT)),
                new Ground.Good(plan(Then.HOLD)));
        Arbitrary<Routing> routing = Arbitraries.of(
                new Routing.At(Layout.weight(0)),
                new Routing.At(Layout.weight(5)),
                new Routing.At(Layout.weight(25)),
                new Routing.At(Layout.weight(50)),
                new Routing.At(Layout.weight(100)),
                new Routing.AsBefore(),
                new Routing.Differs("at 7 %", "kubectl"),
                new Routing.Unknown(),
                new Routing.Blocked("webhook"),
                new Routing.Foreign("edited"),
                new Routing.Gone());
        Arbitrary<Optional<Judgement>> judgements = Arbitraries.of(Verdict.values())
                .map(verdict -> judgement(verdict))
                .optional();
        return Combinators.combine(wish, ground, routing, judgements)
                .as(Signals::new)
                .list()
                .ofMaxSize(60);
    }

    @Property
    void onlyValidWeightsAreWrittenAndNoneAfterTheEnd(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            Transition transition = Machine.next(state, signals, now);
            if (state.isTerminal()) {
                assertThat(transition).isEqualTo(new Transition(state, List.of()));
            }
            for (Action action : transition.actions()) {
                if (action instanceof Route(RoutingIntent.Apply(Layout layout))) {
                    assertThat(layout.canaryPercent()).isIn(5, 25, 50, 100);
                }
            }
            state = transition.state();
        }
    }

    @Property
    void theCanaryNeverGainsWeightOnceItFailed(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        boolean failed = false;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            boolean underWay = !(state instanceof Pending) && !state.isTerminal();
            failed |= underWay
                    && signals.judgement()
                            .filter(word -> word.verdict() == Verdict.FAIL)
                            .isPresent();
            Transition transition = Machine.next(state, signals, now);
            if (failed) {
                assertThat(transition.actions()).noneMatch(action -> action instanceof Route(RoutingIntent.Apply _));
            }
            state = transition.state();
        }
    }

    @Property
    void aStepIsOnlyTakenOnAPass(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            Transition transition = Machine.next(state, signals, now);
            if (weight(transition.state()) > weight(state) && !(state instanceof Pending)) {
                assertThat(signals.judgement().map(Judgement::verdict)).contains(Verdict.PASS);
            }
            state = transition.state();
        }
    }

    @Property
    void fromAnyStateThereIsAWayToAnEnd(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            state = Machine.next(state, signals, now).state();
        }
        var withdrawn =
                new Signals(new Wish.Cancel("removed"), new Ground.Unknown(), new Routing.AsBefore(), Optional.empty());
        for (int i = 0; i < 2; i++) {
            state = Machine.next(state, withdrawn, now).state();
        }
        assertThat(state.isTerminal()).isTrue();
    }

    private static int weight(State state) {
        return switch (state) {
            case State.Progressing progressing -> progressing.weight();
            case State.Promoting _ -> 100;
            case State.Ended ended -> ended.outcome() == Outcome.PROMOTED ? 100 : 0;
            case State.Pending _, State.Returning _ -> 0;
        };
    }
}
