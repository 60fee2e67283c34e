package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.template.TemplateCatalog;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Between releases and the CanaryRelease objects that record them. */
final class ReleaseObjects {
    private final StatusReader reader;

    ReleaseObjects(TemplateCatalog catalog) {
        this.reader = new StatusReader(catalog);
    }

    /** A new object for the release, without a status: the API server does not take one at creation. */
    static GenericKubernetesResource toCreate(Release release, GenericKubernetesResource virtualService) {
        var object = new GenericKubernetesResource();
        object.setApiVersion(CustomResources.API_VERSION);
        object.setKind(CustomResources.CANARY_RELEASE);
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(release.id().namespace())
                .withName(release.id().name())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(virtualService.getApiVersion())
                        .withKind(virtualService.getKind())
                        .withName(virtualService.getMetadata().getName())
                        .withUid(virtualService.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(false)
                        .build())
                .build());
        object.setAdditionalProperty("spec", Json.tree(CanaryReleaseSpec.of(release.request())));
        return object;
    }

    static ReleaseId id(GenericKubernetesResource object) {
        return new ReleaseId(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    /** @throws UnreadableReleaseException if the object records no release; the message says what is wrong where */
    RecordedRelease read(GenericKubernetesResource object) throws UnreadableReleaseException {
        CanaryReleaseSpec spec = Present.in("spec", part(object, "spec", CanaryReleaseSpec.class));
        CanaryReleaseStatus status = part(object, "status", CanaryReleaseStatus.class);
        ObjectMeta metadata = object.getMetadata();
        Instant created = Present.instant("metadata.creationTimestamp", metadata.getCreationTimestamp());
        Release release = reader.release(id(object), spec.toRequest(), created, status);
        return new RecordedRelease(release, metadata.getResourceVersion(), generation(metadata), status);
    }

    /** What the server made of a status that was written to it: the release is the one that was written. */
    static RecordedRelease written(
            GenericKubernetesResource answer, Release release, @Nullable CanaryReleaseStatus status) {
        ObjectMeta metadata = answer.getMetadata();
        return new RecordedRelease(release, metadata.getResourceVersion(), generation(metadata), status);
    }

    private static long generation(ObjectMeta metadata) {
        return metadata.getGeneration() == null ? 0 : metadata.getGeneration();
    }

    /** A part of the object; null if it is not there. */
    static <T> @Nullable T part(GenericKubernetesResource object, String name, Class<T> type)
            throws UnreadableReleaseException {
        Object tree = object.getAdditionalProperties().get(name);
        if (tree == null) {
            return null;
        }
        try {
            return Json.value(tree, type);
        } catch (IllegalArgumentException e) {
            throw new UnreadableReleaseException(name + " does not have the expected shape: " + e.getMessage(), e);
        }
    }
}
