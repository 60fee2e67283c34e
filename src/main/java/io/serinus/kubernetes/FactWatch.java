package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A watch of one kind in one namespace that knows whether what it remembers can be relied on. */
final class FactWatch<T extends HasMetadata, F> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FactWatch.class);

    /** So many objects are read at once; a whole large namespace would not fit into the memory. */
    private static final long PAGE = 500;

    /** An answer that has not come by then need not be waited for; and what was true so long ago may be no more. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String what;
    private final String namespace;
    private final FactStore<T, F> store;
    private final SharedIndexInformer<T> informer;
    private final LongSupplier nanos;
    private final Runnable wakeUp;

    private volatile @Nullable String failure;
    /** When it was last seen to be well; in the beginning, when it was made. */
    private volatile long well;

    /**
     * Watches nothing until it is started.
     *
     * @param what the resource as RBAC names it, such as {@code pods}
     * @param objects those of the namespace
     * @param nanos a monotonic clock
     * @param wakeUp called when it is known whether the objects can be read
     */
    FactWatch(
            String what,
            String namespace,
            Informable<T> objects,
            FactStore<T, F> store,
            LongSupplier nanos,
            Runnable wakeUp) {
        this.what = what;
        this.namespace = namespace;
        this.store = store;
        this.nanos = nanos;
        this.wakeUp = wakeUp;
        this.well = nanos.getAsLong();
        this.informer = objects.withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(store)
                .exceptionHandler((_, thrown) -> failed(thrown));
    }

    /** Begins to watch. */
    void start() {
        informer.start().whenComplete((_, _) -> wakeUp.run());
    }

    FactStore<T, F> store() {
        return store;
    }

    /** Whether the first answer is still to come, and may well do so. */
    boolean isAwaited() {
        return !informer.hasSynced() && failure == null && !isOverdue();
    }

    /** Why what is remembered cannot be relied on; empty if it can. */
    Optional<String> unreliable() {
        if (informer.isWatching()) {
            failure = null;
            well = nanos.getAsLong();
            return Optional.empty();
        }
        String failed = failure;
        if (failed != null) {
            return Optional.of(failed);
        }
        return isOverdue()
                ? Optional.of("The API server has not said for " + PATIENCE.toSeconds() + " s what the " + what
                        + " of namespace " + namespace + " do.")
                : Optional.empty();
    }

    @Override
    public void close() {
        informer.close();
    }

    private boolean isOverdue() {
        return nanos.getAsLong() - well > PATIENCE.toNanos();
    }

    private boolean failed(Throwable thrown) {
        String reason = reason(thrown);
        if (!reason.equals(failure)) {
            LOG.warnf("%s Trying again; releases go on without.", reason);
            failure = reason;
            wakeUp.run();
        }
        return true;
    }

    private String reason(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException refused) {
                return refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                        ? "Serinus may not read the " + what + " of namespace " + namespace
                                + ": give its account the verbs get, list and watch for " + what
                                + ", as deploy/rbac.yaml does."
                        : sentence(ServerWords.of(refused));
            }
        }
        return sentence("the API server does not answer");
    }

    private String sentence(String words) {
        return "The " + what + " of namespace " + namespace + " cannot be read: " + words
                + (words.endsWith(".") ? "" : ".");
    }
}
