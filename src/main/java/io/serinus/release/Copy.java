package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Version;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Layout;

/**
 * The short-lived copy of the baseline that a release compares its canary with: a Deployment and a Service of its own, made
 * when the release begins and removed when it has ended.
 *
 * @param namespace of both
 * @param deployment the Deployment's name
 * @param service the Service's name
 * @param version what its requests are counted as; the host is that of the Service
 * @param replicas how many pods it has, at least 1
 */
public record Copy(String namespace, String deployment, String service, Version version, int replicas) {
    public Copy {
        requireNonNull(namespace, "namespace is null");
        requireNonNull(deployment, "deployment is null");
        requireNonNull(service, "service is null");
        requireNonNull(version, "version is null");
        // Whatever no layout could have is refused here already.
        Layout.beside(new Endpoint(version.host(), null), 1);
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas is " + replicas + ", expected at least 1");
        }
    }

    /**
     * What routing needs to know of a copy that nobody has planned yet: its Service's name. The rest stands for something.
     *
     * @param baseline the host of the baseline's Service, fully qualified
     */
    public static Copy named(String baseline) {
        int dot = baseline.indexOf('.');
        String original = dot < 0 ? baseline : baseline.substring(0, dot);
        String service = CopyNames.service(original);
        String host = service + (dot < 0 ? "" : baseline.substring(dot));
        return new Copy("", CopyNames.deployment(original), service, new Version(host, null), 1);
    }

    /** Where its requests are sent. */
    public Endpoint endpoint() {
        return new Endpoint(version.host(), null);
    }

    /** For example {@code Deployment shop/checkout-v1-serinus-copy}. */
    @Override
    public String toString() {
        return "Deployment " + namespace + "/" + deployment;
    }
}
