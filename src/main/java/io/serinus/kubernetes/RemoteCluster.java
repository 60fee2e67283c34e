package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Utils;
import io.serinus.release.Request;
import io.serinus.release.Trigger;
import io.serinus.routing.Router;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cluster as a person reaches it from their own machine: by the kubeconfig that kubectl uses, and with that person's
 * rights. Every call ends in bounded time.
 */
public final class RemoteCluster implements AutoCloseable {
    /** What an API server answers that does not know reviews of oneself, or does not allow them. */
    private static final Set<Integer> NO_REVIEW = Set.of(
            HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_BAD_METHOD);

    private final Kubeconfig kubeconfig;
    private final KubernetesClient client;
    private final KubernetesClient timeBoxed;

    private RemoteCluster(Kubeconfig kubeconfig) {
        this.kubeconfig = kubeconfig;
        this.client =
                new KubernetesClientBuilder().withConfig(kubeconfig.config()).build();
        this.timeBoxed = TimeBox.around(client);
    }

    /**
     * Finds the cluster; nothing is asked yet.
     *
     * @param kubeconfig empty for the files that {@code KUBECONFIG} names, or else {@code ~/.kube/config}
     * @param context the kubeconfig's context; empty for the current one
     * @throws ClusterException if there is no such file or context
     */
    public static RemoteCluster open(Optional<Path> kubeconfig, Optional<String> context) throws ClusterException {
        return new RemoteCluster(Kubeconfig.read(kubeconfig, context));
    }

    /**
     * For a process that finds its cluster by itself.
     *
     * @throws ClusterException if {@code KUBECONFIG} names a file that is not there or cannot be read
     */
    public static void requireKubeconfig() throws ClusterException {
        Kubeconfig.requireReadable(
                Optional.ofNullable(Utils.getSystemPropertyOrEnvVar(Config.KUBERNETES_KUBECONFIG_FILE)));
    }

    /** The namespace that is meant where none is named. */
    public String namespace() {
        return kubeconfig.namespace();
    }

    /**
     * Who the person is: as the API server says where it can (Kubernetes 1.28 and newer), else as the kubeconfig calls
     * them; empty if neither says anything.
     */
    public String user() throws ClusterException {
        try {
            SelfSubjectReview review =
                    timeBoxed.authentication().v1().selfSubjectReviews().create(new SelfSubjectReview());
            return Optional.ofNullable(review.getStatus())
                    .flatMap(status -> Optional.ofNullable(status.getUserInfo()))
                    .flatMap(info -> Optional.ofNullable(info.getUsername()))
                    .filter(name -> !name.isBlank())
                    .orElseGet(kubeconfig::user);
        } catch (KubernetesClientException e) {
            if (NO_REVIEW.contains(e.getCode())) {
                return kubeconfig.user();
            }
            throw failed("did not say who you are", e);
        }
    }

    /** Reads and patches VirtualServices. */
    public Router router() throws ClusterException {
        try {
            return new KubernetesRouter(client, IstioApi.discover(client));
        } catch (KubernetesClientException e) {
            throw failed("did not say what it serves", e);
        } catch (IllegalStateException e) {
            throw new ClusterException(withoutStop(String.valueOf(e.getMessage())), e);
        }
    }

    /** The releases of a namespace, oldest first; those that nobody can understand are left out. */
    public List<Recorded> releases(String namespace) throws ClusterException {
        try {
            return timeBoxed
                    .genericKubernetesResources(CustomResources.CANARY_RELEASES)
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .stream()
                    .sorted(Comparator.comparingInt(object -> Trigger.number(ReleaseObjects.id(object))))
                    .flatMap(RemoteCluster::recorded)
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new ClusterException(
                        kubeconfig.where() + " knows no CanaryReleases: is it the right --context? In a new"
                                + " cluster, install Serinus first: kubectl apply -f deploy/crds",
                        e);
            }
            throw failed("did not list the CanaryReleases of namespace " + namespace, e);
        }
    }

    private static Stream<Recorded> recorded(GenericKubernetesResource object) {
        try {
            Request request = Present.in("spec", ReleaseObjects.part(object, "spec", CanaryReleaseSpec.class))
                    .toRequest();
            CanaryReleaseStatus status = ReleaseObjects.part(object, "status", CanaryReleaseStatus.class);
            List<CanaryReleaseStatus.LogEntry> log = status == null || status.log() == null ? List.of() : status.log();
            return Stream.of(new Recorded(
                    object.getMetadata().getName(),
                    request.virtualService(),
                    request.canary(),
                    log.stream().map(RemoteCluster::entry).toList()));
        } catch (UnreadableReleaseException e) {
            return Stream.empty();
        }
    }

    private static Entry entry(CanaryReleaseStatus.LogEntry entry) {
        return new Entry(
                Objects.requireNonNullElse(entry.number(), 0L),
                Objects.requireNonNullElse(entry.reason(), ""),
                Objects.requireNonNullElse(entry.message(), ""));
    }

    @Override
    public void close() {
        client.close();
    }

    private ClusterException failed(String what, KubernetesClientException e) {
        return new ClusterException(
                kubeconfig.where()
                        + (ServerWords.isSilent(e)
                                ? " cannot be reached: " + ServerWords.obstacle(e)
                                        + "; kubectl version asks it likewise"
                                : e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED
                                        ? " does not know you: log in again, or name another --context"
                                        : " " + what + ": " + withoutStop(ServerWords.of(e))),
                e);
    }

    private static String withoutStop(String sentence) {
        return sentence.replaceFirst("\\.$", "");
    }

    /**
     * A release as its object records it.
     *
     * @param canary as the request names it
     * @param log oldest first
     */
    public record Recorded(String name, String virtualService, String canary, List<Entry> log) {
        /** The number of the newest entry; 0 if there is none. */
        public long lastNumber() {
            return log.isEmpty() ? 0 : log.getLast().number();
        }
    }

    /** Something that people were told; the reason is one of {@link io.serinus.release.Reasons}. */
    public record Entry(long number, String reason, String message) {}
}
