package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The operations for one managed route. */
record RouteEdit(Original.RouteState before, RouteShape now, RouteExtras extras) {
    RouteEdit(RouteExtras extras) {
        this(extras.before(), extras.now(), extras);
    }

    List<PatchOperation> apply(Layout layout) {
        int joint = now.jointWeight();
        int canaryWeight = layout.copy().isPresent()
                ? Shares.canaryBesideCopy(joint, layout.canaryPercent())
                : Shares.canary(joint, layout.canaryPercent());
        int baselineWeight = joint - canaryWeight - (layout.copy().isPresent() ? canaryWeight : 0);
        var changes = new ArrayList<>(extras.cookiesElsewhere(now.canary()));
        var moves = new EntryMoves(now.route());
        if (now.canary() != null) {
            setWeight(baseline(), baselineWeight, changes);
            setWeight(now.canary(), canaryWeight, changes);
            changes.addAll(extras.cookie(now.canary(), layout.stickiness(), pointer(now.canary())));
        } else if (canaryWeight > 0) {
            setWeight(baseline(), baselineWeight, changes);
            moves.insert(insertPosition(), newCanary(canaryWeight, layout.stickiness()));
        } else if (!now.route().copies().isEmpty()) {
            setWeight(baseline(), baselineWeight, changes);
        }
        copies(layout.copy(), canaryWeight, moves, changes);
        changes.addAll(extras.mirror(layout.mirrorPercent(), canaryLike()));
        changes.addAll(moves.operations());
        return guarded(changes);
    }

    /** Leaves one entry for the copy that is wanted, as the baseline's is, and none for others. */
    private void copies(Optional<Endpoint> wanted, int weight, EntryMoves moves, List<PatchOperation> changes) {
        Optional<RouteDestination> kept = wanted.flatMap(copy -> now.route().copies().stream()
                .filter(destination -> destination.leadsTo(copy.host(), now.namespace()))
                .findFirst());
        now.route().copies().stream()
                .filter(destination -> kept.filter(destination::equals).isEmpty())
                .forEach(moves::remove);
        if (wanted.isEmpty()) {
            return;
        }
        Map<String, Object> entry = newCopy(wanted.get(), weight);
        if (kept.isEmpty()) {
            moves.insert(now.canary() == null ? insertPosition() : now.canary().position() + 1, entry);
        } else if (!Tree.canonical(entry).equals(Tree.canonical(kept.get().entry()))) {
            changes.add(new PatchOperation.Replace(pointer(kept.get()), entry));
        }
    }

    /** Why there is nothing sensible to go back to here; empty if there is, or if there is nothing to do. */
    Optional<String> restoreObstacle() {
        if (now.baseline() == null) {
            return Optional.of(
                    now.route().path() + ".route sends traffic to " + now.pair().canary() + " but has no destination "
                            + now.pair().baseline() + " any more, expected the baseline there");
        }
        for (Endpoint endpoint : List.of(now.pair().baseline(), now.pair().canary())) {
            if (now.route().all(endpoint, now.namespace()).size() > 1) {
                return now.obstacle();
            }
        }
        return now.isTooHeavy() ? Optional.of(now.excess()) : Optional.empty();
    }

    /** The operations that take away all but weights, where there is nothing sensible to restore these to. */
    List<PatchOperation> withdraw() {
        var changes = new ArrayList<>(extras.cookiesElsewhere(null));
        if (extras.isOwnMirror()) {
            changes.addAll(MirrorField.remove(now.route()));
        }
        return guarded(changes);
    }

    List<PatchOperation> restore() {
        var changes = new ArrayList<>(extras.cookiesElsewhere(now.canary()));
        boolean exact = now.isAlone() ? before.alone() : now.jointWeight() == before.jointWeight();
        int joint = now.jointWeight();
        Original.EntryState canaryBefore = before.canary();
        int canaryWeight = canaryBefore == null || canaryBefore.weight() == null || now.canary() == null
                ? 0
                : Shares.scaled(canaryBefore.weight(), before.jointWeight(), joint);
        if (!exact) {
            setWeight(baseline(), joint - canaryWeight, changes);
        } else if (before.baseline().weight() != null) {
            setWeight(baseline(), before.baseline().weight(), changes);
        } else if (now.isAlone()) {
            dropWeight(baseline(), changes);
        } else {
            // Somebody has added a destination: without a weight the baseline would now get nothing.
            setWeight(baseline(), joint, changes);
        }
        var moves = new EntryMoves(now.route());
        if (now.canary() != null && canaryBefore == null) {
            moves.remove(now.canary());
        } else if (now.canary() != null && canaryBefore != null) {
            restoreCanary(now.canary(), canaryBefore, exact, canaryWeight, changes);
        }
        now.route().copies().forEach(moves::remove);
        changes.addAll(extras.mirror(Optional.empty(), canaryLike()));
        changes.addAll(moves.operations());
        return guarded(changes);
    }

