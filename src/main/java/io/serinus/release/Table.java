package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.release.State.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can happen in one state. The order of the rules is that of their weight: the first that applies decides,
 * and where none does the state stays.
 *
 * @param from the state's name
 */
record Table<S extends State>(Phase from, List<Rule<S>> rules) {
    Table {
        rules = List.copyOf(rules);
    }

    Transition next(S state, Signals signals, Instant now) {
        for (Rule<S> rule : rules) {
            Optional<Transition> transition = rule.effect().apply(state, signals, now);
            if (transition.isPresent()) {
                return transition.get();
            }
        }
        return new Transition(state, List.of());
    }

    /**
     * One thing that can happen.
     *
     * @param when in words
     * @param to where it can lead
     */
    record Rule<S extends State>(String when, Set<Phase> to, Effect<S> effect) {
        Rule {
            requireNonNull(when, "when is null");
            to = Set.copyOf(to);
        }
    }

    /** What follows from a rule; empty if it does not apply. */
    interface Effect<S extends State> {
        Optional<Transition> apply(S state, Signals signals, Instant now);
    }

    static <S extends State> Rule<S> when(String when, Effect<S> effect, Phase... to) {
        return new Rule<>(when, Set.of(to), effect);
    }
}
