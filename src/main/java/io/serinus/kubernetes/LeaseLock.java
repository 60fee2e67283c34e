package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A Lease that tells a fence of every renewal.
 *
 * <p>The client's own lock writes by a patch that leaves out an empty holder, so that a released lease keeps the name of
 * its last holder and everybody waits for it to expire. This one replaces the whole object, and only the version it read.
 */
final class LeaseLock implements Lock {
    private static final Logger LOG = Logger.getLogger(LeaseLock.class);
    private static final ZonedDateTime LONG_AGO = Instant.EPOCH.atZone(ZoneOffset.UTC);

    private final String namespace;
    private final String name;
    private final String identity;
    private final Fence fence;
    private @Nullable Lease read;
    private long readAt;
    private String lastFailure = "";

    LeaseLock(String namespace, String name, String identity, Fence fence) {
        this.namespace = namespace;
        this.name = name;
        this.identity = identity;
        this.fence = fence;
    }

    @Override
    public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
        readAt = fence.now();
        Lease lease = said(() -> resource(client).get());
        read = lease;
        return lease == null ? null : record(lease.getSpec());
    }

    @Override
    public synchronized void create(KubernetesClient client, LeaderElectionRecord record) {
        said(() -> client.leases()
                .inNamespace(namespace)
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withSpec(spec(record))
                        .build())
                .create());
        renewed(record);
    }

    @Override
    public synchronized void update(KubernetesClient client, LeaderElectionRecord record) {
        Lease base = Objects.requireNonNull(read, "get must come before update");
        if (!identity.equals(record.getHolderIdentity())) {
            // What is given away may be another's before the answer is here.
            fence.lost();
        }
        client.leases()
                .inNamespace(namespace)
                .resource(new LeaseBuilder(base).withSpec(spec(record)).build())
                .lockResourceVersion(base.getMetadata().getResourceVersion())
                .update();
        renewed(record);
    }

    /** The elector tries again for ever and says so each time with a stack trace; here it is said once, in a sentence. */
    private <T> @Nullable T said(Supplier<@Nullable T> call) {
        try {
            T answer = call.get();
            lastFailure = "";
            return answer;
        } catch (KubernetesClientException e) {
            String failure = ServerWords.of(e);
            if (!failure.equals(lastFailure)) {
                LOG.warnf("The Lease %s cannot be read or written, trying again: %s", describe(), failure);
                lastFailure = failure;
            }
            throw e;
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String describe() {
        return "Lease " + namespace + "/" + name + " (" + identity + ")";
    }

    /** The record's renew time is from before the lease was read. */
    private void renewed(LeaderElectionRecord record) {
        if (identity.equals(record.getHolderIdentity())) {
            fence.renewed(readAt);
        }
    }

    private Resource<Lease> resource(KubernetesClient client) {
        return client.leases().inNamespace(namespace).withName(name);
    }

    private static LeaseSpec spec(LeaderElectionRecord record) {
        String holder = record.getHolderIdentity();
        return new LeaseSpecBuilder()
                .withHolderIdentity(holder == null || holder.isEmpty() ? null : holder)
                .withLeaseDurationSeconds(
                        (int) Math.max(1, record.getLeaseDuration().toSeconds()))
                .withAcquireTime(record.getAcquireTime())
                .withRenewTime(record.getRenewTime())
                .withLeaseTransitions(record.getLeaderTransitions())
                .build();
    }

    /** A lease that somebody made by hand without these fields is free. */
    private static LeaderElectionRecord record(@Nullable LeaseSpec spec) {
        LeaseSpec present = spec == null ? new LeaseSpec() : spec;
        ZonedDateTime renewed = Objects.requireNonNullElse(present.getRenewTime(), LONG_AGO);
        return new LeaderElectionRecord(
                Objects.requireNonNullElse(present.getHolderIdentity(), ""),
                Duration.ofSeconds(Objects.requireNonNullElse(present.getLeaseDurationSeconds(), 1)),
                Objects.requireNonNullElse(present.getAcquireTime(), renewed),
                renewed,
                Objects.requireNonNullElse(present.getLeaseTransitions(), 0));
    }
}
