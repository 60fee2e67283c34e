package io.serinus.template;

import io.serinus.template.Hook.Stage;
import io.serinus.template.TemplateValidation.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that tie hooks and notifications to each other and to the steps. */
public final class ListenerValidation {
    /** Of each kind in one template; how far each has got is recorded. */
    public static final int MOST = 20;

    private ListenerValidation() {}

    /**
     * What is wrong, as one problem per mistake; empty if nothing is. Paths are relative to the template's {@code spec}.
     *
     * @param gates the names of all approvals among the steps; empty if they are not known, so that any gate may be one
     */
    public static List<Problem> problems(
            Optional<Set<String>> gates, List<Hook> hooks, List<Notification> notifications) {
        var problems = new ArrayList<Problem>();
        names("hooks", hooks, Hook::name, problems);
        names("notifications", notifications, Notification::name, problems);
        for (int i = 0; i < hooks.size(); i++) {
            Hook hook = hooks.get(i);
            String path = "hooks[" + i + "].gate";
            if (hook.on() != Stage.APPROVAL) {
                if (hook.gate().isPresent()) {
                    problems.add(new Problem(
                            path,
                            "is \"" + hook.gate().get()
                                    + "\" beside another stage than approval, expected no gate: only a hook of that stage"
                                    + " opens one"));
                }
            } else if (hook.gate().isEmpty()) {
                problems.add(new Problem(path, "is missing, expected the name of the gate that it may open"));
            } else if (gates.isPresent() && !gates.get().contains(hook.gate().get())) {
                problems.add(new Problem(path, "is \"" + hook.gate().get() + "\", expected " + oneOf(gates.get())));
            }
        }
        return problems;
    }

    static void requireValid(List<Step> steps, List<Hook> hooks, List<Notification> notifications) {
        Set<String> gates = steps.stream()
                .flatMap(step -> step.gate().stream())
                .flatMap(gate -> gate instanceof Gate.Approval(String name) ? Stream.of(name) : Stream.empty())
                .collect(Collectors.toSet());
        List<Problem> problems = problems(Optional.of(gates), hooks, notifications);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.getFirst().toString());
        }
    }

    private static String oneOf(Set<String> gates) {
        return "the name of an approval among the steps"
                + (gates.isEmpty()
                        ? ", of which there is none"
                        : ": " + gates.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static <T> void names(String list, List<T> elements, Function<T, String> name, List<Problem> problems) {
        if (elements.size() > MOST) {
            problems.add(new Problem(list, "has " + elements.size() + " elements, expected at most " + MOST));
        }
        var names = new HashSet<String>();
        for (int i = 0; i < elements.size(); i++) {
            String given = name.apply(elements.get(i));
            if (!names.add(given)) {
                problems.add(new Problem(
                        list + "[" + i + "].name", "is \"" + given + "\" a second time, expected a new name"));
            }
        }
    }
}
