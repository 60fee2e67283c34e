package io.serinus.controller;

import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Disuse;
import io.serinus.release.Inventory;
import io.serinus.release.LogEntry;
import io.serinus.release.LostVersion;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ScaleDown;
import io.serinus.release.Scaling;
import io.serinus.release.State;
import io.serinus.release.Workload;
import io.serinus.routing.RoutingException;
import io.serinus.routing.ServiceName;
import io.serinus.routing.VirtualService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is still to be done when a release is over: the Deployments of the version that has lost are scaled to zero, once, if
 * nobody needs them. Confined to the lane of its VirtualService, whose API server it waits for.
 */
final class Aftermath {
    /** What could not be read or written is tried again after so long. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** And not any more so long after it was due: who looks then, expects the Deployment to be left. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Ports ports;
    private final Records records;
    private final BooleanSupplier mayWrite;

    /** What was decided and could not be recorded yet. */
    private final Map<ReleaseId, ScaleDown> unrecorded = new HashMap<>();

    private final Map<ReleaseId, Instant> notBefore = new HashMap<>();

    Aftermath(Ports ports, Records records, BooleanSupplier mayWrite) {
        this.ports = ports;
        this.records = records;
        this.mayWrite = mayWrite;
    }

    /** Does what is due. */
    void look(Instant now) {
        for (Release release : List.copyOf(records.all())) {
            if (release.state() instanceof State.Ended end
                    && end.scaleDown().orElse(null) instanceof ScaleDown.Due due
                    && !records.isDeleted(release.id())) {
                Optional.ofNullable(unrecorded.get(release.id()))
                        .or(() -> look(release, due, now))
                        .ifPresent(news -> record(release, end, news, now));
            }
        }
    }

    /** What has become of it; empty if nothing has. */
    private Optional<ScaleDown> look(Release release, ScaleDown.Due due, Instant now) {
        Optional<LostVersion> lost = LostVersion.of(release);
        if (lost.isEmpty()) {
            return Optional.of(left(now, "Nobody knows which version has lost."));
        }
        Optional<String> overtaken =
                lost.get().overtaken(release, ports.releases().all());
        if (overtaken.isPresent()) {
            return Optional.of(left(now, overtaken.get()));
        }
        boolean isLookedFor = !due.found().isEmpty();
        if (now.isBefore(notBefore.getOrDefault(release.id(), Instant.MIN))
                || (isLookedFor && now.isBefore(due.at()))) {
            return Optional.empty();
        }
        Optional<ServiceName> service = lost.get().service();
        if (service.isEmpty()) {
            return Optional.of(left(now, "Host " + lost.get().lost().host() + " is no Service of the cluster."));
        }
        return switch (ports.scaling().read(service.get().namespace())) {
            case Scaling.Reading.Refused(String reason) -> Optional.of(left(now, reason));
            case Scaling.Reading.Unavailable(String reason) -> later(release, due, reason, now);
            case Scaling.Reading.Read(Inventory inventory) -> {
                var disuse = Disuse.of(lost.get(), inventory, ports.mesh().destinationRules());
                yield isLookedFor
                        ? scale(release, due, lost.get(), disuse, now)
                        : Optional.of(found(release, disuse, lost.get(), now));
            }
        };
    }

    /** Who changes a Deployment from now on keeps it; so they have the whole delay to do so. */
    private static ScaleDown found(Release release, Disuse disuse, LostVersion lost, Instant now) {
        List<ScaleDown.Candidate> found = disuse.candidates();
        Duration after = release.plan()
                .flatMap(plan -> plan.template().cleanUp())
                .map(cleanUp -> cleanUp.after())
                .orElse(Duration.ZERO);
        return found.isEmpty()
                ? left(now, "No Deployment has the pods of " + lost.lost() + ".")
                : new ScaleDown.Due(now.plus(after), found);
    }

