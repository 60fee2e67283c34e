package io.serinus.report;

import io.serinus.release.Release;
import io.serinus.release.State.Phase;
import jakarta.ws.rs.QueryParam;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which releases somebody asks for; a parameter that is absent or empty asks for all.
 *
 * @param namespace the namespace
 * @param phase one of {@link Phase}, in upper or lower case
 * @param virtualService the VirtualService's name
 */
record ReleaseQuery(
        @QueryParam("namespace") @Nullable String namespace,
        @QueryParam("phase") @Nullable String phase,
        @QueryParam("virtualService") @Nullable String virtualService) {
    private static final Comparator<Release> NEWEST_FIRST = Comparator.comparing(Release::createdAt)
            .reversed()
            .thenComparing(release -> release.id().toString());

    /**
     * The documents of the releases that were asked for, newest first.
     *
     * @throws ProblemException if there is no such phase
     */
    List<ReleaseDocument> select(Collection<Release> releases) throws ProblemException {
        Optional<Phase> wanted = wantedPhase();
        return releases.stream()
                .filter(release -> isWanted(namespace, release.id().namespace()))
                .filter(release -> isWanted(virtualService, release.request().virtualService()))
                .filter(release ->
                        wanted.isEmpty() || wanted.get() == release.state().phase())
                .sorted(NEWEST_FIRST)
                .map(ReleaseDocuments::of)
                .toList();
    }

    /** The document of one release. */
    static ReleaseDocument find(Collection<Release> releases, String namespace, String name) throws ProblemException {
        return ReleaseDocuments.of(release(releases, namespace, name));
    }

    /** One release. */
    static Release release(Collection<Release> releases, String namespace, String name) throws ProblemException {
        return releases.stream()
                .filter(release -> release.id().namespace().equals(namespace)
                        && release.id().name().equals(name))
                .findAny()
                .orElseThrow(() -> new ProblemException(Problem.notFound(namespace, name)));
    }

    private Optional<Phase> wantedPhase() throws ProblemException {
        if (phase == null || phase.isBlank()) {
            return Optional.empty();
        }
        String name = phase.strip().toUpperCase(Locale.ROOT);
        Optional<Phase> known = Stream.of(Phase.values())
                .filter(value -> value.name().equals(name))
                .findAny();
        if (known.isEmpty()) {
            throw new ProblemException(Problem.unknownPhase(phase));
        }
        return known;
    }

    private static boolean isWanted(@Nullable String wanted, String found) {
        return wanted == null || wanted.isBlank() || wanted.strip().equals(found);
    }
}
