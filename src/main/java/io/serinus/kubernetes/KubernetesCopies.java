package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.serinus.metric.Version;
import io.serinus.release.Copies;
import io.serinus.release.Copy;
import io.serinus.release.CopyPolicies;
import io.serinus.release.CopySpec;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.routing.DestinationRule;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes copies of baselines in the cluster, and removes them. They belong to the CanaryRelease, so that they go with it, too.
 * No object is ever changed, and none is deleted but those of the release's own copy. Safe for use by several threads.
 */
public final class KubernetesCopies implements Copies {
    private final KubernetesClient client;
    private final Scope scope;
    private final CopySources sources;
    private final RecentDrafts recent;

    /**
     * @param rules every DestinationRule in view
     * @param clusterDomain such as {@code cluster.local}
     */
    public KubernetesCopies(
            KubernetesClient client, Scope scope, Supplier<Collection<DestinationRule>> rules, String clusterDomain) {
        this(client, scope, rules, clusterDomain, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    KubernetesCopies(
            KubernetesClient client,
            Scope scope,
            Supplier<Collection<DestinationRule>> rules,
            String clusterDomain,
            LongSupplier nanos) {
        this.recent = new RecentDrafts(nanos);
        this.client = TimeBox.around(client);
        this.scope = requireNonNull(scope, "scope is null");
        this.sources = new CopySources(this.client, rules, clusterDomain);
    }

    @Override
    public Draft draft(Plan plan, String namespace) {
        if (!scope.namespaces().isEmpty() && !scope.namespaces().contains(namespace)) {
            return new Draft.Refused(
                    "Namespace " + namespace + " is none of serinus.namespaces, so nothing is copied in it.");
        }
        var release = new ReleaseId(namespace, plan.name());
        return recent.get(release, plan.pair(), () -> draft(release, plan));
    }

    private Draft draft(ReleaseId release, Plan plan) {
        try {
            Optional<String> missing = CopyRights.missing(client, release.namespace());
            if (missing.isPresent()) {
                return new Draft.Refused(missing.get());
            }
            return switch (sources.find(release, plan)) {
                case CopySources.Found.Nothing(String reason) -> new Draft.Refused(reason);
                case CopySources.Found.Source(CopySpec.Source source) ->
                    switch (CopySpec.of(source)) {
                        case CopySpec.Refused(List<String> reasons) -> new Draft.Refused(String.join(" ", reasons));
                        case CopySpec.Made made -> possible(release, source, made);
                    };
            };
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                    ? new Draft.Refused(
                            "Serinus may not read what a copy of the baseline is made from: " + CopyRights.refused(e))
                    : new Draft.Unknown();
        }
    }

    private Draft possible(ReleaseId release, CopySpec.Source source, CopySpec.Made made) {
        List<String> unequal = CopyPolicies.unequal(sources.policies(release.namespace()), source, made);
        if (!unequal.isEmpty()) {
            return new Draft.Refused(String.join(" ", unequal));
        }
        for (Map<String, Object> object : List.of(made.deployment(), made.service())) {
            GenericKubernetesResource wanted = resource(object);
            GenericKubernetesResource there = of(wanted).get();
            if (there == null) {
                continue;
            }
            boolean isAnothers = !isOurs(there, wanted) && isOwned(there, _ -> true);
            if (isAnothers || there.getMetadata().getDeletionTimestamp() != null) {
                // That of an earlier release, which drains yet: it goes by itself.
                return new Draft.Unknown();
            }
            if (!isOurs(there, wanted)) {
                return new Draft.Refused(taken(there));
            }
        }
        return new Draft.Possible(new Copy(
                release.namespace(),
                made.deploymentName(),
                made.serviceName(),
                new Version(made.endpoint().host(), made.version().orElse(null)),
                source.replicas()));
    }

    @Override
    public Making make(Release release, Copy copy) {
        Plan plan = release.plan().orElseThrow(() -> new IllegalArgumentException(release.id() + " has no plan"));
        try {
            return switch (sources.find(release.id(), plan)) {
                case CopySources.Found.Nothing(String reason) -> new Making.Waiting(reason);
                case CopySources.Found.Source(CopySpec.Source source) ->
                    switch (CopySpec.of(source)) {
                        case CopySpec.Refused(List<String> reasons) -> new Making.Waiting(String.join(" ", reasons));
                        case CopySpec.Made made -> make(copy, made);
                    };
            };
        } catch (KubernetesClientException e) {
            return new Making.Waiting(sentence("made", copy, e));
        }
    }

    private Making make(Copy copy, CopySpec.Made made) {
        if (!made.deploymentName().equals(copy.deployment())
                || !made.serviceName().equals(copy.service())) {
            return new Making.Waiting("The baseline has become Deployment " + made.deploymentName()
                    + " since the release began, expected that of which " + copy + " was to be a copy.");
        }
        for (Map<String, Object> object : List.of(made.deployment(), made.service())) {
            Optional<String> obstacle = ensure(resource(object));
            if (obstacle.isPresent()) {
                return new Making.Waiting(obstacle.get());
            }
        }
        return new Making.Made();
    }

    /** Why it is not there now; empty if it is. */
    private Optional<String> ensure(GenericKubernetesResource wanted) {
        GenericKubernetesResource there = of(wanted).get();
        if (there == null) {
            client.genericKubernetesResources(kind(wanted))
                    .inNamespace(wanted.getMetadata().getNamespace())
                    .resource(wanted)
                    .create();
            return Optional.empty();
        }
        if (there.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of(name(there) + " is being deleted.");
        }
        return isOurs(there, wanted) ? Optional.empty() : Optional.of(taken(there));
    }

    @Override
    public Removal remove(Release release, Copy copy) {
        try {
            remove(release, CopySources.DEPLOYMENTS, copy.namespace(), copy.deployment());
            remove(release, CopySources.SERVICES, copy.namespace(), copy.service());
            return new Removal.Removed();
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                    ? new Removal.Refused(sentence("removed", copy, e) + " Delete it and Service " + copy.namespace()
                            + "/" + copy.service() + " yourself: it still runs.")
                    : new Removal.Unavailable(sentence("removed", copy, e));
        }
    }

    private void remove(Release release, ResourceDefinitionContext kind, String namespace, String name) {
        GenericKubernetesResource there = client.genericKubernetesResources(kind)
                .inNamespace(namespace)
                .withName(name)
                .get();
        // By the owner alone: labels may have been changed since.
        if (there != null && isOwned(there, release.id().name()::equals)) {
            delete(kind, there.getMetadata());
        }
    }

    /** Deletes this very object, and none that has got its name meanwhile. */
    private void delete(ResourceDefinitionContext kind, ObjectMeta object) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withPropagationPolicy(DeletionPropagation.BACKGROUND.toString())
                .withNewPreconditions()
                .withUid(object.getUid())
                .endPreconditions()
                .build();
        String group = kind.getGroup().isEmpty() ? "/api/" : "/apis/" + kind.getGroup() + "/";
        try {
            client.raw(
                    group + kind.getVersion() + "/namespaces/" + object.getNamespace() + "/" + kind.getPlural() + "/"
                            + object.getName(),
                    "DELETE",
                    options);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Whether it belongs to a CanaryRelease of such a name. */
    private static boolean isOwned(GenericKubernetesResource there, Predicate<String> name) {
        return there.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> CustomResources.CANARY_RELEASE.equals(owner.getKind())
                        && owner.getApiVersion().startsWith(CustomResources.GROUP + "/")
                        && name.test(owner.getName()));
    }

    private Resource<GenericKubernetesResource> of(GenericKubernetesResource object) {
        return client.genericKubernetesResources(kind(object))
                .inNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName());
    }

    private static ResourceDefinitionContext kind(GenericKubernetesResource object) {
        return object.getKind().equals("Service") ? CopySources.SERVICES : CopySources.DEPLOYMENTS;
    }

    private static GenericKubernetesResource resource(Map<String, Object> tree) {
        return Json.value(tree, GenericKubernetesResource.class);
    }

    /** Whether it belongs to the same CanaryRelease, and not to one that had the same name once. */
    private static boolean isOurs(GenericKubernetesResource there, GenericKubernetesResource wanted) {
        String uid = wanted.getMetadata().getOwnerReferences().getFirst().getUid();
        return there.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(uid));
    }

    private static String taken(GenericKubernetesResource there) {
        String owner = there.getMetadata().getOwnerReferences().stream()
                .map(reference -> reference.getKind() + " " + reference.getName())
                .findFirst()
                .orElse("nobody");
        return name(there) + " exists already and belongs to " + owner
                + ", expected none of that name: it is what the copy of the baseline is to be called. If it is the copy of an"
                + " earlier release, it goes by itself; otherwise rename or delete it.";
    }

    private static String name(GenericKubernetesResource object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    private static String sentence(String what, Copy copy, KubernetesClientException e) {
        return copy + " could not be " + what + ": " + CopyRights.refused(e);
    }
}