    private Optional<ScaleDown> scale(
            Release release, ScaleDown.Due due, LostVersion lost, Disuse disuse, Instant now) {
        switch (ports.workloads().workload(lost.won(), lost.namespace(), now)) {
            case Workload.Awaited _ -> {
                return Optional.empty();
            }
            case Workload.Unknown(String reason) -> {
                return Optional.of(
                        left(now, "Nobody can tell whether " + lost.won() + " can do without it: " + reason));
            }
            case Workload.Seen seen -> {
                if (seen.ready() == 0) {
                    return Optional.of(left(now, "No pod of " + lost.won() + " is ready."));
                }
            }
        }
        try {
            Optional<VirtualService> own = ports.router()
                    .read(release.id().namespace(), release.request().virtualService());
            if (own.isEmpty()) {
                return Optional.of(left(now, "The VirtualService does not exist any more."));
            }
            var decisions = new ArrayList<Disuse.Decision>();
            List<VirtualService> concerned = concerned(own.get(), disuse, due.found());
            for (ScaleDown.Candidate candidate : due.found()) {
                decisions.add(disuse.decide(candidate, own.get(), concerned));
            }
            return carryOut(release, due, decisions, now);
        } catch (RoutingException e) {
            return later(release, due, e.getMessage() + ".", now);
        }
    }

    /** Freshly read, since a cache may not know yet that somebody has just sent requests there. */
    private List<VirtualService> concerned(VirtualService own, Disuse disuse, List<ScaleDown.Candidate> found)
            throws RoutingException {
        var concerned = new ArrayList<VirtualService>();
        for (VirtualService vs : ports.mesh().everyVirtualService()) {
            boolean isOther =
                    !(vs.namespace().equals(own.namespace()) && vs.name().equals(own.name()));
            if (isOther && disuse.isConcerned(vs, found)) {
                ports.router().read(vs.namespace(), vs.name()).ifPresent(concerned::add);
            }
        }
        return concerned;
    }

    /** Empty if one of them could not be scaled now: all of them are looked at again then. */
    private Optional<ScaleDown> carryOut(
            Release release, ScaleDown.Due due, List<Disuse.Decision> decisions, Instant now) {
        var words = new ArrayList<String>();
        boolean isDone = true;
        for (Disuse.Decision decision : decisions) {
            switch (decision) {
                case Disuse.Decision.Keep(String message) -> {
                    isDone = false;
                    words.add(message);
                }
                case Disuse.Decision.Nothing(String message) -> words.add(message);
                case Disuse.Decision.Scale(Inventory.Deployment deployment) -> {
                    if (!mayWrite.getAsBoolean()) {
                        return Optional.empty();
                    }
                    switch (ports.scaling().toZero(deployment)) {
                        case Scaling.Result.Scaled() ->
                            words.add("Scaled " + deployment + " from " + deployment.replicas() + " to 0.");
                        case Scaling.Result.Refused(String reason) -> {
                            isDone = false;
                            words.add(reason);
                        }
                        case Scaling.Result.Changed() -> {
                            return Optional.empty();
                        }
                        case Scaling.Result.Unavailable(String reason) -> {
                            return later(release, due, reason, now);
                        }
                    }
                }
            }
        }
        String message = String.join(" ", words);
        return Optional.of(isDone ? new ScaleDown.Done(now, message) : left(now, message));
    }

    /** Not now; and after a long time not at all. */
    private Optional<ScaleDown> later(Release release, ScaleDown.Due due, String reason, Instant now) {
        if (now.isAfter(due.at().plus(PATIENCE))) {
            return Optional.of(left(now, "It could not be done in time: " + reason));
        }
        notBefore.put(release.id(), now.plus(PAUSE));
        return Optional.empty();
    }

    private static ScaleDown left(Instant now, String why) {
        return new ScaleDown.Left(now, why);
    }

    private static Release with(Release release, State.Ended end, ScaleDown news) {
        Release after = release.with(end.with(news));
        return switch (news) {
            case ScaleDown.Due _ -> after;
            case ScaleDown.Done(Instant at, String message) ->
                after.log(new Announce(Severity.NORMAL, Reasons.SCALED_DOWN, message), at);
            case ScaleDown.Left(Instant at, String message) ->
                after.log(
                        new Announce(
                                Severity.WARNING,
                                Reasons.NOT_SCALED_DOWN,
                                "The version that has lost is not scaled down. " + message),
                        at);
        };
    }

    /** People are told once it is recorded. */
    private void record(Release release, State.Ended end, ScaleDown news, Instant now) {
        Release after = with(release, end, news);
        if (!records.save(after, now)) {
            unrecorded.put(release.id(), news);
            return;
        }
        unrecorded.remove(release.id());
        if (!(news instanceof ScaleDown.Due)) {
            notBefore.remove(release.id());
            LogEntry entry = after.log().getLast();
            ports.journal().record(after, new Announce(entry.severity(), entry.reason(), entry.message()));
        }
    }
}
