package io.serinus.release;

import static io.serinus.release.Fixtures.MIN_REQUESTS;
import static io.serinus.release.Fixtures.MIN_STEP;
import static io.serinus.release.Fixtures.T0;
import static io.serinus.release.Fixtures.judgement;
import static io.serinus.release.Fixtures.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Judgement;
import io.serinus.analysis.Verdict;
import io.serinus.release.Action.Announce;
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
import io.serinus.template.Policies.Policy.Then;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MachineTest {
    private static final Wish CONTINUE = new Wish.Continue();
    private static final Plan PLAN = plan(Then.HOLD);
    private static final Signals DIFFERS = signals(new Routing.Differs("at 0 %", "argocd"), judgement(Verdict.PASS));
    private static final Signals RESTORED = signals(new Routing.At(Layout.weight(25)), judgement(Verdict.UNDECIDED));

    private static Signals signals(Routing routing, Judgement judgement) {
        return new Signals(CONTINUE, new Ground.Unknown(), routing, Optional.of(judgement));
    }

    private static Progressing inStep(Plan plan, int step) {
        return new Progressing(plan, step, T0, Optional.of(T0), Optional.empty());
    }

    private static Instant after(Duration duration) {
        return T0.plus(duration);
    }

    private static List<Announce> announced(Transition transition) {
        return transition.actions().stream()
                .filter(Announce.class::isInstance)
                .map(Announce.class::cast)
                .toList();
    }

    @Nested
    class Pend {
        private final Pending pending = new Pending(T0, "");

        private Signals ground(Ground ground) {
            return new Signals(CONTINUE, ground, new Routing.Unknown(), Optional.empty());
        }

        @Test
        void staysWhileNobodyHasLooked() {
            assertThat(Machine.next(pending, ground(new Ground.Unknown()), T0))
                    .isEqualTo(new Transition(pending, List.of()));
        }

        @Test
        void announcesEachRefusalOnceAndMovesNothing() {
            Transition first = Machine.next(pending, ground(new Ground.Refused("no subset v2")), T0);
            assertThat(first.state()).isEqualTo(new Pending(T0, "no subset v2"));
            assertThat(announced(first)).extracting(Announce::reason).containsExactly(Reasons.REFUSED);
            assertThat(first.actions()).noneMatch(Route.class::isInstance);

            Transition again = Machine.next(first.state(), ground(new Ground.Refused("no subset v2")), after(MIN_STEP));
            assertThat(again.actions()).isEmpty();
        }

        @Test
        void beginsWithTheFirstStepWhenTheGroundIsGoodButMovesNothingYet() {
            Transition begun = Machine.next(new Pending(T0, "no subset v2"), ground(new Ground.Good(PLAN)), T0);
            assertThat(begun.state()).isEqualTo(new Progressing(PLAN, 0, T0, Optional.empty(), Optional.empty()));
            assertThat(begun.actions()).noneMatch(Route.class::isInstance);
        }

        @Test
        void endsWithoutTouchingTheRoutingWhenWithdrawn() {
            var signals = new Signals(
                    new Wish.Cancel("removed"), new Ground.Good(PLAN), new Routing.Unknown(), Optional.empty());
            Transition ended = Machine.next(pending, signals, T0);
            assertThat(ended.state()).isEqualTo(new Ended(Outcome.CANCELLED, T0, "removed"));
            assertThat(ended.actions()).noneMatch(Route.class::isInstance);
        }
    }

    @Nested
    class Progress {

        @Test
        void sendsNobodyToACanaryThatNobodyCouldWatch() {
            var entered = new Progressing(PLAN, 0, T0, Optional.empty(), Optional.empty());
            var unwatched = new Signals(CONTINUE, new Ground.Unknown(), new Routing.AsBefore(), Optional.empty());
            assertThat(Machine.next(entered, unwatched, T0)).isEqualTo(new Transition(entered, List.of()));

            Transition blind =
                    Machine.next(entered, signals(new Routing.AsBefore(), judgement(Verdict.SOURCE_DOWN)), T0);
            assertThat(blind.actions()).noneMatch(Route.class::isInstance);
            assertThat(announced(blind))
                    .extracting(Announce::message)
                    .first()
                    .asString()
                    .contains("Holding at 0 %");

            Transition seeing =
                    Machine.next(blind.state(), signals(new Routing.AsBefore(), judgement(Verdict.UNDECIDED)), T0);
            assertThat(seeing.actions()).containsExactly(new Route(new RoutingIntent.Apply(Layout.weight(5))));
        }

        @Test
        void countsTheStepFromTheMomentItsWeightIsSeen() {
            var entered = new Progressing(PLAN, 0, T0, Optional.empty(), Optional.empty());
            Instant seen = after(Duration.ofSeconds(7));
            Transition transition =
                    Machine.next(entered, signals(new Routing.At(Layout.weight(5)), judgement(Verdict.PASS)), seen);
            assertThat(transition.state()).isEqualTo(new Progressing(PLAN, 0, T0, Optional.of(seen), Optional.empty()));
        }

        @Test
        void takesTheNextStepOnEvidenceTimeAndRequestsTogether() {
            Transition transition = Machine.next(
                    inStep(PLAN, 0),
                    signals(new Routing.At(Layout.weight(5)), judgement(Verdict.PASS)),
                    after(MIN_STEP));
            assertThat(transition.state())
                    .isEqualTo(new Progressing(PLAN, 1, after(MIN_STEP), Optional.empty(), Optional.empty()));
            assertThat(transition.actions()).contains(new Route(new RoutingIntent.Apply(Layout.weight(25))));
        }

        @Test
        void waitsForTimeAndForRequests() {
            assertThat(Machine.next(
                            inStep(PLAN, 0),
                            signals(new Routing.At(Layout.weight(5)), judgement(Verdict.PASS)),
                            after(MIN_STEP).minusMillis(1)))
                    .isEqualTo(new Transition(inStep(PLAN, 0), List.of()));
            assertThat(Machine.next(
                            inStep(PLAN, 0),
                            signals(new Routing.At(Layout.weight(5)), judgement(Verdict.PASS, MIN_REQUESTS - 1)),
                            after(MIN_STEP)))
                    .isEqualTo(new Transition(inStep(PLAN, 0), List.of()));
        }

        @Test
        void promotesBehindTheLastStep() {
            Transition transition = Machine.next(
                    inStep(PLAN, 2),
                    signals(new Routing.At(Layout.weight(50)), judgement(Verdict.PASS)),
                    after(MIN_STEP));
            assertThat(transition.state()).isInstanceOf(Promoting.class);
            assertThat(transition.actions()).contains(new Route(new RoutingIntent.Apply(Layout.weight(100))));
        }

        @Test
        void goesBackFirstAndTalksLaterOnAFail() {
            Transition transition = Machine.next(
                    inStep(PLAN, 1), signals(new Routing.At(Layout.weight(25)), judgement(Verdict.FAIL)), T0);
            assertThat(transition.state())
                    .isEqualTo(new Returning(PLAN, Outcome.ABORTED, T0, "The judge says FAIL.", Optional.empty()));
            assertThat(transition.actions()).first().isEqualTo(new Route(new RoutingIntent.Restore()));
        }

        @Test
        void goesBackOnAFailEvenWhereTheRoutingIsUnknown() {
            assertThat(Machine.next(inStep(PLAN, 1), signals(new Routing.Unknown(), judgement(Verdict.FAIL)), T0)
                            .state())
                    .isInstanceOf(Returning.class);
        }

        @ParameterizedTest
        @EnumSource(
                value = Verdict.class,
                names = {"NO_DATA", "SOURCE_DOWN"})
        void holdsWithoutDataAndSaysSoOnce(Verdict verdict) {
            Transition held =
                    Machine.next(inStep(PLAN, 0), signals(new Routing.At(Layout.weight(5)), judgement(verdict)), T0);
            assertThat(announced(held)).extracting(Announce::reason).containsExactly(Reasons.HELD);
            assertThat(held.actions()).noneMatch(Route.class::isInstance);

            Transition still = Machine.next(
                    held.state(),
                    signals(new Routing.At(Layout.weight(5)), judgement(verdict)),
                    after(Duration.ofDays(1)));
            assertThat(still.state()).isInstanceOf(Progressing.class);
            assertThat(still.actions()).isEmpty();

            Transition back = Machine.next(
                    still.state(),
                    signals(new Routing.At(Layout.weight(5)), judgement(Verdict.UNDECIDED)),
                    after(MIN_STEP));
            assertThat(((Progressing) back.state()).trouble()).isEmpty();
            assertThat(announced(back)).extracting(Announce::reason).containsExactly(Reasons.RESUMED);
        }

        @ParameterizedTest
        @EnumSource(
                value = Verdict.class,
                names = {"NO_DATA", "SOURCE_DOWN"})
        void abortsWithoutDataOnlyByPolicyAndAfterItsLimit(Verdict verdict) {
            Plan plan = plan(Then.ABORT);
            Transition held =
                    Machine.next(inStep(plan, 0), signals(new Routing.At(Layout.weight(5)), judgement(verdict)), T0);
            Signals signals = signals(new Routing.At(Layout.weight(5)), judgement(verdict));
            assertThat(Machine.next(
                                    held.state(),
                                    signals,
                                    after(Duration.ofMinutes(10)).minusMillis(1))
                            .state())
                    .isInstanceOf(Progressing.class);
            assertThat(Machine.next(held.state(), signals, after(Duration.ofMinutes(10)))
                            .state())
                    .isInstanceOf(Returning.class);
        }

        @Test
        void holdsOrAbortsAtTheDeadlineAsThePolicySays() {
            Signals undecided = signals(new Routing.At(Layout.weight(5)), judgement(Verdict.UNDECIDED));
            Transition held = Machine.next(inStep(PLAN, 0), undecided, after(Duration.ofHours(1)));
            assertThat(((Progressing) held.state()).trouble().map(Trouble::kind))
                    .contains(Trouble.Kind.DEADLINE);
            assertThat(Machine.next(inStep(plan(Then.ABORT), 0), undecided, after(Duration.ofHours(1)))
                            .state())
                    .isInstanceOf(Returning.class);
        }

        @ParameterizedTest
        @CsvSource({
            "NO_DATA, For 10m: no data. The template's policy says abort.",
            "UNDECIDED, Step 1 has not ended for 1h: no data. The template's onDeadline says abort."
        })
        void saysWhyInWholeSentencesWhateverTheJudgeEndsWith(Verdict verdict, String reason) {
            for (String word : List.of("no data", "no data.")) {
                Judgement judgement =
                        new Judgement(verdict, word, judgement(verdict).evidence());
                Signals signals = signals(new Routing.At(Layout.weight(5)), judgement);
                State held =
                        Machine.next(inStep(plan(Then.ABORT), 0), signals, T0).state();
                assertThat(Machine.next(held, signals, after(Duration.ofHours(1)))
                                .state())
                        .isInstanceOfSatisfying(
                                Returning.class,
                                back -> assertThat(back.reason()).isEqualTo(reason));
            }
        }

        @Test
        void writesItsRoutingAgainAfterAnIntervalWhenSomebodyElseChangedIt() {
            Transition seen = Machine.next(inStep(PLAN, 1), DIFFERS, after(MIN_STEP));
            assertThat(announced(seen)).extracting(Announce::reason).containsExactly(Reasons.EXTERNAL_CHANGE);
            assertThat(announced(seen).getFirst().message())
                    .contains("Field manager argocd changed the routing: the VirtualService was at 0 %");
            assertThat(seen.actions()).noneMatch(Route.class::isInstance);
            assertThat(seen.state().trouble().map(Trouble::kind)).contains(Trouble.Kind.EXTERNAL_CHANGE);
            Duration interval = PLAN.template().interval();
            assertThat(Machine.next(seen.state(), DIFFERS, after(MIN_STEP.plus(interval.dividedBy(2)))))
                    .isEqualTo(new Transition(seen.state(), List.of()));
            Transition written = Machine.next(seen.state(), DIFFERS, after(MIN_STEP.plus(interval)));
            assertThat(written.actions()).containsExactly(new Route(new RoutingIntent.Apply(Layout.weight(25))));
            Transition back = Machine.next(written.state(), RESTORED, after(MIN_STEP.plus(interval)));
            assertThat(back.state().trouble()).isEmpty();
            assertThat(announced(back)).extracting(Announce::reason).containsExactly(Reasons.RESUMED);
        }

        @Test
        void leavesARoutingThatIsUndoneForTheThirdTimeToWhoeverUndoesIt() {
            State state = inStep(PLAN, 1);
            for (int i = 0; i < 2; i++) {
                state = Machine.next(state, DIFFERS, after(MIN_STEP)).state();
                state = Machine.next(state, RESTORED, after(MIN_STEP)).state();
            }
            State stalled = Machine.next(state, DIFFERS, after(MIN_STEP)).state();
            assertThat(stalled.trouble().map(Trouble::kind)).contains(Trouble.Kind.STALLED);
            assertThat(stalled.trouble().orElseThrow().message()).contains("argocd");
            assertThat(Machine.next(stalled, DIFFERS, after(Duration.ofDays(1))))
                    .isEqualTo(new Transition(stalled, List.of()));
            assertThat(Machine.next(stalled, RESTORED, after(Duration.ofDays(1)))
                            .state()
                            .trouble())
                    .isEmpty();
            Signals bad = signals(new Routing.Differs("at 0 %", "argocd"), judgement(Verdict.FAIL));
            assertThat(Machine.next(stalled, bad, after(Duration.ofDays(1))).state())
                    .isInstanceOf(Returning.class);
        }

        @Test
        void abortsWhatStaysStalledWhereTheDeadlinesPolicySaysSo() {
            var stalled = new Progressing(
                    plan(Then.ABORT),
                    1,
                    T0,
                    Optional.of(T0),
                    Optional.of(new Trouble(Trouble.Kind.STALLED, T0, "undone")),
                    3,
                    Doors.UNTOUCHED);
            assertThat(Machine.next(stalled, DIFFERS, after(Duration.ofHours(1)))
                            .state())
                    .isInstanceOf(Returning.class);
        }

        @Test
        void keepsTryingWhereTheRoutingIsBlocked() {
            var blocked = new Routing.Blocked("refused by a webhook");
            Transition first = Machine.next(inStep(PLAN, 1), signals(blocked, judgement(Verdict.PASS)), T0);
            assertThat(announced(first)).hasSize(1);
            Transition second = Machine.next(first.state(), signals(blocked, judgement(Verdict.PASS)), after(MIN_STEP));
            assertThat(announced(second)).isEmpty();
            assertThat(second.actions()).containsExactly(new Route(new RoutingIntent.Apply(Layout.weight(25))));
        }

        @Test
        void endsWhenTheVirtualServiceIsGone() {
            assertThat(Machine.next(inStep(PLAN, 1), signals(new Routing.Gone(), judgement(Verdict.PASS)), T0)
                            .state()
                            .phase())
                    .isEqualTo(State.Phase.CANCELLED);
        }
    }

    @Nested
    class End {

        @Test
        void isPromotedOnlyWhenTheFullWeightIsSeen() {
            var promoting = new Promoting(PLAN, T0, "All steps passed.");
            assertThat(Machine.next(promoting, signals(new Routing.At(Layout.weight(50)), judgement(Verdict.PASS)), T0)
                            .state())
                    .isEqualTo(promoting);
            assertThat(Machine.next(promoting, signals(new Routing.At(Layout.weight(100)), judgement(Verdict.PASS)), T0)
                            .state())
                    .isEqualTo(new Ended(Outcome.PROMOTED, T0, "All steps passed."));
        }

        @Test
        void goesBackFromPromotingOnAFail() {
            var promoting = new Promoting(PLAN, T0, "All steps passed.");
            assertThat(Machine.next(promoting, signals(new Routing.At(Layout.weight(50)), judgement(Verdict.FAIL)), T0)
                            .state())
                    .isInstanceOf(Returning.class);
        }

        @Test
        void isOverOnlyWhenTheOldRoutingIsSeen() {
            var returning = new Returning(PLAN, Outcome.ABORTED, T0, "errors", Optional.empty());
            assertThat(Machine.next(returning, signals(new Routing.At(Layout.weight(25)), judgement(Verdict.FAIL)), T0)
                            .actions())
                    .containsExactly(new Route(new RoutingIntent.Restore()));
            assertThat(Machine.next(returning, signals(new Routing.AsBefore(), judgement(Verdict.FAIL)), T0)
                            .state())
                    .isEqualTo(new Ended(Outcome.ABORTED, T0, "errors"));
        }

        @Test
        void saysOnceWhyItCannotRestoreAndKeepsTrying() {
            var returning = new Returning(PLAN, Outcome.ABORTED, T0, "errors", Optional.empty());
            Signals blocked = signals(new Routing.Blocked("the baseline is gone"), judgement(Verdict.FAIL));
            Transition first = Machine.next(returning, blocked, T0);
            assertThat(first.state().trouble().map(Trouble::message)).contains("the baseline is gone");
            assertThat(announced(first)).extracting(Announce::reason).containsExactly(Reasons.HELD);
            Transition second = Machine.next(first.state(), blocked, after(MIN_STEP));
            assertThat(second.actions()).containsExactly(new Route(new RoutingIntent.Restore()));
        }

        @ParameterizedTest
        @EnumSource(Verdict.class)
        void staysEndedWhateverComes(Verdict verdict) {
            var ended = new Ended(Outcome.PROMOTED, T0, "All steps passed.");
            assertThat(Machine.next(ended, signals(new Routing.At(Layout.weight(0)), judgement(verdict)), T0))
                    .isEqualTo(new Transition(ended, List.of()));
        }
    }
}
