package io.serinus.release;

import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Signals.Ground;
import io.serinus.routing.CanaryName;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.DestinationRules;
import io.serinus.routing.DestinationRules.Subset;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Lint;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.routing.RoutingEdit;
import io.serinus.routing.Selection;
import io.serinus.routing.VirtualService;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.TemplateCatalog;
import io.serinus.template.TemplateCatalog.Lookup;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at the ground before any weight moves: is there something to release, can its requests be told apart, is the plan
 * valid? Every refusal is one sentence that names the object, the field, the value and what was expected.
 */
public final class Preflight {
    private static final String PREFIX = "serinus.io/";
    private static final List<String> KNOWN_ANNOTATIONS = List.of(
            Trigger.RELEASE,
            Trigger.BASELINE,
            Trigger.TEMPLATE,
            Trigger.ROUTES,
            Command.ANNOTATION,
            Mark.ANNOTATION,
            RoutingEdit.ADDED);

    private final TemplateCatalog templates;
    private final String clusterDomain;
    private final Duration controllerTick;
    private final Optional<Set<String>> backends;

    /**
     * @param clusterDomain such as {@code cluster.local}
     * @param controllerTick the heartbeat that every template's tick must be a whole number of
     * @param backends the names of the metrics backends; empty if any may be meant
     */
    public Preflight(
            TemplateCatalog templates, String clusterDomain, Duration controllerTick, Optional<Set<String>> backends) {
        this.templates = templates;
        this.clusterDomain = clusterDomain;
        this.controllerTick = controllerTick;
        this.backends = backends.map(Set::copyOf);
    }

    /**
     * What the ground is like.
     *
     * @param virtualService the release's VirtualService; empty if there is none
     * @param rules every DestinationRule in view
     * @param others other releases, of other VirtualServices; those under way may stand in the way
     */
    public Ground check(
            Release release,
            Optional<VirtualService> virtualService,
            Collection<DestinationRule> rules,
            Collection<Release> others) {
        Request request = release.request();
        String where = "VirtualService " + release.id().namespace() + "/" + request.virtualService();
        if (virtualService.isEmpty()) {
            return new Ground.Refused(where + " does not exist.");
        }
        return switch (select(virtualService.get(), request, clusterDomain)) {
            case Selection.Refused(String reason) -> refused(reason);
            case Selection.Selected selected -> {
                Optional<String> conflict = conflict(where, selected.pair(), others);
                yield conflict.isPresent()
                        ? new Ground.Refused(conflict.get())
                        : resolve(release, virtualService.get(), selected, rules);
            }
        };
    }

    /** What the release would work on, as far as the VirtualService alone says. */
    public static Selection select(VirtualService virtualService, Request request, String clusterDomain) {
        Optional<String> annotation = wrongAnnotation(virtualService);
        if (annotation.isPresent()) {
            return new Selection.Refused(name(virtualService) + ": " + annotation.get());
        }
        CanaryName canary;
        try {
            canary = CanaryName.parse(request.canary());
        } catch (IllegalArgumentException e) {
            return new Selection.Refused(
                    name(virtualService) + ": annotation " + Trigger.RELEASE + " " + e.getMessage());
        }
        return Selection.of(virtualService, canary, request.baseline(), request.routes(), clusterDomain);
    }

    private Ground resolve(
            Release release,
            VirtualService virtualService,
            Selection.Selected selected,
            Collection<DestinationRule> rules) {
        return switch (templates.find(
                release.id().namespace(),
                release.request().template(),
                release.request().arguments())) {
            case Lookup.Refused(String reason) -> refused(name(virtualService) + ": " + reason);
            case Lookup.Found(AnalysisTemplate template, Map<String, Object> spec) -> {
                try {
                    requireTick(template);
                    requireBackend(template);
                    Pair pair = selected.pair();
                    var target = new Target(
                            version(pair.baseline(), virtualService, rules),
                            version(pair.canary(), virtualService, rules));
                    var original = Original.of(virtualService, pair, selected.routes());
                    var lint = Lint.of(virtualService, rules, Optional.of(pair), clusterDomain);
                    yield planned(
                            new Plan(release.id().name(), pair, target, original, template, spec, lint),
                            virtualService);
                } catch (RefusedException e) {
                    yield new Ground.Refused(e.getMessage());
                } catch (IllegalArgumentException e) {
                    yield refused(name(virtualService) + ": " + e.getMessage());
                }
            }
        };
    }

