package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.serinus.release.Action;
import io.serinus.release.ReleaseId;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes core/v1 Events on a CanaryRelease and on the VirtualService that owns it, so that {@code kubectl describe} of
 * either shows them. The same words on the same object within an hour become one Event with a count. For one thread.
 */
final class EventWriter {
    private static final String COMPONENT = "serinus";
    private static final String CONTROLLER = "serinus.io/controller";

    /** The API server forgets an Event after an hour, by default. */
    private static final Duration REPEATED_WITHIN = Duration.ofHours(1);

    private static final int MAX_REMEMBERED = 2000;

    /** The API server's limits. */
    private static final int MAX_MESSAGE = 1024;

    private static final int MAX_NAME = 253;
    private static final int SUFFIX = 17;

    private final KubernetesClient client;
    private final String instance;
    private final Map<Said, Written> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Said, Written> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    EventWriter(KubernetesClient client, String instance) {
        this.client = client;
        this.instance = instance;
    }

    /** @throws KubernetesClientException if the API server refuses an Event or does not answer */
    void write(ReleaseId id, Action.Announce announcement, Instant at) {
        for (ObjectReference object : involved(id)) {
            var said = new Said(object.getUid(), announcement);
            Written known = remembered.get(said);
            if (known == null || !at.isBefore(known.last().plus(REPEATED_WITHIN)) || !repeat(object, said, known, at)) {
                remembered.put(said, create(object, announcement, at));
            }
        }
    }

    /** False if the Event is gone. */
    private boolean repeat(ObjectReference object, Said said, Written known, Instant at) {
        int count = known.count() + 1;
        try {
            // Given an object, even this empty one, the client does not read it from the server first.
            client.v1()
                    .events()
                    .resource(new EventBuilder()
                            .withNewMetadata()
                            .withNamespace(object.getNamespace())
                            .withName(known.name())
                            .endMetadata()
                            .build())
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            Json.text(Map.of("count", count, "lastTimestamp", text(at))));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
        remembered.put(said, new Written(known.name(), count, at));
        return true;
    }

    private Written create(ObjectReference object, Action.Announce announcement, Instant at) {
        String name = name(object.getName());
        client.v1()
                .events()
                .inNamespace(object.getNamespace())
                .resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(object.getNamespace())
                        .withName(name)
                        .endMetadata()
                        .withInvolvedObject(object)
                        .withType(type(announcement.severity()))
                        .withReason(announcement.reason())
                        .withMessage(cut(announcement.message()))
                        .withCount(1)
                        .withFirstTimestamp(text(at))
                        .withLastTimestamp(text(at))
                        .withNewSource()
                        .withComponent(COMPONENT)
                        .endSource()
                        .withReportingComponent(CONTROLLER)
                        .withReportingInstance(instance)
                        .build())
                .create();
        return new Written(name, 1, at);
    }

    /** The release's object and its owner; nothing if the release is gone. */
    private List<ObjectReference> involved(ReleaseId id) {
        GenericKubernetesResource release = client.genericKubernetesResources(CustomResources.CANARY_RELEASES)
                .inNamespace(id.namespace())
                .withName(id.name())
                .get();
        var objects = new ArrayList<ObjectReference>();
        if (release != null) {
            objects.add(reference(
                    id.namespace(),
                    release.getApiVersion(),
                    release.getKind(),
                    id.name(),
                    release.getMetadata().getUid()));
            for (OwnerReference owner : release.getMetadata().getOwnerReferences()) {
                objects.add(reference(
                        id.namespace(), owner.getApiVersion(), owner.getKind(), owner.getName(), owner.getUid()));
            }
        }
        return objects;
    }

    private static ObjectReference reference(
            String namespace, String apiVersion, String kind, String name, String uid) {
        return new ObjectReferenceBuilder()
                .withNamespace(namespace)
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .build();
    }

    private static String type(Action.Announce.Severity severity) {
        return switch (severity) {
            case NORMAL -> "Normal";
            case WARNING -> "Warning";
        };
    }

    private static String name(String object) {
        String suffix = "." + UUID.randomUUID().toString().replace("-", "").substring(0, SUFFIX - 1);
        String stem = object.length() + SUFFIX <= MAX_NAME ? object : object.substring(0, MAX_NAME - SUFFIX);
        return stem.toLowerCase(Locale.ROOT) + suffix;
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private record Said(@Nullable String uid, Action.Announce announcement) {}

    private record Written(String name, int count, Instant last) {}
}
