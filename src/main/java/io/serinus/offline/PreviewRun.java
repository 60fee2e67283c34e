package io.serinus.offline;

import io.serinus.metric.Backends;
import io.serinus.offline.Preview.Abort;
import io.serinus.offline.Preview.Kind;
import io.serinus.offline.Preview.Stage;
import io.serinus.release.Copy;
import io.serinus.release.Plan;
import io.serinus.release.Preflight;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.Signals.Ground;
import io.serinus.release.Trigger;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.Edit;
import io.serinus.routing.JsonPatch;
import io.serinus.routing.Layout;
import io.serinus.routing.Lint;
import io.serinus.routing.LintFinding;
import io.serinus.routing.Pair;
import io.serinus.routing.PatchFailedException;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.VirtualService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Goes through a release without a cluster: the same checks, the same edits, one behind the other. */
public final class PreviewRun {
    /** Any template's tick is a whole number of these: what the controller's own is, no file says. */
    private static final Duration ANY_TICK = Duration.ofMillis(1);

    private final Manifest about;
    private final VirtualService file;
    private final List<DestinationRule> rules;
    private final PreviewWish wish;

    private PreviewRun(Manifest about, List<DestinationRule> rules, PreviewWish wish) {
        this.about = about;
        // What the file repeats by anchors is written out, as in every stage.
        this.file = patched(about.toVirtualService(), List.of());
        this.rules = rules;
        this.wish = wish;
    }

    /** What the release would do to the VirtualService that the wish names. */
    public static Preview of(Manifests manifests, PreviewWish wish) {
        return switch (PreviewChoice.of(manifests, wish.name())) {
            case PreviewChoice.Unclear(String problem) -> new Preview.Unreadable(List.of(problem));
            case PreviewChoice.Chosen(Manifest chosen) -> {
                List<DestinationRule> rules = manifests.all().stream()
                        .filter(manifest -> manifest.is(LintRun.ISTIO, "DestinationRule"))
                        .map(Manifest::toDestinationRule)
                        .toList();
                yield switch (PreviewTemplates.of(manifests, wish.template())) {
                    case PreviewTemplates.Unreadable(List<String> problems) -> new Preview.Unreadable(problems);
                    case PreviewTemplates.Found templates -> new PreviewRun(chosen, rules, wish).with(templates);
                };
            }
        };
    }

    private Preview with(PreviewTemplates.Found templates) {
        VirtualService asking = asking();
        Optional<Request> request = Trigger.request(asking);
        Optional<ReleaseId> id = Trigger.due(asking, List.of(), 0);
        if (request.isEmpty() || id.isEmpty()) {
            return new Preview.Unreadable(List.of("--canary is missing: give the version to release, such as v2, since"
                    + " VirtualService " + file.namespace() + "/" + file.name() + " has no annotation "
                    + Trigger.RELEASE + " either"));
        }
        List<DestinationRule> known = AssumedRules.besides(rules, file, request.get(), wish.clusterDomain());
        Ground ground = new Preflight(templates.catalog(), wish.clusterDomain(), ANY_TICK, Optional.empty())
                .check(Release.requested(id.get(), request.get(), Instant.EPOCH), Optional.of(file), known, List.of());
        return switch (ground) {
            case Ground.Good(Plan plan) -> shown(copied(plan));
            case Ground.Refused(String reason) -> refused(reason);
            case Ground.Unknown() -> throw new IllegalStateException("the preflight did not look");
        };
    }

    /** With the copy of the baseline that the template wants; whether the Deployment can be copied only a cluster knows. */
    private static Plan copied(Plan plan) {
        return plan.template().baselineCopy()
                ? plan.with(Copy.named(plan.pair().baseline().host()))
                : plan;
    }

    /** The VirtualService as it is when the release has been asked for. */
    private VirtualService asking() {
        var annotations = new LinkedHashMap<>(file.annotations());
        wish.canary().ifPresent(text -> annotations.put(Trigger.RELEASE, text));
        wish.baseline().ifPresent(text -> annotations.put(Trigger.BASELINE, text));
        wish.routes().ifPresent(text -> annotations.put(Trigger.ROUTES, text));
        wish.template().ifPresent(text -> annotations.put(Trigger.TEMPLATE, text));
        wish.arguments().forEach((name, value) -> annotations.put(Trigger.ARGUMENT + name, value));
        if (wish.weight().isPresent()) {
            annotations.keySet().removeIf(key -> key.equals(Trigger.TEMPLATE) || key.startsWith(Trigger.ARGUMENT));
        }
        return new VirtualService(file.namespace(), file.name(), file.resourceVersion(), annotations, file.tree());
    }

