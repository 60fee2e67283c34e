package io.serinus.release;

import static io.serinus.release.Fixtures.T0;
import static io.serinus.release.Fixtures.judgement;
import static io.serinus.release.Fixtures.plan;
import static io.serinus.release.Fixtures.step;
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
import io.serinus.template.Gate;
import io.serinus.template.Hook;
import io.serinus.template.Hook.OnFailure;
import io.serinus.template.Hook.Stage;
import io.serinus.template.Policies.Policy.Then;
import io.serinus.template.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    private static final List<Hook> HOOKS = List.of(
            hook("smoke", Stage.BEFORE_STEP, Optional.empty(), OnFailure.HOLD),
            hook("gate", Stage.APPROVAL, Optional.of("qa"), OnFailure.IGNORE),
            hook("board", Stage.BEFORE_PROMOTION, Optional.empty(), OnFailure.ABORT));

    private static final Plan GATED = plan(
            Then.ABORT,
            List.of(
                    Step.gate(new Gate.Approval("window"), Optional.empty(), Optional.empty()),
                    step(5),
                    Step.gate(
                            new Gate.Pause(Optional.of(Duration.ofMinutes(5))), Optional.of(step(5)), Optional.empty()),
                    step(50),
                    Step.gate(new Gate.Approval("qa"), Optional.of(step(50)), Optional.of(Duration.ofHours(2)))),
            HOOKS);

    private static Hook hook(String name, Stage on, Optional<String> gate, OnFailure onFailure) {
        return new Hook(
                name, on, gate, "https://hooks.example", Duration.ofSeconds(10), 0, onFailure, Optional.empty());
    }

    @Provide
    Arbitrary<List<Signals>> histories() {
        Arbitrary<Wish> wish = Arbitraries.frequencyOf(
                Tuple.of(60, Arbitraries.just(new Wish.Continue())),
                Tuple.of(1, Arbitraries.just(new Wish.Cancel("removed"))),
                Tuple.of(1, Arbitraries.just(new Wish.Supersede("v3"))));
        Arbitrary<Ground> ground = Arbitraries.of(
                new Ground.Unknown(),
                new Ground.Refused("no subset v2"),
                new Ground.Good(plan(Then.ABORT)),
                new Ground.Good(plan(Then.HOLD)),
                new Ground.Good(GATED),
                new Ground.Good(Fixtures.copiedPlan()));
        Arbitrary<Routing> routing = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(new Routing.At(Layout.weight(5)))),
                Tuple.of(3, Arbitraries.just(new Routing.At(Layout.weight(25)))),
                Tuple.of(3, Arbitraries.just(new Routing.At(Layout.weight(50)))),
                Tuple.of(
                        3,
                        Arbitraries.of(5, 25, 50)
                                .map(weight -> new Routing.At(Layout.beside(Fixtures.COPY.endpoint(), weight)))),
                Tuple.of(3, Arbitraries.just(new Routing.At(Layout.weight(100)))),
                Tuple.of(
                        2,
                        Arbitraries.of(
                                new Routing.At(Layout.weight(0)),
                                new Routing.AsBefore(),
                                new Routing.Differs("at 7 %", "kubectl"),
                                new Routing.Unknown(),
                                new Routing.Blocked("webhook"),
                                new Routing.Foreign("edited"))),
                Tuple.of(1, Arbitraries.just(new Routing.Gone())));
        Arbitrary<Optional<Judgement>> judgements = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just(Optional.of(judgement(Verdict.PASS)))),
                Tuple.of(
                        4,
                        Arbitraries.of(Verdict.values())
                                .map(verdict -> judgement(verdict))
                                .optional()));
        return Combinators.combine(wish, ground, routing, judgements, commands(), workloads(), answers(), copies())
                .as(Signals::new)
                .list()
                .ofMaxSize(60);
    }

    private static Arbitrary<Optional<Command>> commands() {
        return Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just(Optional.<Command>empty())),
                Tuple.of(
                        1,
                        Arbitraries.of(Command.Verb.values())
                                .map(verb -> Optional.of(new Command(verb, Optional.empty(), "alice", "")))));
    }

    private static Arbitrary<Workloads> workloads() {
        Arbitrary<Workload> workload = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just((Workload) new Workload.Seen(3, 3, List.of()))),
                Tuple.of(2, Arbitraries.just((Workload) new Workload.Unknown("nobody may look"))),
                Tuple.of(1, Arbitraries.just((Workload) new Workload.Seen(3, 0, List.of()))),
                Tuple.of(
                        1,
                        Arbitraries.of(PodTrouble.Kind.values())
                                .map(kind -> new Workload.Seen(3, 2, List.of(new PodTrouble(kind, "A pod."))))));
        return Combinators.combine(workload, workload, workload).as(Workloads::new);
    }

    private static Arbitrary<Copies.Making> copies() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just((Copies.Making) new Copies.Making.Made())),
                Tuple.of(1, Arbitraries.just((Copies.Making) new Copies.Making.Unknown())),
                Tuple.of(1, Arbitraries.just((Copies.Making) new Copies.Making.Waiting("A quota."))));
    }

    private static Arbitrary<Map<String, HookAnswer>> answers() {
        Arbitrary<HookAnswer> answer = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.just((HookAnswer) new HookAnswer.Agreed())),
                Tuple.of(2, Arbitraries.just((HookAnswer) new HookAnswer.Held("later"))),
                Tuple.of(1, Arbitraries.just((HookAnswer) new HookAnswer.Failed("timeout"))),
                Tuple.of(1, Arbitraries.just((HookAnswer) new HookAnswer.Vetoed("no"))));
        Arbitrary<String> key = Arbitraries.of(
                "before-step/2/smoke",
                "before-step/3/smoke",
                "before-step/4/smoke",
                "before-step/5/smoke",
                "approval/5/gate",
                "before-promotion/board");
        return Arbitraries.maps(key, answer).ofMaxSize(6);
    }

    /** What the machine does of itself or on people's word; the rest is evidence. */
    private static boolean isForward(Signals signals) {
        return signals.command()
                .filter(command -> command.verb() == Command.Verb.PROMOTE || command.verb() == Command.Verb.SKIP)
                .isPresent();
    }

    @Property
    void everyTransitionStandsInTheTable(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            State next = Machine.next(state, signals, now).state();
            State.Phase from = state.phase();
            State.Phase to = next.phase();
            if (from != to) {
                assertThat(LifecyclePageTest.TABLES)
                        .filteredOn(table -> table.from() == from)
                        .singleElement()
                        .satisfies(table -> assertThat(table.rules())
                                .anyMatch(rule -> rule.to().contains(to)));
            }
            state = next;
        }
    }

    @Property
    void promotesOnEvidenceOrOnAPersonsWordOnly(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        boolean isEarned = false;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            State next = Machine.next(state, signals, now).state();
            isEarned |= isForward(signals)
                    || state instanceof State.Progressing step
                            && step.plan().step(step.step()).gate().isEmpty()
                            && signals.judgement()
                                    .filter(word -> word.verdict() == Verdict.PASS)
                                    .isPresent();
            if (next instanceof State.Promoting) {
                assertThat(isEarned).isTrue();
            }
            state = next;
        }
    }

    @Property
    void nothingIsSentToACanaryWithoutAReadyPod(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            Transition transition = Machine.next(state, signals, now);
            boolean isFirst = state instanceof State.Progressing step && !step.hasBegun();
            if (isFirst && signals.pods().canary() instanceof Workload.Seen seen && seen.ready() == 0) {
                assertThat(transition.actions()).noneMatch(action -> action instanceof Route(RoutingIntent.Apply _));
            }
            state = transition.state();
        }
    }

    @Property
    void nothingIsSentToACopyThatIsNotAsLargeAsTheCanary(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            Transition transition = Machine.next(state, signals, now);
            boolean isFirst = state instanceof State.Progressing step && !step.hasBegun();
            boolean isReady = signals.copy() instanceof Copies.Making.Made
                    && signals.pods().copy() instanceof Workload.Seen seen
                    && seen.ready() >= Fixtures.COPY.replicas();
            if (isFirst && !isReady) {
                assertThat(transition.actions())
                        .noneMatch(action -> action instanceof Route(RoutingIntent.Apply(Layout layout))
                                && layout.copy().isPresent());
            }
            state = transition.state();
        }
    }

    @Property
    void aCopyIsLeftToBeRemovedAtEveryEnd(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        Optional<Copy> copy = Optional.empty();
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            state = Machine.next(state, signals, now).state();
            copy = state instanceof State.Progressing step ? step.plan().copy() : copy;
            if (state instanceof State.Ended end) {
                assertThat(end.copyUntil().isPresent()).isEqualTo(copy.isPresent());
            }
        }
    }

    @Property
    void nobodyIsAskedOnTheWayBack(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            Transition transition = Machine.next(state, signals, now);
            if (!(transition.state() instanceof State.Progressing)) {
                assertThat(transition.actions()).noneMatch(Action.Ask.class::isInstance);
            }
            state = transition.state();
        }
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
    void aStepIsOnlyTakenOnAPassOrThroughAGateOrByAPerson(@ForAll("histories") List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            Transition transition = Machine.next(state, signals, now);
            if (state instanceof State.Progressing step && weight(transition.state()) > weight(state)) {
                assertThat(step.plan().step(step.step()).gate().isPresent()
                                || isForward(signals)
                                || signals.judgement()
                                        .filter(word -> word.verdict() == Verdict.PASS)
                                        .isPresent())
                        .isTrue();
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
