package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The routes that Serinus adds for single steps, each above the managed route that it is a copy of. Their names are reserved;
 * nobody else's routes may bear them.
 */
final class OwnRoutes {
    private static final String MATCH = "serinus-match";
    private static final String STICKY = "serinus-sticky";
    private static final Pattern NAME = Pattern.compile("(" + MATCH + "|" + STICKY + ")(-[0-9]+)?");

    private OwnRoutes() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean isSticky(Route route) {
        return route.isOwn() && String.valueOf(route.name()).startsWith(STICKY);
    }

    /** Whether a route takes requests with the cookie that a {@code Set-Cookie} header sets. */
    static boolean looksFor(Route sticky, String header) {
        String[] cookie = header.split(";", 2)[0].split("=", 2);
        return cookie.length == 2
                && Tree.list(sticky.tree().get("match")).stream()
                        .map(block ->
                                Tree.object(Tree.object(block).get("headers")).get("cookie"))
                        .anyMatch(Map.of("regex", Stickiness.regex(cookie[0], Stickiness.quoted(cookie[1])))::equals);
    }

    /** The routes that the layout wants above one managed route. */
    static List<Map<String, Object>> above(
            RouteExtras extras, Map<String, Object> canaryEntry, Layout layout, String suffix)
            throws MatchBlocks.ConflictException {
        var own = new ArrayList<Map<String, Object>>();
        List<Object> match = Tree.list(extras.now().route().tree().get("match"));
        if (layout.canaryRoute().isPresent()) {
            CanaryRoute wanted = layout.canaryRoute().get();
            Map<String, Object> route = named(extras.canaryOnly(canaryEntry), MATCH + suffix);
            route.put("match", new ArrayList<Object>(MatchBlocks.both(match, wanted.blocks())));
            wanted.timeout().ifPresent(timeout -> route.put("timeout", timeout));
            if (!wanted.retries().isEmpty()) {
                route.put("retries", Tree.copy(wanted.retries()));
            }
            own.add(route);
        }
        if (layout.stickiness().isPresent()) {
            Map<String, Object> route = named(extras.canaryOnly(canaryEntry), STICKY + suffix);
            route.put(
                    "match",
                    new ArrayList<Object>(
                            MatchBlocks.both(match, layout.stickiness().get().blocks())));
            own.add(route);
        }
        return own;
    }

    private static Map<String, Object> named(Map<String, Object> route, String name) {
        var named = new LinkedHashMap<String, Object>();
        named.put("name", name);
        route.remove("name");
        named.putAll(route);
        return named;
    }

    /**
     * The operations that leave exactly these routes.
     *
     * @param above routes by the pointer of the managed route that they belong above
     */
    static List<PatchOperation> operations(VirtualService vs, Map<String, List<Map<String, Object>>> above) {
        List<Route> current = Route.of(vs).stream()
                .filter(route -> route.kind() == RouteKind.HTTP)
                .toList();
        var wanted = new LinkedHashMap<Integer, Map<String, Object>>();
        int position = 0;
        for (Route route : current) {
            if (!route.isOwn()) {
                for (Map<String, Object> own : above.getOrDefault(route.pointer(), List.of())) {
                    wanted.put(position++, own);
                }
                position++;
            }
        }
        List<Route> present = current.stream().filter(Route::isOwn).toList();
        return isInPlace(present, wanted) ? replaced(present, wanted) : exchanged(present, wanted);
    }

    private static boolean isInPlace(List<Route> present, Map<Integer, Map<String, Object>> wanted) {
        return present.size() == wanted.size()
                && present.stream().allMatch(route -> {
                    Map<String, Object> own = wanted.get(route.position());
                    return own != null && Objects.equals(own.get("name"), route.name());
                });
    }

    private static List<PatchOperation> replaced(List<Route> present, Map<Integer, Map<String, Object>> wanted) {
        var operations = new ArrayList<PatchOperation>();
        for (Route route : present) {
            Map<String, Object> own = wanted.get(route.position());
            if (!Tree.canonical(own).equals(Tree.canonical(route.tree()))) {
                operations.add(isCalled(route));
                operations.add(new PatchOperation.Replace(route.pointer(), own));
            }
        }
        return operations;
    }

    private static List<PatchOperation> exchanged(List<Route> present, Map<Integer, Map<String, Object>> wanted) {
        var operations = new ArrayList<PatchOperation>();
        for (Route route : present.reversed()) {
            operations.add(isCalled(route));
            operations.add(new PatchOperation.Remove(route.pointer()));
        }
        wanted.forEach((position, own) -> operations.add(new PatchOperation.Add("/spec/http/" + position, own)));
        return operations;
    }

    private static PatchOperation isCalled(Route route) {
        return new PatchOperation.Test(route.pointer() + "/name", String.valueOf(route.name()));
    }

    static Set<String> names(Map<String, List<Map<String, Object>>> above) {
        var names = new TreeSet<String>();
        above.values().forEach(routes -> routes.forEach(own -> names.add(String.valueOf(own.get("name")))));
        return names;
    }
}
