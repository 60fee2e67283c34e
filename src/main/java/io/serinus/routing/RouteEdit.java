package io.serinus.routing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations for one managed route. */
record RouteEdit(Original.RouteState before, RouteShape now, RouteExtras extras) {
    RouteEdit(RouteExtras extras) {
        this(extras.before(), extras.now(), extras);
    }

    List<PatchOperation> apply(Layout layout) {
        int joint = now.jointWeight();
        int canaryWeight = Shares.canary(joint, layout.canaryPercent());
        var changes = new ArrayList<>(extras.cookiesElsewhere(now.canary()));
        if (now.canary() != null) {
            setWeight(baseline(), joint - canaryWeight, changes);
            setWeight(now.canary(), canaryWeight, changes);
            changes.addAll(extras.cookie(now.canary(), layout.stickiness(), pointer(now.canary())));
        } else if (canaryWeight > 0) {
            setWeight(baseline(), joint - canaryWeight, changes);
            changes.add(new PatchOperation.Add(
                    listPointer() + "/" + insertPosition(), newCanary(canaryWeight, layout.stickiness())));
        }
        changes.addAll(extras.mirror(layout.mirrorPercent(), canaryLike()));
        return guarded(changes);
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
        if (now.canary() != null) {
            restoreCanary(now.canary(), canaryBefore, exact, canaryWeight, changes);
        }
        changes.addAll(extras.mirror(Optional.empty(), canaryLike()));
        return guarded(changes);
    }

    private void restoreCanary(
            RouteDestination canary,
            Original.@Nullable EntryState canaryBefore,
            boolean exact,
            int scaled,
            List<PatchOperation> changes) {
        if (canaryBefore == null) {
            changes.add(new PatchOperation.Remove(pointer(canary)));
            return;
        }
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
        return Math.min(position, now.route().destinations().size());
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
        guard(now.baseline(), operations);
        guard(now.canary(), operations);
        operations.addAll(changes);
        return operations;
    }

    private void guard(@Nullable RouteDestination destination, List<PatchOperation> operations) {
        if (destination != null) {
            String pointer = pointer(destination) + "/destination/";
            operations.add(new PatchOperation.Test(pointer + "host", requireNonNull(destination.host())));
            if (destination.subset() != null) {
                operations.add(new PatchOperation.Test(pointer + "subset", destination.subset()));
            }
        }
    }

    private String listPointer() {
        return now.route().pointer() + "/route";
    }

    private String pointer(RouteDestination destination) {
        return listPointer() + "/" + destination.position();
    }
}
