package io.serinus;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.catalog.Catalog;
import io.serinus.catalog.TemplateFiles;
import io.serinus.config.SerinusConfig;
import io.serinus.controller.Pace;
import io.serinus.controller.Ports;
import io.serinus.kubernetes.CanaryTemplates;
import io.serinus.kubernetes.EventJournal;
import io.serinus.kubernetes.IstioApi;
import io.serinus.kubernetes.KubernetesAccessReview;
import io.serinus.kubernetes.KubernetesCopies;
import io.serinus.kubernetes.KubernetesMeshView;
import io.serinus.kubernetes.KubernetesReleaseStore;
import io.serinus.kubernetes.KubernetesRouter;
import io.serinus.kubernetes.KubernetesScaling;
import io.serinus.kubernetes.KubernetesSecrets;
import io.serinus.kubernetes.KubernetesWorkloads;
import io.serinus.kubernetes.LeaderLease;
import io.serinus.kubernetes.Scope;
import io.serinus.notify.CallListener;
import io.serinus.notify.Calls;
import io.serinus.prometheus.BackendListener;
import io.serinus.prometheus.PrometheusBackends;
import io.serinus.release.AccessReview;
import io.serinus.release.Journal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A real cluster, and the Prometheus that scrapes its mesh. */
final class ClusterWorld implements World {
    private static final Logger LOG = Logger.getLogger(ClusterWorld.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(10);

    private final KubernetesMeshView mesh;
    private final KubernetesWorkloads workloads;
    private final CanaryTemplates templates;
    private final KubernetesReleaseStore releases;
    private final EventJournal events;
    private final LeaderLease lease;
    private final Calls calls;
    private final Ports ports;
    private final KubernetesAccessReview access;

    /**
     * Finds out what the cluster serves.
     *
     * @param heard hears what came of hooks and notifications
     * @param heardOfBackends hears what came of queries
     * @param changed called after every change that a release may care about
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server does not answer
     * @throws IllegalStateException if Istio is not installed
     */
    ClusterWorld(
            SerinusConfig config,
            Options options,
            KubernetesClient client,
            Journal log,
            CallListener heard,
            BackendListener heardOfBackends,
            Runnable changed) {
        IstioApi istio = IstioApi.discover(client);
        Scope scope = Scope.of(Set.copyOf(config.namespaces().orElse(List.of())));
        String identity = config.leader().identity().orElseGet(ClusterWorld::identity);
        mesh = new KubernetesMeshView(client, istio, scope, changed);
        workloads = new KubernetesWorkloads(
                client, scope, mesh, options.controller().clusterDomain(), Pace.system(), changed);
        TemplateFiles files = options.templateFiles();
        files.problems().forEach(problem -> LOG.errorf("A template cannot be used: %s", problem));
        templates = new CanaryTemplates(client, templateScope(config, scope), changed);
        var catalog = new Catalog(templates, Optional.of(config.namespace()), files);
        releases = new KubernetesReleaseStore(client, istio, scope, catalog, Pace.system(), changed);
        access = new KubernetesAccessReview(client);
        events = new EventJournal(client, identity, Pace.system());
        lease = new LeaderLease(
                client,
                config.namespace(),
                config.leader().lease(),
                identity,
                options.leader(),
                System::nanoTime,
                changed,
                changed);
        calls = new Calls(
                options.allowedHosts(), new KubernetesSecrets(client), Pace.system(), lease::isLeader, heard, changed);
        ports = new Ports(
                new PrometheusBackends(options.backends(), heardOfBackends),
                mesh,
                workloads,
                new KubernetesRouter(client, istio),
                releases,
                catalog,
                (release, announcement) -> {
                    log.record(release, announcement);
                    events.record(release, announcement);
                },
                calls.hooks(),
                calls.outbox(),
                new KubernetesScaling(client, scope),
                new KubernetesCopies(
                        client,
                        scope,
                        mesh::destinationRules,
                        options.controller().clusterDomain()),
                lease::isLeader);
        LOG.infof(
                "Working as %s on %s by Istio's API version %s",
                identity,
                scope.namespaces().isEmpty()
                        ? "all namespaces"
                        : "the namespaces " + String.join(", ", scope.namespaces()),
                istio.version());
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public AccessReview access() {
        return access;
    }

    @Override
    public Pace pace() {
        return Pace.system();
    }

    @Override
    public void start() throws InterruptedException {
        mesh.start();
        templates.start();
        releases.start();
        long sayAgain = System.nanoTime();
        while (!(mesh.hasSynced() && templates.hasSynced() && releases.hasSynced())) {
            if (System.nanoTime() - sayAgain > SAY_AGAIN.toNanos()) {
                sayAgain = System.nanoTime();
                LOG.warn("Still waiting for the first list of VirtualServices, DestinationRules, AnalysisTemplates and "
                        + "CanaryReleases: are the CustomResourceDefinitions of deploy/crds installed, and may this "
                        + "account list them?");
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
        lease.start();
    }

    @Override
    public void close() {
        lease.close();
        calls.close();
        events.close();
        releases.close();
        templates.close();
        workloads.close();
        mesh.close();
    }

    /** Templates for all namespaces live in the controller's own, which need not be one of those it works for. */
    private static Scope templateScope(SerinusConfig config, Scope scope) {
        if (scope.namespaces().isEmpty()) {
            return scope;
        }
        var namespaces = new HashSet<>(scope.namespaces());
        namespaces.add(config.namespace());
        return Scope.of(namespaces);
    }

    private static String identity() {
        String host = System.getenv().getOrDefault("HOSTNAME", "serinus");
        return host + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
