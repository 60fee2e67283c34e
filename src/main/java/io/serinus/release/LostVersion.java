package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.routing.Endpoint;
import io.serinus.routing.Pair;
import io.serinus.routing.ServiceName;
import java.util.Collection;
import java.util.Optional;

/**
 * The version that a release has decided against.
 *
 * @param lost the baseline of a promoted release, the canary of an aborted one
 * @param won the other one
 * @param namespace that of the VirtualService
 */
public record LostVersion(Endpoint lost, Endpoint won, String namespace) {
    public LostVersion {
        requireNonNull(lost, "lost is null");
        requireNonNull(won, "won is null");
        requireNonNull(namespace, "namespace is null");
    }

    /** That of a release; empty if it has decided against neither. */
    public static Optional<LostVersion> of(Release release) {
        if (release.plan().isEmpty() || !(release.state() instanceof State.Ended ended)) {
            return Optional.empty();
        }
        Pair pair = release.plan().get().pair();
        String namespace = release.id().namespace();
        return switch (ended.outcome()) {
            case PROMOTED -> Optional.of(new LostVersion(pair.baseline(), pair.canary(), namespace));
            case ABORTED -> Optional.of(new LostVersion(pair.canary(), pair.baseline(), namespace));
            case CANCELLED, SUPERSEDED -> Optional.empty();
        };
    }

    /** The Service that its host names; empty if it is none of the cluster. */
    public Optional<ServiceName> service() {
        return clusterDomain().flatMap(domain -> ServiceName.of(lost.host(), domain));
    }

    /** What the host of a Service of the cluster ends with; empty if it is none. */
    Optional<String> clusterDomain() {
        String[] parts = lost.host().split("\\.", 4);
        return parts.length == 4 && parts[2].equals("svc") ? Optional.of(parts[3]) : Optional.empty();
    }

    /**
     * Why the version may be needed by another release; empty if none stands in the way.
     *
     * @param release the one that has decided against it
     * @param others all that are known, of whatever VirtualService
     */
    public Optional<String> overtaken(Release release, Collection<Release> others) {
        return others.stream()
                .filter(other -> !other.id().equals(release.id()))
                .flatMap(other -> claim(release, other).stream())
                .findFirst();
    }

    private Optional<String> claim(Release release, Release other) {
        boolean isNewer = other.id().namespace().equals(namespace)
                && other.request().virtualService().equals(release.request().virtualService())
                && Trigger.number(other.id()) > Trigger.number(release.id());
        if (isNewer && !other.state().isTerminal()) {
            return Optional.of("Release " + other.id() + " is under way.");
        }
        Optional<Pair> pair = other.plan().map(Plan::pair);
        if (isNewer
                && isPromoted(other)
                && pair.filter(its -> its.canary().equals(lost)).isPresent()) {
            return Optional.of("Release " + other.id() + " has promoted " + lost + " again.");
        }
        boolean isOfIt = pair.filter(
                        its -> its.baseline().equals(lost) || its.canary().equals(lost))
                .isPresent();
        return isOfIt && !other.state().isTerminal()
                ? Optional.of("Release " + other.id() + " is under way with " + lost + ".")
                : Optional.empty();
    }

    private static boolean isPromoted(Release release) {
        return release.state() instanceof State.Ended ended && ended.outcome() == Outcome.PROMOTED;
    }
}