    private Preview shown(Plan plan) {
        List<LintFinding> known = lint(file, Optional.of(plan.pair()));
        var findings = new StageFindings(about.places(), file.tree(), known);
        var stages = new ArrayList<Stage>();
        VirtualService now = file;
        for (Planned planned : planned(plan)) {
            Edit edit = RoutingEdit.apply(now, plan.pair(), plan.original(), planned.layout());
            if (!edit.isComplete()) {
                return refused(String.join(" ", edit.obstacles()));
            }
            VirtualService next = patched(now, edit.operations());
            stages.add(new Stage(
                    planned.kind(),
                    planned.number(),
                    planned.of(),
                    planned.layout(),
                    now.tree(),
                    next.tree(),
                    findings.unknown(next.tree(), lint(next, Optional.of(plan.pair())))));
            now = next;
        }
        return new Preview.Shown(
                about,
                wish.weight().isPresent()
                        ? Optional.empty()
                        : Optional.of(plan.template().name()),
                plan.pair(),
                plan.original().routes().stream()
                        .map(state -> state.route().path())
                        .toList(),
                stages,
                wish.weight().isPresent() ? Optional.empty() : Optional.of(abort(plan, stages)),
                wish.weight().isPresent() ? List.of() : notes(plan),
                report(known));
    }

    private record Planned(Kind kind, int number, int of, Layout layout) {}

    private List<Planned> planned(Plan plan) {
        if (wish.weight().isPresent()) {
            return List.of(
                    new Planned(Kind.WEIGHT, 0, 0, Layout.weight(wish.weight().get())));
        }
        var all = new ArrayList<Planned>();
        for (int step = 0; step < plan.steps(); step++) {
            all.add(new Planned(Kind.STEP, step + 1, plan.steps(), plan.layoutAt(step)));
        }
        all.add(new Planned(Kind.PROMOTION, 0, 0, plan.layoutAt(plan.steps())));
        return all;
    }

    /** From the first step whose abort leaves something else than the file's spec; from the last one if there is none. */
    private Abort abort(Plan plan, List<Stage> stages) {
        Abort abort = new Abort(true, file.tree(), file.tree());
        for (Stage stage : stages) {
            if (stage.kind() == Kind.STEP && abort.asBefore()) {
                VirtualService aborted = virtualService(stage.after());
                VirtualService restored = patched(
                        aborted,
                        RoutingEdit.restore(aborted, plan.pair(), plan.original())
                                .operations());
                boolean asBefore =
                        Objects.equals(file.tree().get("spec"), restored.tree().get("spec"));
                abort = new Abort(asBefore, stage.after(), restored.tree());
            }
        }
        return abort;
    }

    private static List<String> notes(Plan plan) {
        var notes = new ArrayList<String>();
        String backend = plan.template().counting().backend();
        if (!backend.equals(Backends.DEFAULT)) {
            notes.add("template " + plan.template().name() + " is judged by the backend " + backend
                    + ", which the controller must be configured with, or it refuses the release");
        }
        if (plan.copy().isPresent()) {
            notes.add("template " + plan.template().name() + " compares the canary with a copy of the baseline; whether"
                    + " that can be made, only the cluster knows, and the controller refuses the release if not");
        }
        return notes;
    }

    private Preview refused(String reason) {
        String sentence = wish.baseline().isPresent() ? AsTyped.baseline(reason) : reason;
        String told = AsTyped.arguments(sentence, wish.arguments().keySet());
        return new Preview.Refused(about, told, report(lint(file, Optional.empty())));
    }

    private List<LintFinding> lint(VirtualService vs, Optional<Pair> pair) {
        return Lint.of(vs, rules, pair, wish.clusterDomain());
    }

    private LintReport report(List<LintFinding> findings) {
        return new LintReport(List.of(about), List.of(), LintReport.Entry.of(about, findings));
    }

    private VirtualService patched(VirtualService vs, List<PatchOperation> operations) {
        try {
            return virtualService(JsonPatch.apply(vs.tree(), operations));
        } catch (PatchFailedException e) {
            throw new IllegalStateException("the operations were computed from this very object", e);
        }
    }

    private VirtualService virtualService(Map<String, Object> tree) {
        return new Manifest(
                        about.file(),
                        about.apiVersion(),
                        about.kind(),
                        about.namespace(),
                        about.name(),
                        tree,
                        about.places())
                .toVirtualService();
    }
}
