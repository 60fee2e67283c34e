package io.serinus.release;

import static io.serinus.release.Fixtures.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Signals.Routing;
import io.serinus.release.Signals.Wish;
import io.serinus.release.State.Pending;
import io.serinus.routing.Layout;
import io.serinus.routing.LintFinding;
import io.serinus.template.Policies.Policy.Then;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/** The page's severities are those that are sent: no more, no less. */
class NotificationsPageTest {
    /** What only those announce who carry a release out; their tests ask {@link NotificationsPage} as well. */
    private static final Set<String> NOT_OF_THE_MACHINE =
            Set.of(Reasons.SCALED_DOWN, Reasons.NOT_SCALED_DOWN, Reasons.COPY_LEFT, Reasons.REPLAYED);

    private final Map<String, Set<Severity>> seen = new HashMap<>();

    @Example
    void listsEveryReasonOnce() {
        assertThat(NotificationsPage.severities()).containsOnlyKeys(Reasons.ALL);
        assertThat(NotificationsPage.severities().values())
                .allSatisfy(severities -> assertThat(severities).isNotEmpty());
    }

    @Example
    void hasTheSeveritiesThatTheMachineGives() {
        // The same histories at every run, or a rare reason might be missing in one of them.
        RandomGenerator<List<Signals>> histories =
                new MachinePropertyTest().histories().generator(1000);
        histories.stream(new Random(1)).limit(4000).map(Shrinkable::value).forEach(this::live);
        live(List.of(startWithFindings()));

        var said = new HashMap<>(NotificationsPage.severities());
        said.keySet().removeAll(NOT_OF_THE_MACHINE);
        assertThat(seen).isEqualTo(said);
    }

    private void live(List<Signals> history) {
        State state = new Pending(T0, "");
        Instant now = T0;
        for (Signals signals : history) {
            now = now.plusSeconds(90);
            Transition transition = Machine.next(state, signals, now);
            for (Action action : transition.actions()) {
                if (action instanceof Announce told) {
                    seen.computeIfAbsent(told.reason(), _ -> EnumSet.noneOf(Severity.class))
                            .add(told.severity());
                }
            }
            state = transition.state();
        }
    }

    private static Signals startWithFindings() {
        Plan plan = Fixtures.plan(Then.HOLD);
        var finding = new LintFinding(
                "consistent-hash-with-weights",
                LintFinding.Severity.WARNING,
                "spec.http[0].route",
                "The hash picks a pod inside a subset, not a version.");
        var found = new Plan(
                plan.name(),
                plan.pair(),
                plan.target(),
                plan.original(),
                plan.template(),
                plan.templateSpec(),
                List.of(finding));
        return new Signals(
                new Wish.Continue(), new Ground.Good(found), new Routing.At(Layout.weight(0)), Optional.empty());
    }
}