    /** Good if the VirtualService has room for every step. */
    public static Ground planned(Plan plan, VirtualService virtualService) {
        for (int step = 0; step < plan.steps(); step++) {
            List<String> obstacles = RoutingEdit.apply(
                            virtualService, plan.pair(), plan.original(), plan.layoutAt(step))
                    .obstacles();
            if (!obstacles.isEmpty()) {
                return refused("step " + (step + 1) + " of template "
                        + plan.template().name() + " is not possible: " + String.join(" ", obstacles));
            }
        }
        return new Ground.Good(plan);
    }

    private void requireTick(AnalysisTemplate template) throws RefusedException {
        if (template.tick().toMillis() % controllerTick.toMillis() != 0) {
            throw new RefusedException("AnalysisTemplate " + template.name() + ": spec.tick is "
                    + Durations.text(template.tick()) + ", expected a whole number of the controller's ticks of "
                    + Durations.text(controllerTick) + ".");
        }
    }

    private void requireBackend(AnalysisTemplate template) throws RefusedException {
        String backend = template.counting().backend();
        if (backends.filter(names -> !names.contains(backend)).isPresent()) {
            throw new RefusedException("AnalysisTemplate " + template.name() + ": spec.backend is \"" + backend
                    + "\", expected one of those that the controller is configured with: "
                    + String.join(", ", new TreeSet<>(backends.get())) + ".");
        }
    }

    private Version version(Endpoint endpoint, VirtualService from, Collection<DestinationRule> rules)
            throws RefusedException {
        if (endpoint.subset() == null) {
            return new Version(endpoint.host(), null);
        }
        String where = name(from) + ": ";
        return switch (DestinationRules.find(rules, endpoint, from.namespace(), clusterDomain)) {
            case Subset.NoRule(String reason) -> throw new RefusedException(where + reason + ".");
            case Subset.NoSubset(String reason) -> throw new RefusedException(where + reason + ".");
            case Subset.Found found ->
                new Version(
                        endpoint.host(),
                        found.version()
                                .orElseThrow(
                                        () -> new RefusedException(noLabel(endpoint, found.labels(), found.rule()))));
        };
    }

    private static String noLabel(Endpoint endpoint, Map<String, String> labels, String rule) {
        return "DestinationRule " + rule + ": subset " + endpoint.subset() + " selects pods by " + labels
                + ", expected one of the labels " + String.join(", ", DestinationRules.VERSION_LABELS)
                + ", by which Istio's metrics tell versions apart.";
    }

    /** What is wrong with our annotations besides their values: one that nobody knows, or one that was left behind. */
    private static Optional<String> wrongAnnotation(VirtualService virtualService) {
        for (String key : virtualService.annotations().keySet()) {
            // Which arguments there are, the template says.
            if (key.startsWith(PREFIX) && !KNOWN_ANNOTATIONS.contains(key) && !key.startsWith(Trigger.ARGUMENT)) {
                return Optional.of("annotation " + key + " is unknown, expected one of "
                        + String.join(", ", KNOWN_ANNOTATIONS) + ", or " + Trigger.ARGUMENT
                        + "NAME for an argument of the template; correct or remove it");
            }
        }
        return Optional.ofNullable(virtualService.annotations().get(Mark.ANNOTATION))
                .flatMap(Mark::parse)
                .filter(mark -> mark.outcome().isEmpty() && mark.weight() > 0)
                .map(mark -> "annotation " + Mark.ANNOTATION + " is \"" + mark.text() + "\", left by a release whose"
                        + " record is gone, so nobody knows the weights from before it; set the weights as they should be"
                        + " and remove the annotation");
    }

    private static Ground refused(String reason) {
        return new Ground.Refused(reason.endsWith(".") ? reason : reason + ".");
    }

    private static String name(VirtualService virtualService) {
        return "VirtualService " + virtualService.namespace() + "/" + virtualService.name();
    }

    private static Optional<String> conflict(String where, Pair pair, Collection<Release> others) {
        return others.stream()
                .filter(other -> !other.state().isTerminal())
                .filter(other -> other.plan()
                        .filter(plan -> sharesHost(plan.pair(), pair))
                        .isPresent())
                .findFirst()
                .map(other -> where + ": release " + other.id() + " is shifting the traffic of "
                        + pair.baseline().host() + " already; this one begins when that one has ended.");
    }

    private static boolean sharesHost(Pair one, Pair other) {
        return !Collections.disjoint(one.hosts(), other.hosts());
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }
}
