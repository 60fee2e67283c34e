package io.serinus;

import io.quarkus.arc.DefaultBean;
import io.serinus.catalog.YamlWriter;
import io.serinus.config.SerinusConfig;
import io.serinus.release.AccessReview;
import io.serinus.release.Reading;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import io.serinus.release.StoreException;
import io.serinus.report.EventSettings;
import io.serinus.report.Spelling;
import io.serinus.routing.DestinationRule;
import io.serinus.routing.MeshView;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.KnownTemplate;
import io.serinus.template.TemplateCatalog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The world of this process, for everything that is built before it is there. */
@Singleton
final class CurrentWorld {
    private static final String NOT_CONNECTED =
            "The controller is not connected to the cluster yet. Try again in a few seconds.";

    private final List<Consumer<ReleaseId>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable World world;

    void set(World connected) {
        connected.ports().releases().onChange(id -> listeners.forEach(listener -> listener.accept(id)));
        world = connected;
    }

    /** The world; null until it is connected. */
    @Nullable
    World get() {
        return world;
    }

    /** The world's time, by which ages are counted; the system's until there is a world. */
    @Produces
    @Singleton
    InstantSource clock() {
        return () -> {
            World current = world;
            return current == null
                    ? InstantSource.system().instant()
                    : current.pace().instant();
        };
    }

    /** What the options say of listeners; the start fails where they are wrong. */
    @Produces
    @Singleton
    EventSettings events(SerinusConfig config) {
        return Options.events(config.events());
    }

    /** The world's releases; none until there is a world. */
    @Produces
    @DefaultBean
    @Singleton
    ReleaseStore releases() {
        return new Releases();
    }

    /** The world's own; nobody can tell until there is a world. */
    @Produces
    @DefaultBean
    @Singleton
    AccessReview access() {
        return new AccessReview() {
            @Override
            public Answer review(String token, ReleaseId release) {
                World current = world;
                return current == null
                        ? new Answer.Unanswered(NOT_CONNECTED)
                        : current.access().review(token, release);
            }

            @Override
            public Answer reviewReading(String token, Reading reading) {
                World current = world;
                return current == null
                        ? new Answer.Unanswered(NOT_CONNECTED)
                        : current.access().reviewReading(token, reading);
            }
        };
    }

    /** The world's own; nothing can be written until there is a world. */
    @Produces
    @DefaultBean
    @Singleton
    Router router() {
        return new Router() {
            @Override
            public Optional<VirtualService> read(String namespace, String name) throws RoutingException {
                return connected().read(namespace, name);
            }

            @Override
            public Result patch(VirtualService base, List<PatchOperation> operations) throws RoutingException {
                return connected().patch(base, operations);
            }

            private Router connected() throws RoutingException {
                World current = world;
                if (current == null) {
                    throw new RoutingException(NOT_CONNECTED, new IllegalStateException("not connected"));
                }
                return current.ports().router();
            }
        };
    }

    /** The world's own; empty until there is a world. */
    @Produces
    @DefaultBean
    @Singleton
    MeshView mesh() {
        return new Mesh();
    }

    @Produces
    @Singleton
    Spelling spelling() {
        return YamlWriter::write;
    }

    private final class Mesh implements MeshView {
        @Override
        public Collection<VirtualService> virtualServices() {
            return connected().map(MeshView::virtualServices).orElse(List.of());
        }

        @Override
        public Optional<VirtualService> virtualService(String namespace, String name) {
            return connected().flatMap(mesh -> mesh.virtualService(namespace, name));
        }

        @Override
        public Collection<VirtualService> everyVirtualService() {
            return connected().map(MeshView::everyVirtualService).orElse(List.of());
        }

        @Override
        public Collection<DestinationRule> destinationRules() {
            return connected().map(MeshView::destinationRules).orElse(List.of());
        }

        private Optional<MeshView> connected() {
            return Optional.ofNullable(world).map(current -> current.ports().mesh());
        }
    }

    /** The world's own; none are known until there is a world. */
    @Produces
    @DefaultBean
    @Singleton
    TemplateCatalog templates() {
        return new TemplateCatalog() {
            @Override
            public Lookup find(String namespace, String name, Map<String, String> arguments) {
                World current = world;
                return current == null
                        ? new Lookup.Refused(NOT_CONNECTED)
                        : current.ports().templates().find(namespace, name, arguments);
            }

            @Override
            public Optional<KnownTemplate> look(String namespace, String name) {
                World current = world;
                return current == null
                        ? Optional.empty()
                        : current.ports().templates().look(namespace, name);
            }

            @Override
            public List<KnownTemplate> known() {
                World current = world;
                return current == null ? List.of() : current.ports().templates().known();
            }

            @Override
            public AnalysisTemplate parse(String name, Map<String, Object> spec) {
                World current = world;
                if (current == null) {
                    throw new IllegalStateException("not connected yet");
                }
                return current.ports().templates().parse(name, spec);
            }
        };
    }

    private final class Releases implements ReleaseStore {

        @Override
        public Collection<Release> all() {
            World current = world;
            return current == null ? List.of() : current.ports().releases().all();
        }

        @Override
        public boolean isRecorded(ReleaseId id) {
            World current = world;
            return current != null && current.ports().releases().isRecorded(id);
        }

        @Override
        public Optional<Release> find(ReleaseId id) {
            World current = world;
            return current == null
                    ? Optional.empty()
                    : current.ports().releases().find(id);
        }

        @Override
        public void onChange(Consumer<ReleaseId> listener) {
            listeners.add(listener);
        }

        @Override
        public Collection<Release> load() throws StoreException {
            return connected().load();
        }

        @Override
        public boolean create(Release release) throws StoreException {
            return connected().create(release);
        }

        @Override
        public boolean save(Release release) throws StoreException {
            return connected().save(release);
        }

        @Override
        public void delete(ReleaseId id) throws StoreException {
            connected().delete(id);
        }

        private ReleaseStore connected() {
            World current = world;
            if (current == null) {
                throw new IllegalStateException("not connected yet");
            }
            return current.ports().releases();
        }
    }
}
