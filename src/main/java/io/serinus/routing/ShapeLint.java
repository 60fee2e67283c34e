package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether lists are lists and objects are objects: what has another shape reads as empty, which would say something else. */
final class ShapeLint {
    private static final List<String> ACTIONS =
            List.of("delegate", "redirect", "directResponse", "rewrite", "fault", "mirror");

    private final VirtualService vs;
    private final LintFindings findings;

    private ShapeLint(VirtualService vs, LintFindings findings) {
        this.vs = vs;
        this.findings = findings;
    }

    /** Reports wrong shapes. The result are the routes that are sound. */
    static List<Route> check(VirtualService vs, LintFindings findings) {
        return new ShapeLint(vs, findings).routes();
    }

    private List<Route> routes() {
        Object spec = vs.tree().get("spec");
        if (spec != null && !isObject(spec, "spec", "an object with hosts and routes")) {
            return List.of();
        }
        Map<String, Object> fields = Tree.object(spec);
        isListOrAbsent(fields.get("hosts"), "spec.hosts", "a list of hosts");
        isListOrAbsent(fields.get("gateways"), "spec.gateways", "a list of gateways");
        boolean empty = true;
        for (RouteKind kind : RouteKind.values()) {
            Object list = fields.get(kind.field());
            isListOrAbsent(list, "spec." + kind.field(), "a list of routes");
            empty &= list == null || (list instanceof List<?> routes && routes.isEmpty());
        }
        if (empty) {
            findings.error(
                    LintCode.NO_ROUTES,
                    "spec",
                    "There is no route under http, tls or tcp, and Istio refuses a VirtualService without one. Add a route"
                            + " with a destination.");
        }
        var sound = new ArrayList<Route>();
        for (Route route : Route.of(vs)) {
            Object written = Tree.list(fields.get(route.kind().field())).get(route.position());
            if (isObject(written, route.path(), "a route") && isSound(route)) {
                sound.add(route);
            }
        }
        return sound;
    }

    /** Looks at all of the route, so that everything is reported at once. */
    private boolean isSound(Route route) {
        boolean matches = areObjects(route.tree().get("match"), route.path() + ".match", "a match block");
        boolean destinations = areObjects(route.tree().get("route"), route.path() + ".route", "a destination");
        boolean actions = true;
        for (String action : ACTIONS) {
            Object value = route.tree().get(action);
            actions &= value == null || isObject(value, route.path() + "." + action, "an object");
        }
        return matches && destinations && actions;
    }

    private boolean areObjects(@Nullable Object value, String path, String element) {
        if (!isListOrAbsent(value, path, "a list, each element " + element)) {
            return false;
        }
        boolean all = true;
        List<Object> elements = Tree.list(value);
        for (int i = 0; i < elements.size(); i++) {
            all &= isObject(elements.get(i), path + "[" + i + "]", element);
        }
        return all;
    }

    private boolean isListOrAbsent(@Nullable Object value, String path, String expected) {
        return value == null || value instanceof List<?> || refuse(value, path, expected);
    }

    private boolean isObject(@Nullable Object value, String path, String expected) {
        return value instanceof Map<?, ?> || refuse(value, path, expected);
    }

    private boolean refuse(@Nullable Object value, String path, String expected) {
        findings.error(
                LintCode.WRONG_TYPE,
                path,
                "This is " + (value == null ? "empty" : Tree.shown(value)) + ", expected " + expected
                        + "; the API server refuses it. Correct it here; the rest of it was not looked at.");
        return false;
    }
}
