package io.serinus.release;

import static io.serinus.release.Fixtures.MIN_STEP;
import static io.serinus.release.Fixtures.T0;
import static io.serinus.release.Fixtures.judgement;
import static io.serinus.release.Fixtures.plan;
import static io.serinus.release.Fixtures.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Verdict;
import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Ask;
import io.serinus.release.Action.Route;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Routing;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State.Ended;
import io.serinus.release.State.Pending;
import io.serinus.release.State.Progressing;
import io.serinus.release.State.Promoting;
import io.serinus.release.State.Returning;
import io.serinus.routing.Layout;
import io.serinus.routing.RoutingIntent;
import io.serinus.template.Gate;
import io.serinus.template.Hook;
import io.serinus.template.Hook.OnFailure;
import io.serinus.template.Hook.Stage;
import io.serinus.template.Policies.NoBaseline;
import io.serinus.template.Policies.Policy.Then;
import io.serinus.template.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people, hooks and pods have to say to a release under way. */
class GatesAndCommandsTest {
    private static final Plan PLAN = plan(Then.HOLD);
    private static final Step FIVE = step(5);
    private static final Workload READY = new Workload.Seen(3, 3, List.of());
    private static final Workload NONE = new Workload.Seen(3, 0, List.of());
    private static final Action RESTORE = new Route(new RoutingIntent.Restore());

    private static Progressing inStep(Plan plan, int step) {
        return new Progressing(plan, step, T0, Optional.of(T0), Optional.empty());
    }

    /** Where the routing is that of the state and the judge says so. */
    private static Signals signals(Progressing state, Verdict verdict) {
        return new Signals(
                new Wish.Continue(),
                new Ground.Unknown(),
                new Routing.At(state.layout()),
                Optional.of(judgement(verdict)));
    }

    private static Command command(String text) {
        return Command.parse(text);
    }

    private static Instant after(Duration duration) {
        return T0.plus(duration);
    }

    private static List<String> reasons(Transition transition) {
        return announced(transition).stream().map(Announce::reason).toList();
    }

    private static List<Announce> announced(Transition transition) {
        return transition.actions().stream()
                .filter(Announce.class::isInstance)
                .map(Announce.class::cast)
                .toList();
    }

    private static Plan gated(Gate gate) {
        return plan(List.of(FIVE, Step.gate(gate, Optional.of(FIVE), Optional.empty()), step(50)), List.of());
    }

    @Nested
    class Commanding {
        @Test
        void aPauseKeepsTheStepWhateverTheEvidenceAndEndsWithResume() {
            Progressing state = inStep(PLAN, 0);
            Transition paused =
                    Machine.next(state, signals(state, Verdict.PASS).with(command("pause by alice: lunch")), T0);
            assertThat(announced(paused)).extracting(Announce::message).containsExactly("Paused by alice: lunch.");

            Progressing held = (Progressing) paused.state();
            Transition still = Machine.next(held, signals(held, Verdict.PASS), after(MIN_STEP));
            assertThat(((Progressing) still.state()).step()).isZero();
            assertThat(still.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.PAUSED);

            Transition resumed = Machine.next(
                    still.state(), signals(held, Verdict.PASS).with(command("resume by bob")), after(MIN_STEP));
            Transition onward = Machine.next(resumed.state(), signals(held, Verdict.PASS), after(MIN_STEP));
            assertThat(((Progressing) onward.state()).step()).isOne();
        }

        @Test
        void aPausedCanaryIsAbortedAllTheSame() {
            Progressing state = inStep(PLAN, 1).with(Doors.UNTOUCHED.paused(new Doors.Hold(T0, "Paused.")));
            assertThat(Machine.next(state, signals(state, Verdict.FAIL), T0).actions())
                    .contains(RESTORE);
        }

        @Test
        void abortGoesBackAtOnceAndSaysWhoAndWhy() {
            Progressing state = inStep(PLAN, 1);
            Transition aborted =
                    Machine.next(state, signals(state, Verdict.PASS).with(command("abort by alice: bad idea")), T0);
            assertThat(aborted.actions()).contains(RESTORE);
            assertThat(aborted.state()).isInstanceOfSatisfying(Returning.class, back -> {
                assertThat(back.outcome()).isEqualTo(Outcome.ABORTED);
                assertThat(back.reason()).isEqualTo("Aborted by alice: bad idea.");
            });
        }

