package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths such as {@code spec.http[1].route} or {@code labels["a.b"]} in trees of maps and lists. */
final class TreePaths {
    private static final Pattern SEGMENT = Pattern.compile("\\.?([^.\\[\\]]+)|\\[\"(.*?)(?<!\\\\)\"]|\\[(\\d+)]");

    private TreePaths() {}

    /** Whether a path leads to something, or to a field that its holder does not have. */
    static boolean exists(Map<String, Object> tree, String path) {
        Matcher segments = SEGMENT.matcher(path);
        @Nullable Object here = tree;
        int end = 0;
        while (segments.find()) {
            if (segments.start() != end) {
                return false;
            }
            end = segments.end();
            boolean isLast = end == path.length();
            String field = segments.group(1) == null ? segments.group(2) : segments.group(1);
            if (field != null) {
                if (!(here instanceof Map<?, ?> map) || !map.containsKey(field)) {
                    return isLast;
                }
                here = map.get(field);
            } else {
                int position = Integer.parseInt(segments.group(3));
                if (!(here instanceof List<?> list) || position >= list.size()) {
                    return false;
                }
                here = list.get(position);
            }
        }
        return end == path.length() && end > 0;
    }

    /** A copy in which one node, counted from the root and begun again at the end, is another. */
    static Map<String, Object> replaced(Map<String, Object> tree, int node, @Nullable Object by) {
        var copy = new LinkedHashMap<>(Tree.object(Tree.copy(tree)));
        List<Runnable> places = new ArrayList<>();
        collect(copy, by, places);
        places.get(node % places.size()).run();
        return copy;
    }

    @SuppressWarnings("unchecked") // Copies of trees, which are of such maps and lists.
    private static void collect(@Nullable Object here, @Nullable Object by, List<Runnable> places) {
        if (here instanceof Map<?, ?> map) {
            var fields = (Map<String, @Nullable Object>) map;
            fields.forEach((key, value) -> {
                places.add(() -> fields.put(key, by));
                collect(value, by, places);
            });
        } else if (here instanceof List<?> list) {
            var elements = (List<@Nullable Object>) list;
            for (int i = 0; i < elements.size(); i++) {
                int position = i;
                places.add(() -> elements.set(position, by));
                collect(elements.get(i), by, places);
            }
        }
    }
}
