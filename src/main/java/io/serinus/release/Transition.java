package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One step of the machine.
 *
 * @param state where the release stands now; equal to the state before where nothing happened
 * @param actions what must be done about it, in this order
 */
public record Transition(State state, List<Action> actions) {
    public Transition {
        requireNonNull(state, "state is null");
        actions = List.copyOf(actions);
    }
}
