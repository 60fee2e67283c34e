package io.serinus.controller;

import io.serinus.release.Mark;
import io.serinus.release.Outcome;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.Signals.Routing;
import io.serinus.release.State;
import io.serinus.routing.Annotations;
import io.serinus.routing.Edit;
import io.serinus.routing.FieldManagers;
import io.serinus.routing.Layout;
import io.serinus.routing.MeshView;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.RoutingException;
import io.serinus.routing.RoutingIntent;
import io.serinus.routing.VirtualService;
import io.serinus.routing.WeightShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Reads and writes the VirtualService of one release; confined to the release's lane. */
final class Traffic {
    /** A VirtualService that changes this often under our hands is somebody else's loop: wait for the next tick. */
    private static final int ATTEMPTS = 5;

    private static final Logger LOG = Logger.getLogger(Traffic.class);

    private final MeshView view;
    private final Router router;
    private final BooleanSupplier mayWrite;
    private final LoopListener listener;

    /** What of a release that is gone was left, as it was said last. */
    private List<String> known = List.of();

    Traffic(MeshView view, Router router, BooleanSupplier mayWrite, LoopListener listener) {
        this.view = view;
        this.router = router;
        this.mayWrite = mayWrite;
        this.listener = listener;
    }

    /**
     * What the VirtualService says. While a step's weight is in force a cache that agrees with it is enough. Before anybody
     * draws a conclusion, from a difference or from the end of a way, the API server itself is asked: a cache may be older
     * than our own last write, and then shows what stood there before it.
     */
    Routing observe(Release release) {
        Optional<RoutingIntent> wanted = wanted(release.state());
        Optional<Plan> plan = release.plan();
        if (wanted.isEmpty() || plan.isEmpty()) {
            return new Routing.Unknown();
        }
        Optional<VirtualService> cached =
                view.virtualService(release.id().namespace(), release.request().virtualService());
        boolean isSettled = release.state() instanceof State.Progressing step
                && step.inForce().isPresent();
        if (isSettled && cached.isPresent() && says(cached.get(), plan.get(), wanted.get())) {
            return reached(wanted.get());
        }
        try {
            return router.read(release.id().namespace(), release.request().virtualService())
                    .map(fresh -> describe(fresh, plan.get(), wanted.get()))
                    .orElseGet(Routing.Gone::new);
        } catch (RoutingException e) {
            return new Routing.Unknown();
        }
    }

    /**
     * Whether the weight in force is the canary's share of all requests to the two versions; not if nobody can tell. Asks the
     * API server, since it is asked where the weight has just been written.
     */
    boolean isShare(Release release) {
        Optional<Plan> plan = release.plan();
        if (plan.isEmpty() || !(release.state() instanceof State.Progressing step)) {
            return false;
        }
        try {
            return router.read(release.id().namespace(), release.request().virtualService())
                    .filter(now -> WeightShare.isExact(
                            now, plan.get().pair(), plan.get().original(), step.weight(), view.everyVirtualService()))
                    .isPresent();
        } catch (RoutingException | RuntimeException e) {
            // It only informs; the judge must hear of the weight all the same.
            return false;
        }
    }

