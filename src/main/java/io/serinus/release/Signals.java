package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.analysis.Judgement;
import io.serinus.routing.Layout;
import java.util.Map;
import java.util.Optional;

/**
 * Everything outside a release that its next state depends on, as it is now. Facts, not events: a signal that was missed
 * is still there at the next look.
 *
 * @param wish what the VirtualService's annotations want of this release
 * @param ground whether the release could begin; looked at only while it is pending
 * @param routing what the VirtualService says
 * @param judgement the judge's word; empty before the first one
 * @param command what a person wants; given once
 * @param pods what Kubernetes says of the pods of both versions
 * @param answers what hooks have said, by {@link HookCall#key}
 * @param copy how far the copy of the baseline is
 */
public record Signals(
        Wish wish,
        Ground ground,
        Routing routing,
        Optional<Judgement> judgement,
        Optional<Command> command,
        Workloads pods,
        Map<String, HookAnswer> answers,
        Copies.Making copy) {
    private static final Workload UNSEEN = new Workload.Unknown("Nobody has looked.");

    /** Without commands, hooks and a look at the pods. */
    public Signals(Wish wish, Ground ground, Routing routing, Optional<Judgement> judgement) {
        this(
                wish,
                ground,
                routing,
                judgement,
                Optional.empty(),
                new Workloads(UNSEEN, UNSEEN),
                Map.of(),
                new Copies.Making.Unknown());
    }

    public Signals {
        requireNonNull(command, "command is null");
        requireNonNull(pods, "pods is null");
        answers = Map.copyOf(answers);
        requireNonNull(wish, "wish is null");
        requireNonNull(ground, "ground is null");
        requireNonNull(routing, "routing is null");
        requireNonNull(judgement, "judgement is null");
        requireNonNull(copy, "copy is null");
    }

    /** The same but for a command. */
    public Signals with(Command newCommand) {
        return new Signals(wish, ground, routing, judgement, Optional.of(newCommand), pods, answers, copy);
    }

    /** The same but for the pods. */
    public Signals with(Workloads newPods) {
        return new Signals(wish, ground, routing, judgement, command, newPods, answers, copy);
    }

    /** The same but for the answers of hooks. */
    public Signals with(Map<String, HookAnswer> newAnswers) {
        return new Signals(wish, ground, routing, judgement, command, pods, newAnswers, copy);
    }

    /** The same but for the copy of the baseline. */
    public Signals with(Copies.Making newCopy) {
        return new Signals(wish, ground, routing, judgement, command, pods, answers, newCopy);
    }

    /** What the annotations want. */
    public sealed interface Wish {
        /** The request stands. */
        record Continue() implements Wish {}

        /** The request was withdrawn. */
        record Cancel(String reason) implements Wish {}

        /** Another request took its place. */
        record Supersede(String reason) implements Wish {}
    }

    /** What the preflight found. */
    public sealed interface Ground {
        /** Nobody has looked. */
        record Unknown() implements Ground {}

        /** The release can begin with this plan. */
        record Good(Plan plan) implements Ground {}

        /** It cannot: one sentence that names the object, the field, the value and what was expected. */
        record Refused(String reason) implements Ground {}
    }

    /** What the VirtualService says about the pair of this release. */
    public sealed interface Routing {
        /** Nobody could look. */
        record Unknown() implements Routing {}

        /** Requests reach the canary as laid out. */
        record At(Layout layout) implements Routing {}

        /**
         * It says something else than wanted.
         *
         * @param found what, in words
         * @param by who has written it last, as Kubernetes names field managers; empty if nobody knows
         */
        record Differs(String found, String by) implements Routing {}

        /** The managed routes are as they were before the release. */
        record AsBefore() implements Routing {}

        /** Somebody else's weights stand there. */
        record Foreign(String message) implements Routing {}

        /** The last write was not possible; the message says why. */
        record Blocked(String message) implements Routing {}

        /** The VirtualService does not exist any more. */
        record Gone() implements Routing {}
    }
}
