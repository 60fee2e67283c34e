package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts conditions together: requests that fit one of two lists of blocks and one of the other. Istio takes the blocks of a
 * route as alternatives and the conditions inside a block as all to be met.
 */
final class MatchBlocks {
    private static final String URI = "uri";
    private static final String IGNORE_URI_CASE = "ignoreUriCase";
    private static final String HEADERS = "headers";
    private static final String WITHOUT_HEADERS = "withoutHeaders";
    private static final String GATEWAYS = "gateways";

    /** Conditions by key: those for different keys are met together. */
    private static final Set<String> KEYED = Set.of(HEADERS, WITHOUT_HEADERS, "queryParams", "sourceLabels");

    /** Istio does not look at these in a block that names gateways. */
    private static final List<String> OF_CALLERS = List.of("sourceLabels", "sourceNamespace");

    /** Fields that say something of a request, by the headers that say the same. */
    private static final Map<String, String> FIELDS_OF_HEADERS = Map.of(
            ":path", URI, ":method", "method", ":scheme", "scheme", ":authority", "authority", "host", "authority");

    private static final String HIDES_CALLERS =
            " and the step's match cannot be met together: Istio does not look at the caller in a block with gateways";

    private MatchBlocks() {}

    /**
     * The blocks.
     *
     * @param route blocks of a route; empty takes every request
     * @param step blocks to be met besides
     * @throws ConflictException if a block cannot say what two of them ask for together, or no request could be both
     */
    static List<Map<String, Object>> both(List<Object> route, List<Map<String, Object>> step) throws ConflictException {
        if (route.isEmpty()) {
            return step;
        }
        var all = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < route.size(); i++) {
            for (Map<String, Object> block : step) {
                all.add(both(Tree.object(route.get(i)), block, "match[" + i + "]"));
            }
        }
        return all;
    }

    private static Map<String, Object> both(Map<String, Object> route, Map<String, Object> step, String path)
            throws ConflictException {
        requireHeadersApart(route, step, path);
        requireCallersSeen(route, step, path);
        var merged = new LinkedHashMap<>(Tree.object(Tree.copy(route)));
        mergeUri(merged, route, step, path);
        for (var condition : step.entrySet()) {
            String field = condition.getKey();
            Object there = merged.get(field);
            if (field.equals(URI) || field.equals(IGNORE_URI_CASE)) {
                continue;
            }
            if (!saysSomething(there)) {
                merged.put(field, condition.getValue());
            } else if (KEYED.contains(field)) {
                merged.put(field, keyed(field, Tree.object(there), Tree.object(condition.getValue()), path));
            } else if (!MatchBlock.LABELS.contains(field)
                    && saysSomething(condition.getValue())
                    && !Objects.equals(there, condition.getValue())) {
                throw new ConflictException(path + "." + field);
            }
        }
        return merged;
    }

    /** The path and whether its case counts are one condition. */
    private static void mergeUri(
            Map<String, Object> merged, Map<String, Object> route, Map<String, Object> step, String path)
            throws ConflictException {
        if (!asksForPath(step)) {
            return;
        }
        boolean isTheirs = asksForPath(route);
        if (isTheirs && !Objects.equals(route.get(URI), step.get(URI))) {
            throw new ConflictException(path + "." + URI);
        }
        merged.put(URI, Objects.requireNonNull(step.get(URI)));
        boolean ignoresCase = ignoresCase(step) && (!isTheirs || ignoresCase(route));
        if (ignoresCase) {
            merged.put(IGNORE_URI_CASE, true);
        } else {
            merged.remove(IGNORE_URI_CASE);
        }
    }

    /** A path begins with a slash, so the prefix {@code /} is no condition. */
    private static boolean asksForPath(Map<String, Object> block) {
        Object uri = block.get(URI);
        return saysSomething(uri)
                && !Map.of("prefix", "/").equals(uri)
                && !Map.of("prefix", "").equals(uri);
    }

    private static boolean ignoresCase(Map<String, Object> block) {
        return Boolean.TRUE.equals(block.get(IGNORE_URI_CASE));
    }

    private static Map<String, Object> keyed(
            String field, Map<String, Object> route, Map<String, Object> step, String path) throws ConflictException {
        var merged = new LinkedHashMap<>(route);
        for (var condition : step.entrySet()) {
            Optional<String> same = merged.keySet().stream()
                    .filter(key -> isSameKey(field, key, condition.getKey()))
                    .findFirst();
            if (same.isPresent() && !Objects.equals(merged.get(same.get()), condition.getValue())) {
                throw new ConflictException(path + "." + field + "." + same.get());
            }
            merged.put(same.orElse(condition.getKey()), condition.getValue());
        }
        return merged;
    }

    /** Of headers the case does not count, of claims of a token (which begin with @), parameters and labels it does. */
    private static boolean isSameKey(String field, String one, String other) {
        boolean isHeader = field.equals(HEADERS) || field.equals(WITHOUT_HEADERS);
        return isHeader && !one.startsWith("@") ? one.equalsIgnoreCase(other) : one.equals(other);
    }

    /** One asks for a header that the other rules out, or for a field in other words. */
    private static void requireHeadersApart(Map<String, Object> route, Map<String, Object> step, String path)
            throws ConflictException {
        requireNoSharedKey(route, HEADERS, step, WITHOUT_HEADERS, path);
        requireNoSharedKey(route, WITHOUT_HEADERS, step, HEADERS, path);
        for (String field : List.of(HEADERS, WITHOUT_HEADERS)) {
            requireNotInOtherWords(route, step, field, path);
            requireNotInOtherWords(step, route, field, path);
        }
    }

    private static void requireNoSharedKey(
            Map<String, Object> route, String routeField, Map<String, Object> step, String stepField, String path)
            throws ConflictException {
        Set<String> asked = Tree.object(step.get(stepField)).keySet();
        for (String key : Tree.object(route.get(routeField)).keySet()) {
            if (asked.stream().anyMatch(other -> isSameKey(HEADERS, key, other))) {
                throw new ConflictException(
                        path + "." + routeField + "." + key,
                        " and the step's match say of the same header what must and what must not be there");
            }
        }
    }

    private static void requireNotInOtherWords(
            Map<String, Object> one, Map<String, Object> other, String field, String path) throws ConflictException {
        for (String key : Tree.object(one.get(field)).keySet()) {
            for (var alias : FIELDS_OF_HEADERS.entrySet()) {
                boolean asks =
                        alias.getValue().equals(URI) ? asksForPath(other) : saysSomething(other.get(alias.getValue()));
                if (asks && key.equalsIgnoreCase(alias.getKey())) {
                    throw new ConflictException(path + "." + field + "." + key);
                }
            }
        }
    }

    private static void requireCallersSeen(Map<String, Object> route, Map<String, Object> step, String path)
            throws ConflictException {
        for (String field : OF_CALLERS) {
            if (saysSomething(route.get(GATEWAYS)) && saysSomething(step.get(field))) {
                throw new ConflictException(path + "." + GATEWAYS, HIDES_CALLERS);
            }
            if (saysSomething(step.get(GATEWAYS)) && saysSomething(route.get(field))) {
                throw new ConflictException(path + "." + field, HIDES_CALLERS);
            }
        }
    }

    private static boolean saysSomething(@Nullable Object condition) {
        return MatchBlock.saysSomething(condition);
    }

    /** A block has no room for what both sides ask for, or no request could be both. */
    static final class ConflictException extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * @param path of the condition, below its route
         */
        ConflictException(String path) {
            this(path, " and the step's match both set this condition, and a block has room for one");
        }

        private ConflictException(String path, String reason) {
            super(path + reason, null, false, false);
        }
    }
}