        @Test
        void skipTakesTheNextStepAndBehindTheLastOnePromotes() {
            Progressing first = inStep(PLAN, 0);
            Transition second =
                    Machine.next(first, signals(first, Verdict.UNDECIDED).with(command("skip")), T0);
            assertThat(second.actions()).contains(new Route(new RoutingIntent.Apply(Layout.weight(25))));

            Progressing last = inStep(PLAN, 2);
            Transition promoted =
                    Machine.next(last, signals(last, Verdict.UNDECIDED).with(command("skip")), T0);
            assertThat(promoted.state()).isInstanceOf(Promoting.class);
        }

        @Test
        void promoteNeedsNoEvidenceButAReadyPod() {
            Progressing state = inStep(PLAN, 0);
            Signals asked = signals(state, Verdict.UNDECIDED).with(command("promote by alice: hotfix"));
            assertThat(Machine.next(state, asked, T0).actions())
                    .contains(new Route(new RoutingIntent.Apply(Layout.weight(100))));

            Transition refused = Machine.next(state, asked.with(new Workloads(READY, NONE)), T0);
            assertThat(refused.state()).isEqualTo(state);
            assertThat(announced(refused))
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.message()).contains("promote", "No pod of the canary"));
        }

        @Test
        void whatMeetsTheEndOfTheReleaseIsAnsweredToo() {
            Progressing state = inStep(PLAN, 0);
            var replaced = new Signals(
                    new Signals.Wish.Supersede("v3 is asked for."),
                    new Signals.Ground.Unknown(),
                    new Signals.Routing.At(state.layout()),
                    Optional.empty());

            Transition back = Machine.next(state, replaced.with(command("approve qa by alice")), T0);

            assertThat(back.state()).isInstanceOf(State.Returning.class);
            assertThat(announced(back).getLast().message())
                    .isEqualTo(
                            "The command \"approve qa by alice\" is not possible: the request for this release was taken"
                                    + " back or replaced in the meantime.");
            assertThat(reasons(Machine.next(state, replaced.with(command("abort by alice")), T0)))
                    .doesNotContain(Reasons.COMMAND_REFUSED);
        }

        @Test
        void whatIsNotPossibleIsRefusedWithWhatWouldHelp() {
            Progressing state = inStep(gated(new Gate.Approval("qa")), 0);
            for (String text : List.of("resume", "retry", "approve ops")) {
                Transition refused =
                        Machine.next(state, signals(state, Verdict.PASS).with(command(text)), T0);
                assertThat(refused.state()).as(text).isEqualTo(state);
                assertThat(reasons(refused)).as(text).containsExactly(Reasons.COMMAND_REFUSED);
            }
            assertThat(announced(
                            Machine.next(state, signals(state, Verdict.PASS).with(command("approve ops")), T0)))
                    .first()
                    .satisfies(answer -> assertThat(answer.message()).contains("the approvals are qa"));
        }

        @Test
        void beforeItsBeginningAReleaseCanOnlyBeAborted() {
            var pending = new Pending(T0, "Subset v2 is missing.");
            var signals =
                    new Signals(new Wish.Continue(), new Ground.Good(PLAN), new Routing.Unknown(), Optional.empty());
            assertThat(Machine.next(pending, signals.with(command("promote")), T0)
                            .state())
                    .isEqualTo(pending);
            assertThat(Machine.next(pending, signals.with(command("abort")), T0).state())
                    .isInstanceOfSatisfying(
                            Ended.class, end -> assertThat(end.outcome()).isEqualTo(Outcome.ABORTED));
        }

        @Test
        void onTheWayBackNothingElseIsFollowed() {
            var state = new Returning(PLAN, Outcome.ABORTED, T0, "bad", Optional.empty());
            var signals = new Signals(
                    new Wish.Continue(), new Ground.Unknown(), new Routing.At(Layout.weight(5)), Optional.empty());
            assertThat(reasons(Machine.next(state, signals.with(command("promote")), T0)))
                    .containsExactly(Reasons.COMMAND_REFUSED);
        }
    }

    @Nested
    class Gating {
        @Test
        void aPauseEndsByItselfWhenItsTimeIsOver() {
            Progressing state = inStep(gated(new Gate.Pause(Optional.of(Duration.ofMinutes(30)))), 1);
            Transition waiting = Machine.next(state, signals(state, Verdict.UNDECIDED), T0);
            assertThat(reasons(waiting)).containsExactly(Reasons.PAUSED);
            assertThat(reasons(Machine.next(waiting.state(), signals(state, Verdict.UNDECIDED), T0)))
                    .as("said once")
                    .isEmpty();
            Transition over =
                    Machine.next(waiting.state(), signals(state, Verdict.PASS), after(Duration.ofMinutes(30)));
            assertThat(over.actions()).contains(new Route(new RoutingIntent.Apply(Layout.weight(50))));
        }

        @ParameterizedTest
        @EnumSource(
                value = Verdict.class,
                names = {"UNDECIDED", "NO_DATA", "SOURCE_DOWN"})
        void timeAloneEndsNoPause(Verdict verdict) {
            Progressing state = inStep(gated(new Gate.Pause(Optional.of(Duration.ofMinutes(30)))), 1);
            Instant late = after(Duration.ofMinutes(31));
            Transition over = Machine.next(state, signals(state, verdict), late);
            assertThat(((Progressing) over.state()).step()).isOne();
            assertThat(reasons(over)).containsExactly(Reasons.HELD);

            Transition heard =
                    Machine.next(over.state(), signals(state, Verdict.UNDECIDED).with(command("resume")), late);
            assertThat(Machine.next(heard.state(), signals(state, Verdict.UNDECIDED), late)
                            .actions())
                    .contains(new Route(new RoutingIntent.Apply(Layout.weight(50))));
        }

        @Test
        void aPauseThatIsOverAndStaysUndecidedHasTheDeadlineOfAnyStep() {
            Plan plan = gated(new Gate.Pause(Optional.of(Duration.ofMinutes(30))));
            Progressing state = inStep(plan, 1);
            Duration limit = plan.template().policies().onDeadline().after().plusMinutes(30);
            Transition before = Machine.next(state, signals(state, Verdict.UNDECIDED), after(limit.minusSeconds(1)));
            assertThat(announced(before).getFirst().message()).contains("the pause of step 2 is over");
            Transition after = Machine.next(state, signals(state, Verdict.UNDECIDED), after(limit.plusSeconds(1)));
            assertThat(announced(after).getFirst().message()).contains("Step 2 has not ended for ");
        }

        @Test
        void aPauseWithoutATimeEndsWithResume() {
            Progressing state = inStep(gated(new Gate.Pause(Optional.empty())), 1);
            Instant late = after(Duration.ofDays(9));
            Transition waiting = Machine.next(state, signals(state, Verdict.NO_DATA), late);
            assertThat(((Progressing) waiting.state()).step()).isOne();
            Transition heard = Machine.next(
                    waiting.state(), signals(state, Verdict.NO_DATA).with(command("resume")), late);
            Transition onward = Machine.next(heard.state(), signals(state, Verdict.NO_DATA), late);
            assertThat(onward.actions()).contains(new Route(new RoutingIntent.Apply(Layout.weight(50))));
        }

        @Test
        void anApprovalOpensByItsNameAlsoBeforehand() {
            Plan plan = gated(new Gate.Approval("qa"));
            Progressing early = inStep(plan, 0);
            Transition approved =
                    Machine.next(early, signals(early, Verdict.UNDECIDED).with(command("approve qa by bob")), T0);
            Progressing gate = new Progressing(
                    plan, 1, T0, Optional.of(T0), Optional.empty(), 0, ((Progressing) approved.state()).doors());
            assertThat(((Progressing) Machine.next(gate, signals(gate, Verdict.UNDECIDED), T0)
                                    .state())
                            .step())
                    .isEqualTo(2);
        }

        @Test
        void nobodyGoesThroughAGateBlindly() {
            Progressing state = inStep(gated(new Gate.Approval("qa")), 1).with(Doors.UNTOUCHED.approve("qa"));
            Transition blind = Machine.next(state, signals(state, Verdict.SOURCE_DOWN), T0);
            assertThat(((Progressing) blind.state()).step()).isOne();
            assertThat(blind.actions()).noneMatch(Route.class::isInstance);
        }

        @Test
        void aGateHasTheDeadlineThatItsStepGivesIt() {
            Step gate = Step.gate(new Gate.Approval("qa"), Optional.of(FIVE), Optional.of(Duration.ofHours(2)));
            Progressing state = inStep(plan(Then.ABORT, List.of(FIVE, gate, step(50)), List.of()), 1);
            assertThat(Machine.next(state, signals(state, Verdict.PASS), after(Duration.ofHours(2)))
                            .actions())
                    .contains(RESTORE);
        }

        @Test
        void aGateBeforeTheFirstRequestWaitsForNoCountsAndWritesNothing() {
            Step gate = Step.gate(new Gate.Approval("window"), Optional.empty(), Optional.empty());
            var state =
                    new Progressing(plan(List.of(gate, FIVE), List.of()), 0, T0, Optional.empty(), Optional.empty());
            var unseen =
                    new Signals(new Wish.Continue(), new Ground.Unknown(), new Routing.AsBefore(), Optional.empty());
            Transition waiting = Machine.next(state, unseen, T0);
            assertThat(reasons(waiting)).containsExactly(Reasons.APPROVAL);
            Transition heard = Machine.next(waiting.state(), unseen.with(command("approve")), T0);
            Transition entered = Machine.next(heard.state(), unseen, T0);
            assertThat(((Progressing) entered.state()).step()).isOne();
            assertThat(entered.actions()).noneMatch(Route.class::isInstance);
        }
    }

    @Nested
    class Podding {
        private Transition with(Workload baseline, Workload canary, Progressing state, Verdict verdict, Instant now) {
            return Machine.next(state, signals(state, verdict).with(new Workloads(baseline, canary)), now);
        }

        private Workload seen(int ready, PodTrouble.Kind kind) {
            return new Workload.Seen(3, ready, List.of(new PodTrouble(kind, "Pod checkout-v2-abc is in trouble.")));
        }

        @Test
        void aCanaryThatCannotLiveIsAbortedWithoutWaitingForRequests() {
            Progressing state = inStep(PLAN, 0);
            for (PodTrouble.Kind kind : List.of(
                    PodTrouble.Kind.CRASH_LOOP, PodTrouble.Kind.OUT_OF_MEMORY, PodTrouble.Kind.PROGRESS_DEADLINE)) {
                Transition back = with(READY, seen(2, kind), state, Verdict.PASS, T0);
                assertThat(back.actions()).as(kind.name()).contains(RESTORE);
                assertThat(announced(back))
                        .extracting(Announce::message)
                        .containsExactly("Pod checkout-v2-abc is in trouble.");
            }
        }

        @Test
        void aMissingImageIsFatalOnlyWhereNobodyServes() {
            Progressing state = inStep(PLAN, 0);
            assertThat(with(READY, seen(2, PodTrouble.Kind.IMAGE_PULL), state, Verdict.PASS, T0)
                            .actions())
                    .doesNotContain(RESTORE);
            assertThat(with(READY, seen(0, PodTrouble.Kind.IMAGE_PULL), state, Verdict.PASS, T0)
                            .actions())
                    .contains(RESTORE);
        }

        @Test
        void noWeightBeforeAPodIsReadyAndForTooLongMeansAbort() {
            var entered = new Progressing(PLAN, 0, T0, Optional.empty(), Optional.empty());
            Transition waiting = with(READY, NONE, entered, Verdict.PASS, T0);
            assertThat(waiting.actions()).noneMatch(Route.class::isInstance);
            assertThat(waiting.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.CANARY_PODS);
            Transition late = Machine.next(
                    waiting.state(),
                    signals(entered, Verdict.PASS).with(new Workloads(READY, NONE)),
                    after(Duration.ofMinutes(10)));
            assertThat(late.state()).isInstanceOf(Returning.class);
        }

        @Test
        void losingAllPodsUnderTrafficAbortsAfterAnInterval() {
            Progressing state = inStep(PLAN, 1);
            Transition held = with(READY, NONE, state, Verdict.PASS, T0);
            assertThat(held.state()).isInstanceOf(Progressing.class);
            Transition back = Machine.next(
                    held.state(),
                    signals(state, Verdict.PASS).with(new Workloads(READY, NONE)),
                    T0.plus(PLAN.template().interval()));
            assertThat(back.actions()).contains(RESTORE);
        }

        @Test
        void aBaselineInTroubleFreezesTheStep() {
            Progressing state = inStep(PLAN, 0);
            Transition frozen = with(seen(2, PodTrouble.Kind.CRASH_LOOP), READY, state, Verdict.PASS, after(MIN_STEP));
            assertThat(((Progressing) frozen.state()).step()).isZero();
            assertThat(frozen.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.BASELINE_PODS);
        }

        @Test
        void aPodThatIsNotReadyYetDoesNotFreezeAnything() {
            Progressing state = inStep(PLAN, 0);
            Transition onward = with(seen(2, PodTrouble.Kind.NOT_READY), READY, state, Verdict.PASS, after(MIN_STEP));
            assertThat(((Progressing) onward.state()).step()).isOne();
        }

        @Test
        void whatNobodySeesDecidesNothing() {
            var unknown = new Workload.Unknown("may not watch pods");
            Progressing state = inStep(PLAN, 0);
            Transition onward = with(unknown, unknown, state, Verdict.PASS, after(MIN_STEP));
            assertThat(((Progressing) onward.state()).step()).isOne();
        }

        @Test
        void anAbortToNobodyWaitsForTheFirstReadyPodOrForASecondAbort() {
            Progressing state = inStep(PLAN, 1);
            Transition back = with(NONE, READY, state, Verdict.FAIL, T0);
            assertThat(back.state()).isInstanceOf(Returning.class);
            assertThat(back.actions()).doesNotContain(RESTORE);

            Signals none = signals(state, Verdict.FAIL).with(new Workloads(NONE, READY));
            Transition held = Machine.next(back.state(), none, T0);
            assertThat(held.actions()).doesNotContain(RESTORE);
            assertThat(held.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.NO_BASELINE);

            Signals one = signals(state, Verdict.FAIL).with(new Workloads(new Workload.Seen(3, 1, List.of()), READY));
            assertThat(Machine.next(held.state(), one, T0).actions()).contains(RESTORE);

            Transition forced = Machine.next(held.state(), none.with(command("abort by alice")), T0);
            assertThat(Machine.next(forced.state(), none, T0).actions()).contains(RESTORE);
        }

        @Test
        void theTemplateMaySendThemBackToNobody() {
            Progressing state = inStep(plan(NoBaseline.RESTORE), 1);
            assertThat(with(NONE, READY, state, Verdict.FAIL, T0).actions()).contains(RESTORE);
        }
    }

    @Nested
    class Hooking {
        private Hook hook(Stage stage, OnFailure onFailure) {
            return hook("smoke", stage, onFailure);
        }

        private Hook hook(String name, Stage stage, OnFailure onFailure) {
            return new Hook(
                    name,
                    stage,
                    stage == Stage.APPROVAL ? Optional.of("qa") : Optional.empty(),
                    "https://hooks.example/smoke",
                    Duration.ofSeconds(10),
                    2,
                    onFailure,
                    Optional.empty());
        }

        private Progressing waiting(OnFailure onFailure) {
            return inStep(plan(List.of(FIVE, step(50)), List.of(hook(Stage.BEFORE_STEP, onFailure))), 0);
        }

        private Transition answered(Progressing state, HookAnswer answer) {
            return Machine.next(
                    state, signals(state, Verdict.PASS).with(Map.of("before-step/2/smoke", answer)), after(MIN_STEP));
        }

        @Test
        void isAskedOnceTheEvidenceIsCompleteAndLetsTheStepBegin() {
            Progressing state = waiting(OnFailure.HOLD);
            assertThat(Machine.next(state, signals(state, Verdict.UNDECIDED), after(MIN_STEP))
                            .actions())
                    .noneMatch(Ask.class::isInstance);
            Transition asking = Machine.next(state, signals(state, Verdict.PASS), after(MIN_STEP));
            assertThat(asking.actions())
                    .filteredOn(Ask.class::isInstance)
                    .extracting(action -> ((Ask) action).call().key())
                    .containsExactly("before-step/2/smoke");
            assertThat(asking.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.HOOK);

            Transition agreed = answered((Progressing) asking.state(), new HookAnswer.Agreed());
            Transition onward = Machine.next(agreed.state(), signals(state, Verdict.PASS), after(MIN_STEP));
            assertThat(onward.actions()).contains(new Route(new RoutingIntent.Apply(Layout.weight(50))));
        }

        @Test
        void mayHoldVetoOrFailAsTheTemplateSays() {
            assertThat(answered(waiting(OnFailure.HOLD), new HookAnswer.Held("not yet"))
                            .state()
                            .trouble()
                            .orElseThrow()
                            .message())
                    .contains("smoke holds: not yet");
            assertThat(answered(waiting(OnFailure.HOLD), new HookAnswer.Vetoed("no"))
                            .actions())
                    .contains(RESTORE);
            assertThat(answered(waiting(OnFailure.HOLD), new HookAnswer.Failed("timeout"))
                            .actions())
                    .anyMatch(Ask.class::isInstance)
                    .doesNotContain(RESTORE);
            assertThat(answered(waiting(OnFailure.ABORT), new HookAnswer.Failed("timeout"))
                            .actions())
                    .contains(RESTORE);
            assertThat(((Progressing) answered(waiting(OnFailure.IGNORE), new HookAnswer.Failed("timeout"))
                                    .state())
                            .doors()
                            .agreed())
                    .containsExactly("before-step/2/smoke");
        }

        @Test
        void neverKeepsABadCanaryOnTheMesh() {
            Progressing state = waiting(OnFailure.HOLD);
            assertThat(Machine.next(state, signals(state, Verdict.FAIL), after(MIN_STEP))
                            .actions())
                    .contains(RESTORE)
                    .noneMatch(Ask.class::isInstance);
        }

        @Test
        void mayOpenAGate() {
            Step gate = Step.gate(new Gate.Approval("qa"), Optional.of(FIVE), Optional.empty());
            Progressing state =
                    inStep(plan(List.of(FIVE, gate, step(50)), List.of(hook(Stage.APPROVAL, OnFailure.HOLD))), 1);
            Transition asking = Machine.next(state, signals(state, Verdict.UNDECIDED), T0);
            assertThat(asking.actions()).anyMatch(Ask.class::isInstance);
            Transition opened = Machine.next(
                    asking.state(),
                    signals(state, Verdict.UNDECIDED).with(Map.of("approval/2/smoke", new HookAnswer.Agreed())),
                    T0);
            assertThat(((Progressing) opened.state()).doors().approved()).containsExactly("qa");
        }

        @Test
        void isAskedBeforeTheFirstRequestAndBeforePromotion() {
            Plan plan = plan(
                    List.of(FIVE),
                    List.of(
                            hook(Stage.BEFORE_RELEASE, OnFailure.HOLD),
                            hook("load", Stage.BEFORE_PROMOTION, OnFailure.HOLD)));
            var entered = new Progressing(plan, 0, T0, Optional.empty(), Optional.empty());
            Transition first = Machine.next(entered, signals(entered, Verdict.PASS), T0);
            assertThat(first.actions())
                    .filteredOn(Ask.class::isInstance)
                    .extracting(action -> ((Ask) action).call().key())
                    .containsExactly("before-release/smoke");
            Progressing last = inStep(plan, 0);
            assertThat(Machine.next(last, signals(last, Verdict.PASS), after(MIN_STEP))
                            .actions())
                    .filteredOn(Ask.class::isInstance)
                    .extracting(action -> ((Ask) action).call().key())
                    .containsExactly("before-promotion/load");
        }
    }
}
