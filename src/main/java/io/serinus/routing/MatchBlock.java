package io.serinus.routing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One block of a route's {@code match}: conditions that must all hold.
 *
 * @param conditions as they are written; none match everything
 */
record MatchBlock(RouteKind kind, Map<String, Object> conditions) {
    /** Fields of a block that decide nothing. */
    static final Set<String> LABELS = Set.of("name", "statPrefix");

    private static final String EXACT = "exact";
    private static final String PREFIX = "prefix";

    /** The blocks of a route; one without conditions if it has none. */
    static List<MatchBlock> of(Route route) {
        List<Object> blocks = Tree.list(route.tree().get("match"));
        return blocks.isEmpty()
                ? List.of(new MatchBlock(route.kind(), Map.of()))
                : blocks.stream()
                        .map(block -> new MatchBlock(route.kind(), Tree.object(block)))
                        .toList();
    }

    /**
     * Whether every request that the other block matches, this one does as well, so that the other gets none if this one is
     * tried first. False in doubt.
     */
    boolean covers(MatchBlock other) {
        return switch (kind) {
            case HTTP -> coversHttp(other);
            // Of tls blocks Envoy takes the one with the closest host, wherever it stands.
            case TLS -> same(other);
            case TCP -> same(other) || coversTcp(other);
        };
    }

    private boolean same(MatchBlock other) {
        return conditions.equals(other.conditions);
    }

    private boolean coversHttp(MatchBlock other) {
        return conditions.keySet().stream()
                .filter(field -> !LABELS.contains(field) && has(field))
                .allMatch(field -> switch (field) {
                    case "uri" -> uriCovers(other);
                    case "ignoreUriCase" -> true; // Read with the uri.
                    case "scheme", "method", "authority" ->
                        other.has(field) && textCovers(get(field), other.get(field));
                    case "headers", "queryParams" -> allCover(field, other);
                    case "sourceLabels", "sourceNamespace", "gateways" -> sourceCovers(other);
                    default -> equal(field, other);
                });
    }

    private boolean coversTcp(MatchBlock other) {
        return conditions.keySet().stream().filter(this::has).allMatch(field -> switch (field) {
            case "sourceLabels", "sourceNamespace", "gateways" -> sourceCovers(other);
            // Of subnets Envoy takes the closest, so that order does not decide.
            case "destinationSubnets", "sourceSubnet" -> false;
            default -> equal(field, other);
        });
    }

    private @Nullable Object get(String field) {
        return conditions.get(field);
    }

    /** Whether a field says something: empty lists and objects do not. */
    private boolean has(String field) {
        return saysSomething(get(field));
    }

    static boolean saysSomething(@Nullable Object condition) {
        return switch (condition) {
            case null -> false;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    private boolean equal(String field, MatchBlock other) {
        return Objects.equals(get(field), other.get(field));
    }

    /** A path begins with a slash, so the prefix {@code /} is no condition, and no condition is the prefix {@code /}. */
    private boolean uriCovers(MatchBlock other) {
        String prefix = only(Tree.object(get("uri")), PREFIX);
        if ("/".equals(prefix) || "".equals(prefix)) {
            return true;
        }
        boolean theirsIsWider =
                Boolean.TRUE.equals(other.get("ignoreUriCase")) && !Boolean.TRUE.equals(get("ignoreUriCase"));
        return !theirsIsWider && textCovers(get("uri"), other.get("uri"));
    }

    /** Whether a text that fulfils the other condition fulfils this one. */
    private static boolean textCovers(@Nullable Object mine, @Nullable Object theirs) {
        if (mine != null && mine.equals(theirs)) {
            return true;
        }
        String prefix = only(Tree.object(mine), PREFIX);
        String exact = only(Tree.object(theirs), EXACT);
        String narrower = exact == null ? only(Tree.object(theirs), PREFIX) : exact;
        return prefix != null && narrower != null && narrower.startsWith(prefix);
    }

    /** The text of a condition that is nothing but of this type; null if it is something else. */
    private static @Nullable String only(Map<String, Object> condition, String type) {
        return condition.size() == 1 ? Tree.text(condition.get(type)) : null;
    }

    private boolean allCover(String field, MatchBlock other) {
        Map<String, Object> theirs = Tree.object(other.get(field));
        return Tree.object(get(field)).entrySet().stream().allMatch(entry -> {
            String name = entry.getKey();
            if (!theirs.containsKey(name)) {
                return false;
            }
            // Claims of a token may be lists, of which any element may match.
            return name.startsWith("@")
                    ? Objects.equals(entry.getValue(), theirs.get(name))
                    : isPresence(entry.getValue()) || textCovers(entry.getValue(), theirs.get(name));
        });
    }

    /** Whether a condition only asks that there is something. */
    private static boolean isPresence(@Nullable Object condition) {
        return condition == null || (condition instanceof Map<?, ?> map && map.isEmpty());
    }

    /** Who calls. Istio does not look at labels and namespace where a block names gateways. */
    private boolean sourceCovers(MatchBlock other) {
        List<Object> mine = Tree.list(get("gateways"));
        List<Object> theirs = Tree.list(other.get("gateways"));
        if (!mine.isEmpty() && (theirs.isEmpty() || !mine.containsAll(theirs))) {
            return false;
        }
        boolean asksForCaller = has("sourceLabels") || has("sourceNamespace");
        if (asksForCaller && !mine.equals(theirs)) {
            return false;
        }
        return Tree.object(other.get("sourceLabels"))
                        .entrySet()
                        .containsAll(Tree.object(get("sourceLabels")).entrySet())
                && (!has("sourceNamespace") || equal("sourceNamespace", other));
    }
}
