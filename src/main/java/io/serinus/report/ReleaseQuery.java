package io.serinus.report;

import static java.util.function.Predicate.not;

import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.State.Phase;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which releases somebody asks for; a parameter that is absent or empty asks for all.
 *
 * @param namespace the namespace
 * @param phase one of {@link Phase}, in upper or lower case
 * @param virtualService the VirtualService's name
 * @param service a host that the release routes to: in full, or as far as somebody likes, such as {@code cart}. A release
 *     that has no plan yet routes to none
 * @param version the canary as it was asked for, such as {@code v2}, or its version label
 * @param since asked for at this time or later, RFC 3339
 * @param until asked for before this time, RFC 3339
 */
record ReleaseQuery(
        @QueryParam("namespace") @Nullable String namespace,
        @QueryParam("phase") @Nullable String phase,
        @QueryParam("virtualService") @Nullable String virtualService,
        @QueryParam("service") @Nullable String service,
        @QueryParam("version") @Nullable String version,
        @QueryParam("since") @Nullable String since,
        @QueryParam("until") @Nullable String until) {
    /** The parameters' names. */
    static final List<String> NAMES =
            List.of("namespace", "phase", "virtualService", "service", "version", "since", "until");

    /**
     * The releases that were asked for, newest first.
     *
     * @throws ProblemException if there is no such phase, or a time is none
     */
    List<Release> select(Collection<Release> releases) throws ProblemException {
        Optional<Phase> wantedPhase = wantedPhase();
        Optional<Instant> from = time("since", since);
        Optional<Instant> to = time("until", until);
        Predicate<Release> isWanted = release -> isWanted(
                        namespace, release.id().namespace())
                && isWanted(virtualService, release.request().virtualService())
                && wantedPhase.map(release.state().phase()::equals).orElse(true)
                && from.map(start -> !release.createdAt().isBefore(start)).orElse(true)
                && to.map(end -> release.createdAt().isBefore(end)).orElse(true)
                && routes(release)
                && hasVersion(release);
        return releases.stream().filter(isWanted).sorted(Position.NEWEST_FIRST).toList();
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
        Optional<String> typed = typed(phase);
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        String name = typed.get().toUpperCase(Locale.ROOT);
        Optional<Phase> known = Stream.of(Phase.values())
                .filter(value -> value.name().equals(name))
                .findAny();
        if (known.isEmpty()) {
            throw new ProblemException(Problem.unknownPhase(typed.get()));
        }
        return known;
    }

    private static Optional<Instant> time(String parameter, @Nullable String value) throws ProblemException {
        Optional<String> typed = typed(value);
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(typed.get()).toInstant());
        } catch (DateTimeException e) {
            // A plus that is not encoded arrives as a blank.
            throw new ProblemException(Problem.badParameter(
                    parameter, typed.get(), "a time of RFC 3339 such as 2026-03-01T12:00:00Z, a + written as %2B"));
        }
    }

    private boolean routes(Release release) {
        Optional<String> wanted = typed(service);
        return wanted.isEmpty()
                || release.plan()
                        .map(Plan::pair)
                        .filter(pair -> isHost(wanted.get(), pair.baseline().host())
                                || isHost(wanted.get(), pair.canary().host()))
                        .isPresent();
    }

    private static boolean isHost(String wanted, String host) {
        return host.equals(wanted) || host.startsWith(wanted + ".");
    }

    private boolean hasVersion(Release release) {
        return isWanted(version, release.request().canary())
                || release.plan()
                        .map(plan -> plan.target().canary().label())
                        .filter(label -> isWanted(version, label))
                        .isPresent();
    }

    private static boolean isWanted(@Nullable String wanted, String found) {
        return typed(wanted).map(found::equals).orElse(true);
    }

    /** Empty where nothing was typed: a form sends its empty fields, too. */
    static Optional<String> typed(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(not(String::isEmpty));
    }
}
