package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code Set-Cookie} header that a destination adds to its answers, at {@code headers.response.add} of its entry. */
final class CookieHeader {
    /** Of the objects around it, below the entry. */
    static final String POINTER = "/headers/response/add/";

    private static final String NAME = "Set-Cookie";
    private static final List<String> LEVELS = List.of("headers", "response", "add");

    private CookieHeader() {}

    /** The header's name as it is written, as often as the destination adds one. */
    static List<String> keys(RouteDestination destination) {
        return added(destination).keySet().stream()
                .filter(NAME::equalsIgnoreCase)
                .toList();
    }

    /** Whether such a header sets this cookie, as in {@code name=value}. */
    static boolean sets(String header, String cookie) {
        return header.equals(cookie) || header.startsWith(cookie + ";");
    }

    static String value(RouteDestination destination, String key) {
        return String.valueOf(added(destination).get(key));
    }

    /** Adds the header, with as many of the objects around it as are missing. */
    static PatchOperation addition(RouteDestination destination, String pointer, String header) {
        int level = levels(destination);
        Object value = header;
        String field = NAME;
        for (int i = LEVELS.size(); i > level; i--) {
            value = new LinkedHashMap<>(Map.of(field, value));
            field = LEVELS.get(i - 1);
        }
        return new PatchOperation.Add(pointer + below(level) + "/" + field, value);
    }

    /**
     * Where to remove the header together with the objects around it that it would leave empty.
     *
     * @param kept how many of these objects stay all the same, from the outermost on
     */
    static String leanest(RouteDestination destination, String key, int kept) {
        Map<String, Object> tree = destination.entry();
        var sizes = new ArrayList<Integer>();
        for (String level : LEVELS) {
            tree = Tree.object(tree.get(level));
            sizes.add(tree.size());
        }
        int level = LEVELS.size();
        while (level > kept && sizes.get(level - 1) == 1) {
            level--;
        }
        return below(level) + "/" + (level == LEVELS.size() ? JsonPatch.escape(key) : LEVELS.get(level));
    }

    /** How many of the objects around it there are, from the outermost on. */
    static int levels(RouteDestination destination) {
        Map<String, Object> tree = destination.entry();
        int levels = 0;
        while (levels < LEVELS.size() && tree.get(LEVELS.get(levels)) instanceof Map<?, ?> next) {
            tree = Tree.object(next);
            levels++;
        }
        return levels;
    }

    private static Map<String, Object> added(RouteDestination destination) {
        Map<String, Object> response =
                Tree.object(Tree.object(destination.entry().get("headers")).get("response"));
        return Tree.object(response.get("add"));
    }

    private static String below(int level) {
        var path = new StringBuilder();
        LEVELS.subList(0, level).forEach(field -> path.append('/').append(field));
        return path.toString();
    }
}
