package io.serinus.kubernetes;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.ResourceNotFoundException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import io.serinus.release.StoreException;
import io.serinus.routing.PatchOperation;
import io.serinus.template.TemplateCatalog;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Records releases as CanaryRelease objects. The request is the spec, written once; everything else is the status, which
 * nobody else writes. Safe for use by several threads, one at a time for the same release.
 */
public final class KubernetesReleaseStore implements ReleaseStore, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KubernetesReleaseStore.class);

    /** Writes of one save that somebody else's may come before. */
    private static final int MAX_CONFLICTS = 3;

    private final KubernetesClient client;
    private final IstioApi istio;
    private final Scope scope;
    private final InstantSource clock;
    private final ReleaseObjects objects;
    private final ReleaseCache cache;
    private final WatchedResources watched;

    /**
     * @param catalog reads the recorded templates
     * @param clock dates the conditions
     * @param wakeUp called when an object was changed by somebody else, by a thread of the client's; it must return at once
     */
    public KubernetesReleaseStore(
            KubernetesClient client,
            IstioApi istio,
            Scope scope,
            TemplateCatalog catalog,
            InstantSource clock,
            Runnable wakeUp) {
        this.client = TimeBox.around(client);
        this.istio = requireNonNull(istio, "istio is null");
        this.scope = requireNonNull(scope, "scope is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.objects = new ReleaseObjects(catalog);
        this.cache = new ReleaseCache(objects, wakeUp);
        this.watched = new WatchedResources(client, CustomResources.CANARY_RELEASES, scope, cache);
    }

    /** Begins to watch; returns at once. */
    public void start() {
        watched.start();
    }

    /** Whether {@link #all()} is complete; false for as long as the cluster does not know the kind. */
    public boolean hasSynced() {
        return watched.hasSynced();
    }

    /** {@inheritDoc} What this process wrote itself is seen at once. An object that cannot be read is left out. */
    @Override
    public Collection<Release> all() {
        return cache.all();
    }

    /** {@inheritDoc} An object that cannot be read is there all the same: it must not be taken for a deleted one. */
    @Override
    public boolean isRecorded(ReleaseId id) {
        return cache.exists(id);
    }

    @Override
    public Optional<Release> find(ReleaseId id) {
        return cache.find(id).map(RecordedRelease::release);
    }

    @Override
    public void onChange(Consumer<ReleaseId> listener) {
        cache.onChange(listener);
    }

    @Override
    public Collection<Release> load() throws StoreException {
        try {
            var releases = new ArrayList<Release>();
            for (GenericKubernetesResource object : list()) {
                cache.seen(object).map(RecordedRelease::release).ifPresent(releases::add);
            }
            return releases;
        } catch (KubernetesClientException e) {
            throw new StoreException("The CanaryReleases could not be listed: " + ServerWords.of(e), e);
        }
    }

    @Override
    public boolean create(Release release) throws StoreException {
        ReleaseId id = release.id();
        GenericKubernetesResource created;
        try {
            GenericKubernetesResource virtualService = client.genericKubernetesResources(istio.virtualServices())
                    .inNamespace(id.namespace())
                    .withName(release.request().virtualService())
                    .require();
            created = releases()
                    .inNamespace(id.namespace())
                    .resource(ReleaseObjects.toCreate(release, virtualService))
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw new StoreException("CanaryRelease " + id + " could not be created: " + ServerWords.of(e), e);
        } catch (ResourceNotFoundException e) {
            throw new StoreException(
                    "CanaryRelease " + id + " could not be created: its VirtualService "
                            + release.request().virtualService() + " does not exist.",
                    e);
        }
        cache.written(created.getMetadata().getUid(), ReleaseObjects.written(created, release, null));
        try {
            return save(release);
        } catch (StoreException e) {
            LOG.infof("CanaryRelease %s has no status yet, the next save brings it: %s", id, e.getMessage());
            return true;
        }
    }

    @Override
    public boolean save(Release release) throws StoreException {
        ReleaseId id = release.id();
        try {
            Optional<RecordedRelease> known = cache.find(id);
            for (int conflicts = 0; ; conflicts++) {
                if (known.isEmpty()) {
                    known = fetch(id);
                }
                if (known.isEmpty()) {
                    return false;
                }
                switch (write(release, known.get(), conflicts == MAX_CONFLICTS)) {
                    case DONE -> {
                        return true;
                    }
                    case GONE -> {
                        cache.deleted(id);
                        return false;
                    }
                    case CONFLICT -> known = Optional.empty();
                }
            }
        } catch (KubernetesClientException e) {
            throw new StoreException(
                    "The status of CanaryRelease " + id + " could not be written: " + ServerWords.of(e), e);
        }
    }

    @Override
    public void delete(ReleaseId id) throws StoreException {
        try {
            resource(id).delete();
            cache.deleted(id);
        } catch (KubernetesClientException e) {
            throw new StoreException("CanaryRelease " + id + " could not be deleted: " + ServerWords.of(e), e);
        }
    }

    @Override
    public void close() {
        watched.close();
    }

    private Written write(Release release, RecordedRelease known, boolean last) {
        CanaryReleaseStatus status =
                StatusWriter.status(release, known.generation(), known.conditions(), clock.instant());
        if (status.equals(known.status())) {
            return Written.DONE;
        }
        var operation = new PatchOperation.Add("/status", Json.tree(status));
        try {
            GenericKubernetesResource answer = releases()
                    .resource(JsonPatch.target(
                            release.id().namespace(), release.id().name()))
                    .subresource("status")
                    .patch(JsonPatch.context(), JsonPatch.text(known.resourceVersion(), List.of(operation)));
            cache.written(answer.getMetadata().getUid(), ReleaseObjects.written(answer, release, status));
            return Written.DONE;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Written.GONE;
            }
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT && !last) {
                return Written.CONFLICT;
            }
            throw e;
        }
    }

    /** The newest version from the API server; empty if there is none. */
    private Optional<RecordedRelease> fetch(ReleaseId id) {
        GenericKubernetesResource object = resource(id).get();
        if (object == null) {
            cache.deleted(id);
            return Optional.empty();
        }
        return cache.seen(object);
    }

    private List<GenericKubernetesResource> list() {
        if (scope.namespaces().isEmpty()) {
            return releases().inAnyNamespace().list().getItems();
        }
        var all = new ArrayList<GenericKubernetesResource>();
        for (String namespace : scope.namespaces()) {
            all.addAll(releases().inNamespace(namespace).list().getItems());
        }
        return all;
    }

    private Resource<GenericKubernetesResource> resource(ReleaseId id) {
        return releases().inNamespace(id.namespace()).withName(id.name());
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            releases() {
        return client.genericKubernetesResources(CustomResources.CANARY_RELEASES);
    }

    private enum Written {
        DONE,
        CONFLICT,
        GONE
    }
}
