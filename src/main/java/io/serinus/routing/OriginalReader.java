package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an {@link Original} from a tree that anybody may have written. */
final class OriginalReader {
    private OriginalReader() {}

    static Original read(Map<String, Object> tree) {
        if (!(tree.get("routes") instanceof List<?> list)) {
            throw unexpected("routes", tree.get("routes"), "a list");
        }
        var routes = new ArrayList<Original.RouteState>();
        for (int i = 0; i < list.size(); i++) {
            routes.add(route(list.get(i), "routes[" + i + "]"));
        }
        if (tree.get("others") != null && !(tree.get("others") instanceof List<?>)) {
            throw unexpected("others", tree.get("others"), "a list");
        }
        List<Object> others = Tree.list(tree.get("others"));
        var neighbours = new ArrayList<ManagedRoute>();
        for (int i = 0; i < others.size(); i++) {
            String path = "others[" + i + "]";
            neighbours.add(identity(object(others.get(i), path), path));
        }
        return new Original(routes, neighbours);
    }

    private static Original.RouteState route(@Nullable Object value, String path) {
        Map<String, Object> tree = object(value, path);
        Object canary = tree.get("canary");
        ManagedRoute managed = identity(tree, path);
        if (!(tree.get("alone") instanceof Boolean alone)) {
            throw unexpected(path + ".alone", tree.get("alone"), "true or false");
        }
        return new Original.RouteState(
                managed,
                alone,
                Boolean.TRUE.equals(tree.get("mirrored")),
                entry(tree.get("baseline"), path + ".baseline"),
                canary == null ? null : entry(canary, path + ".canary"));
    }

    private static ManagedRoute identity(Map<String, Object> tree, String path) {
        return new ManagedRoute(
                kind(tree.get("kind"), path + ".kind"),
                number(tree.get("position"), path + ".position"),
                tree.get("name") == null ? null : text(tree.get("name"), path + ".name"),
                text(tree.get("match"), path + ".match"));
    }

    private static Original.EntryState entry(@Nullable Object value, String path) {
        Map<String, Object> tree = object(value, path);
        Object weight = tree.get("weight");
        return new Original.EntryState(
                number(tree.get("position"), path + ".position"),
                weight == null ? null : number(weight, path + ".weight"),
                tree.get("headers") == null ? 0 : number(tree.get("headers"), path + ".headers"));
    }

    private static RouteKind kind(@Nullable Object value, String path) {
        for (RouteKind kind : RouteKind.values()) {
            if (kind.field().equals(value)) {
                return kind;
            }
        }
        throw unexpected(path, value, "http, tls or tcp");
    }

    private static Map<String, Object> object(@Nullable Object value, String path) {
        if (!(value instanceof Map<?, ?>)) {
            throw unexpected(path, value, "an object");
        }
        return Tree.object(value);
    }

    private static String text(@Nullable Object value, String path) {
        if (!(value instanceof String text)) {
            throw unexpected(path, value, "a text");
        }
        return text;
    }

    private static int number(@Nullable Object value, String path) {
        if (value instanceof Number number && number.doubleValue() == number.intValue() && number.intValue() >= 0) {
            return number.intValue();
        }
        throw unexpected(path, value, "a whole number that is not negative");
    }

    private static IllegalArgumentException unexpected(String path, @Nullable Object value, String expected) {
        return new IllegalArgumentException(path + " is " + Tree.shown(value) + ", expected " + expected);
    }
}