    /** Makes the VirtualService say what the intent wants; conflicts are retried at once on a fresh read. */
    Routing carryOut(Release release, RoutingIntent intent) {
        Plan plan = release.plan().orElseThrow(() -> new IllegalStateException(release.id() + " has no plan"));
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<Routing> result = attempt(release, plan, intent);
                if (result.isPresent()) {
                    return result.get();
                }
            }
            return new Routing.Blocked("VirtualService " + name(release) + " changed " + ATTEMPTS
                    + " times while it was being written; trying again at the next tick.");
        } catch (RoutingException e) {
            listener.routed("failed");
            return new Routing.Blocked("VirtualService " + name(release) + " could not be written: " + e.getMessage());
        }
    }

    /** Empty on a conflict. */
    private Optional<Routing> attempt(Release release, Plan plan, RoutingIntent intent) throws RoutingException {
        if (!mayWrite.getAsBoolean()) {
            return Optional.of(new Routing.Unknown());
        }
        Optional<VirtualService> fresh =
                router.read(release.id().namespace(), release.request().virtualService());
        if (fresh.isEmpty()) {
            return Optional.of(new Routing.Gone());
        }
        Edit edit = edit(fresh.get(), plan, intent);
        if (edit.operations().isEmpty()) {
            return Optional.of(settled(edit, intent));
        }
        List<PatchOperation> operations =
                marked(fresh.get(), edit.operations(), mark(release, intent).text());
        if (!mayWrite.getAsBoolean()) {
            return Optional.of(new Routing.Unknown());
        }
        return switch (router.patch(fresh.get(), operations)) {
            case Router.Result.Applied _ -> done("applied", settled(edit, intent));
            case Router.Result.Conflict() -> {
                listener.routed("conflict");
                yield Optional.empty();
            }
            case Router.Result.Refused(String message) ->
                done("refused", new Routing.Blocked("VirtualService " + name(release) + ": " + message));
            case Router.Result.Gone() -> done("gone", new Routing.Gone());
        };
    }

    /** The operations, and with them the mark. */
    private static List<PatchOperation> marked(VirtualService fresh, List<PatchOperation> operations, String mark) {
        var all = new ArrayList<>(operations);
        all.addAll(Annotations.setBehind(operations, fresh, Mark.ANNOTATION, mark));
        return all;
    }

    /**
     * Takes away what releases have added to a VirtualService that no release is left for: the record of the last one was
     * deleted before its routing was restored.
     */
    void cleanUp(VirtualService remembered) {
        List<String> left = RoutingEdit.removeAdditions(remembered).obstacles();
        if (!left.equals(known)) {
            known = left;
            left.forEach(obstacle -> LOG.warnf("No release is left for what was added: %s", obstacle));
        }
        if (RoutingEdit.removeAdditions(remembered).operations().isEmpty()) {
            return;
        }
        try {
            Optional<VirtualService> fresh = router.read(remembered.namespace(), remembered.name());
            List<PatchOperation> operations = fresh.map(
                            now -> RoutingEdit.removeAdditions(now).operations())
                    .orElse(List.of());
            if (!operations.isEmpty() && mayWrite.getAsBoolean()) {
                // Whatever comes of it, the next look sees how things stand.
                router.patch(fresh.orElseThrow(), operations);
            }
        } catch (RoutingException e) {
            listener.routed("failed");
        }
    }

    /** Whether an annotation has that value now, whatever the cache remembers; false if nobody can tell. */
    boolean has(String namespace, String name, String annotation, String value) {
        try {
            return router.read(namespace, name)
                    .filter(found -> value.equals(found.annotations().get(annotation)))
                    .isPresent();
        } catch (RoutingException e) {
            return false;
        }
    }

    /** Removes an annotation that still has that value; whether it has. */
    boolean takeAway(String namespace, String name, String annotation, String value) {
        try {
            Optional<VirtualService> fresh = router.read(namespace, name)
                    .filter(found -> value.equals(found.annotations().get(annotation)));
            return fresh.isPresent()
                    && mayWrite.getAsBoolean()
                    && router.patch(fresh.get(), Annotations.remove(fresh.get(), annotation))
                            instanceof Router.Result.Applied;
        } catch (RoutingException e) {
            listener.routed("failed");
            return false;
        }
    }

    private Optional<Routing> done(String result, Routing routing) {
        listener.routed(result);
        return Optional.of(routing);
    }

    /** What stands there once the operations are written: the intent, or what keeps it from being complete. */
    private static Routing settled(Edit edit, RoutingIntent intent) {
        return edit.isComplete() ? reached(intent) : new Routing.Blocked(String.join(" ", edit.obstacles()));
    }

    private static Routing describe(VirtualService now, Plan plan, RoutingIntent wanted) {
        if (says(now, plan, wanted)) {
            return reached(wanted);
        }
        String by = FieldManagers.latestOther(now).orElse("");
        if (says(now, plan, new RoutingIntent.Restore())) {
            return new Routing.Differs("as before the release", by);
        }
        Optional<Layout> layout =
                wanted instanceof RoutingIntent.Apply(Layout laidOut) ? Optional.of(laidOut) : Optional.empty();
        OptionalInt percent =
                RoutingEdit.canaryPercent(now, plan.pair(), plan.original(), Mark.trail(now, plan, layout));
        return percent.isPresent()
                ? new Routing.Differs(found(percent.getAsInt(), wanted), by)
                : new Routing.Foreign("VirtualService " + now.namespace() + "/" + now.name()
                        + " no longer splits traffic between " + plan.pair().baseline() + " and "
                        + plan.pair().canary() + " in the managed routes.");
    }

    private static String found(int percent, RoutingIntent wanted) {
        boolean isWeightRight =
                wanted instanceof RoutingIntent.Apply(Layout layout) && layout.canaryPercent() == percent;
        return "at " + percent + " %" + (isWeightRight ? ", but not laid out as it was" : "");
    }

    private static boolean says(VirtualService now, Plan plan, RoutingIntent intent) {
        Edit edit = edit(now, plan, intent);
        return edit.isComplete() && edit.operations().isEmpty();
    }

    private static Edit edit(VirtualService now, Plan plan, RoutingIntent intent) {
        return switch (intent) {
            case RoutingIntent.Apply(Layout layout) ->
                RoutingEdit.apply(
                        now, plan.pair(), plan.original(), layout, Mark.trail(now, plan, Optional.of(layout)));
            case RoutingIntent.Restore() ->
                RoutingEdit.restore(now, plan.pair(), plan.original(), Mark.trail(now, plan, Optional.empty()));
        };
    }

    private static Routing reached(RoutingIntent intent) {
        return switch (intent) {
            case RoutingIntent.Apply(Layout layout) -> new Routing.At(layout);
            case RoutingIntent.Restore() -> new Routing.AsBefore();
        };
    }

    private static Optional<RoutingIntent> wanted(State state) {
        return switch (state) {
            case State.Progressing progressing -> Optional.of(new RoutingIntent.Apply(progressing.layout()));
            case State.Promoting _ -> Optional.of(new RoutingIntent.Apply(Layout.weight(100)));
            case State.Returning _ -> Optional.of(new RoutingIntent.Restore());
            case State.Pending _, State.Ended _ -> Optional.empty();
        };
    }

    private static Mark mark(Release release, RoutingIntent intent) {
        int weight = switch (intent) {
            case RoutingIntent.Apply(Layout layout) -> layout.canaryPercent();
            case RoutingIntent.Restore() -> 0;
        };
        Optional<Outcome> outcome = switch (release.state()) {
            case State.Promoting _ -> Optional.of(Outcome.PROMOTED);
            case State.Returning returning -> Optional.of(returning.outcome());
            case State.Progressing _, State.Pending _, State.Ended _ -> Optional.empty();
        };
        Optional<Integer> step = release.state() instanceof State.Progressing progressing
                ? Optional.of(progressing.step() + 1)
                : Optional.empty();
        return new Mark(release.id().name(), step, weight, outcome);
    }

    private static String name(Release release) {
        return release.id().namespace() + "/" + release.request().virtualService();
    }
}
