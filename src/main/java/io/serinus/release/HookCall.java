package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.template.Hook;
import io.serinus.template.Hook.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One question to a hook, or one word to it.
 *
 * @param hook who
 * @param step the step that is to be entered, counted from 1; empty where it is about the whole release
 */
public record HookCall(Hook hook, Optional<Integer> step) {
    public HookCall {
        requireNonNull(hook, "hook is null");
        requireNonNull(step, "step is null");
    }

    /** What tells it from all other calls of its release, such as {@code before-step/2/smoke-test}. */
    public String key() {
        return hook.on().name().toLowerCase(Locale.ROOT).replace('_', '-') + "/"
                + step.map(number -> number + "/").orElse("") + hook.name();
    }

    /** Who must agree before a step is entered; behind the last step: before promotion. */
    static List<HookCall> before(Plan plan, int index) {
        if (index >= plan.steps()) {
            return on(plan, Stage.BEFORE_PROMOTION, Optional.empty());
        }
        var calls = new ArrayList<HookCall>();
        if (isFirst(plan, index)) {
            calls.addAll(on(plan, Stage.BEFORE_RELEASE, Optional.empty()));
        }
        calls.addAll(on(plan, Stage.BEFORE_STEP, Optional.of(index + 1)));
        return calls;
    }

    /** Whether it is the first step that sends anything to the canary. */
    private static boolean isFirst(Plan plan, int index) {
        for (int earlier = 0; earlier < index; earlier++) {
            if (plan.step(earlier).reachesCanary()) {
                return false;
            }
        }
        return plan.step(index).reachesCanary();
    }

    /** Who may open a gate. */
    static List<HookCall> opening(Plan plan, String gate, int index) {
        return on(plan, Stage.APPROVAL, Optional.of(index + 1)).stream()
                .filter(call -> call.hook().gate().filter(gate::equals).isPresent())
                .toList();
    }

    /** Who is told. */
    static List<HookCall> on(Plan plan, Stage stage, Optional<Integer> step) {
        return plan.template().hooks().stream()
                .filter(hook -> hook.on() == stage)
                .map(hook -> new HookCall(hook, step))
                .toList();
    }
}
