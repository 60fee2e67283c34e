package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the fields are those that Istio has, each of its type: what has another shape reads as empty, which would say
 * something else.
 */
final class ShapeLint {
    /** The fields of a route of which more is said than their type. */
    private static final Set<String> READ =
            Set.of("match", "route", "delegate", "redirect", "directResponse", "rewrite", "fault", "mirror", "mirrors");

    private final VirtualService vs;
    private final LintFindings findings;
    private final SchemaLint schema;

    private ShapeLint(VirtualService vs, LintFindings findings) {
        this.vs = vs;
        this.findings = findings;
        this.schema = new SchemaLint(findings);
    }

    /** Reports wrong shapes. The result are the routes that are sound. */
    static List<Route> check(VirtualService vs, LintFindings findings) {
        return new ShapeLint(vs, findings).routes();
    }

    private List<Route> routes() {
        Object spec = vs.tree().get("spec");
        if (spec != null && !(spec instanceof Map<?, ?>)) {
            schema.check(spec, VirtualServiceSchema.SPEC, "spec");
            return List.of();
        }
        Map<String, Object> fields = Tree.object(spec);
        requireRoutes(fields);
        for (var field : fields.entrySet()) {
            if (!isListOfRoutes(field.getKey(), field.getValue())) {
                schema.field(field.getKey(), field.getValue(), VirtualServiceSchema.SPEC, "spec");
            }
        }
        var sound = new ArrayList<Route>();
        for (Route route : Route.of(vs)) {
            Object written = Tree.list(fields.get(route.kind().field())).get(route.position());
            if (isSound(route, written)) {
                sound.add(route);
            }
        }
        return sound;
    }

    private void requireRoutes(Map<String, Object> fields) {
        boolean empty = true;
        for (RouteKind kind : RouteKind.values()) {
            Object list = fields.get(kind.field());
            empty &= list == null || (list instanceof List<?> routes && routes.isEmpty());
        }
        if (empty) {
            findings.error(
                    LintCode.NO_ROUTES,
                    "spec",
                    "There is no route under http, tls or tcp, and Istio refuses a VirtualService without one. Add a route"
                            + " with a destination.");
        }
    }

    private static boolean isListOfRoutes(String field, @Nullable Object value) {
        return value instanceof List<?>
                && List.of(RouteKind.values()).stream()
                        .anyMatch(kind -> kind.field().equals(field));
    }

    /** Looks at all of the route, so that everything is reported at once. */
    private boolean isSound(Route route, @Nullable Object written) {
        FieldType.Fields type = VirtualServiceSchema.route(route.kind());
        if (!(written instanceof Map<?, ?>)) {
            return schema.check(written, type, route.path());
        }
        boolean sound = true;
        for (var field : route.tree().entrySet()) {
            boolean good = schema.field(field.getKey(), field.getValue(), type, route.path());
            sound &= good || !READ.contains(field.getKey());
        }
        return sound;
    }
}
