package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
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

    /** The same with more to do; nobody is asked on the way back. */
    Transition and(List<Action> more) {
        if (!(state instanceof State.Progressing)) {
            return this;
        }
        var all = new ArrayList<>(actions);
        all.addAll(more);
        return new Transition(state, all);
    }
}
