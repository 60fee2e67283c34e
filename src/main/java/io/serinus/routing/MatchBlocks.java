package io.serinus.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts conditions together: requests that fit one of two lists of blocks and one of the other. Istio takes the blocks of a
 * route as alternatives and the conditions inside a block as all to be met.
 */
final class MatchBlocks {
    /** Conditions by key: those for different keys are met together. */
    private static final Set<String> KEYED = Set.of("headers", "withoutHeaders", "queryParams", "sourceLabels");

    private MatchBlocks() {}

    /**
     * The blocks.
     *
     * @param route blocks of a route; empty takes every request
     * @param step blocks to be met besides
     * @throws ConflictException if two conditions on the same thing cannot stand in one block
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
        var merged = new LinkedHashMap<>(Tree.object(Tree.copy(route)));
        for (var condition : step.entrySet()) {
            String field = condition.getKey();
            Object there = merged.get(field);
            if (there == null || takesEverything(field, there)) {
                merged.put(field, condition.getValue());
            } else if (KEYED.contains(field)) {
                merged.put(field, keyed(Tree.object(there), Tree.object(condition.getValue()), path + "." + field));
            } else if (!Objects.equals(there, condition.getValue())) {
                throw new ConflictException(path + "." + field);
            }
        }
        return merged;
    }

    private static Map<String, Object> keyed(Map<String, Object> route, Map<String, Object> step, String path)
            throws ConflictException {
        var merged = new LinkedHashMap<>(route);
        for (var condition : step.entrySet()) {
            Optional<String> same = merged.keySet().stream()
                    .filter(key -> key.equalsIgnoreCase(condition.getKey()))
                    .findFirst();
            if (same.isPresent() && !Objects.equals(merged.get(same.get()), condition.getValue())) {
                throw new ConflictException(path + "." + same.get());
            }
            merged.put(same.orElse(condition.getKey()), condition.getValue());
        }
        return merged;
    }

    private static boolean takesEverything(String field, Object condition) {
        return field.equals("uri") && condition.equals(Map.of("prefix", "/"));
    }

    /** Both sides ask something of the same thing, and a block has room for one. */
    static final class ConflictException extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * @param path of the condition, below its route
         */
        ConflictException(String path) {
            super(path, null, false, false);
        }
    }
}
