package io.serinus.controller;

import static java.util.Objects.requireNonNull;

import io.serinus.metric.Backends;
import io.serinus.metric.Origin;
import io.serinus.metric.Reporter;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Target;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.State;
import io.serinus.template.Counting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/**
 * Whose counters each release is judged by. Where neither its template nor the configuration says, it is the first of these
 * who has counted requests to the release's hosts: the callers' proxies, a waypoint, the pods' own. Until that is known the
 * callers' proxies are read. Safe for several threads; never waits.
 */
final class Origins implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Origins.class);
    private static final List<Reporter> ORDER = List.of(Reporter.SOURCE, Reporter.WAYPOINT, Reporter.DESTINATION);

    /** How long after an answer that names nobody it is asked for again. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

    /** @param reporter empty until somebody is found */
    private record Search(Instant askedAt, Optional<Reporter> reporter) {}

    private final Backends backends;
    private final Map<ReleaseId, Search> searches = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Origins(Backends backends) {
        this.backends = requireNonNull(backends, "backends is null");
    }

    /** Whether the backend that the release names is there: it may have been taken away since the release began. */
    boolean isKnown(Release release) {
        return backends.names().contains(plan(release).template().counting().backend());
    }

    /** Whether it is certain whose counters are read in all steps, as far as {@link #of} has been asked already. */
    boolean isSettled(Release release) {
        Counting counting = plan(release).template().counting();
        Search search = searches.get(release.id());
        return counting.reporter().isPresent()
                || backends.reporter(counting.backend()).isPresent()
                || search != null && search.reporter.isPresent();
    }

    /** Where the counters of a release come from that has begun, in its present step. */
    Origin of(Release release, Instant now) {
        Plan plan = plan(release);
        return of(release, release.state() instanceof State.Progressing under ? under.step() : plan.steps() - 1, now);
    }

    /** The same in any of its steps. */
    Origin of(Release release, int step, Instant now) {
        Plan plan = plan(release);
        Counting counting = plan.template().counting();
        Reporter reporter = counting.in(plan.step(step))
                .or(() -> backends.reporter(counting.backend()))
                .orElseGet(() -> found(release, counting.backend(), plan.compared(), now));
        return new Origin(counting.backend(), reporter);
    }

    private static Plan plan(Release release) {
        return release.plan().orElseThrow(() -> new IllegalStateException(release.id() + " has no plan"));
    }

    /** Forgets all other releases. */
    void retain(Collection<ReleaseId> releases) {
        searches.keySet().retainAll(releases);
    }

    private Reporter found(Release release, String backend, Target target, Instant now) {
        Search search = searches.get(release.id());
        boolean isOld = search == null || !now.isBefore(search.askedAt.plus(ASK_AGAIN));
        if (isOld && (search == null || search.reporter.isEmpty())) {
            searches.put(release.id(), new Search(now, Optional.empty()));
            // As of the release's beginning: a successor that asks later must not come to another answer.
            Instant at = search == null && !release.history().isEmpty()
                    ? release.history().getFirst().enteredAt()
                    : now;
            threads.execute(() -> ask(release.id(), backend, target, at, now));
        }
        return search == null ? Reporter.SOURCE : search.reporter.orElse(Reporter.SOURCE);
    }

    private void ask(ReleaseId release, String backend, Target target, Instant at, Instant now) {
        try {
            Set<String> hosts =
                    Set.copyOf(List.of(target.baseline().host(), target.canary().host()));
            Set<Reporter> all = backends.reporters(backend, hosts, at);
            ORDER.stream().filter(all::contains).findFirst().ifPresent(reporter -> {
                searches.computeIfPresent(release, (_, _) -> new Search(now, Optional.of(reporter)));
                if (reporter != Reporter.SOURCE) {
                    LOG.infof(
                            "No caller's proxy has counted requests to %s; %s is judged by what the reporter %s has counted",
                            hosts, release, reporter.label());
                }
            });
        } catch (SourceUnavailableException e) {
            LOG.debugf("Who has counted for %s could not be read: %s", release, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Who has counted for %s could not be read", release);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
