package io.serinus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Destinations that leave a route and come into it: to be written behind all that points to them where they stand. */
final class EntryMoves {
    private final Route route;
    private final NavigableSet<Integer> leaving = new TreeSet<>();
    private final TreeMap<Integer, List<Map<String, Object>>> coming = new TreeMap<>();

    EntryMoves(Route route) {
        this.route = route;
    }

    void remove(RouteDestination destination) {
        leaving.add(destination.position());
    }

    /** Puts an entry before the one that stands at this position, and behind those that were put there before. */
    void insert(int position, Map<String, Object> entry) {
        coming.computeIfAbsent(position, _ -> new ArrayList<>()).add(entry);
    }

    List<PatchOperation> operations() {
        String list = route.pointer() + "/route/";
        var operations = new ArrayList<PatchOperation>();
        leaving.descendingSet().forEach(position -> operations.add(new PatchOperation.Remove(list + position)));
        int come = 0;
        for (var place : coming.entrySet()) {
            int position =
                    place.getKey() - leaving.headSet(place.getKey(), false).size();
            for (Map<String, Object> entry : place.getValue()) {
                operations.add(new PatchOperation.Add(list + (position + come++), entry));
            }
        }
        return operations;
    }
}