    private void restoreCanary(
            RouteDestination canary,
            Original.EntryState canaryBefore,
            boolean exact,
            int scaled,
            List<PatchOperation> changes) {
        changes.addAll(extras.cookie(canary, Optional.empty(), pointer(canary)));
        if (canaryBefore.weight() == null) {
            dropWeight(canary, changes);
        } else {
            setWeight(canary, exact ? canaryBefore.weight() : scaled, changes);
        }
    }

    private RouteDestination baseline() {
        return requireNonNull(now.baseline(), "obstacle not checked");
    }

    private int insertPosition() {
        int position = before.canary() == null
                ? baseline().position() + 1
                : before.canary().position();
        return Math.min(position, now.route().everyDestination().size());
    }

    /** The canary's entry, or one as it would be. */
    RouteDestination canaryLike() {
        return now.canary() == null ? new RouteDestination(insertPosition(), likeBaseline()) : now.canary();
    }

    private Map<String, Object> newCanary(int weight, Optional<Stickiness> stickiness) {
        Map<String, Object> entry = likeBaseline();
        entry.put("weight", weight);
        try {
            return JsonPatch.apply(entry, extras.cookie(new RouteDestination(0, entry), stickiness, ""));
        } catch (PatchFailedException e) {
            throw new IllegalStateException("computed from this very entry", e);
        }
    }

    /** The baseline's entry without what the release has added to it, at the copy's host, which is one version as a whole. */
    private Map<String, Object> newCopy(Endpoint copy, int weight) {
        Map<String, Object> entry = extras.withoutCookie(baseline());
        var destination = new LinkedHashMap<>(Tree.object(entry.get("destination")));
        destination.put("host", copy.host());
        destination.remove("subset");
        entry.put("destination", destination);
        entry.put("weight", weight);
        return entry;
    }

    private Map<String, Object> likeBaseline() {
        var entry = new LinkedHashMap<>(Tree.object(Tree.copy(baseline().entry())));
        var destination = new LinkedHashMap<>(Tree.object(entry.get("destination")));
        Endpoint canary = now.pair().canary();
        if (!canary.host().equals(now.pair().baseline().host())) {
            destination.put("host", canary.host());
        }
        if (canary.subset() == null) {
            destination.remove("subset");
        } else {
            destination.put("subset", canary.subset());
        }
        entry.put("destination", destination);
        entry.remove("weight");
        return entry;
    }

    private void setWeight(RouteDestination destination, int weight, List<PatchOperation> changes) {
        String pointer = pointer(destination) + "/weight";
        if (!destination.entry().containsKey("weight")) {
            changes.add(new PatchOperation.Add(pointer, weight));
        } else if (destination.weightValue() == null
                || !destination.hasReadableWeight()
                || destination.weight() != weight) {
            changes.add(new PatchOperation.Replace(pointer, weight));
        }
    }

    private void dropWeight(RouteDestination destination, List<PatchOperation> changes) {
        if (destination.entry().containsKey("weight")) {
            changes.add(new PatchOperation.Remove(pointer(destination) + "/weight"));
        }
    }

    /** The changes behind tests that the destinations still stand where the changes point. */
    private List<PatchOperation> guarded(List<PatchOperation> changes) {
        if (changes.isEmpty()) {
            return changes;
        }
        var operations = new ArrayList<PatchOperation>();
        Stream.of(now.baseline(), now.canary())
                .filter(Objects::nonNull)
                .forEach(destination -> operations.addAll(destination.test(now.route())));
        now.route().copies().forEach(copy -> operations.addAll(copy.test(now.route())));
        operations.addAll(changes);
        return operations;
    }

    private String pointer(RouteDestination destination) {
        return destination.pointer(now.route());
    }
}
