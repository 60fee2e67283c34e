package io.serinus.kubernetes;

import static java.util.Objects.requireNonNullElse;

import io.serinus.release.ScaleDown;
import io.serinus.release.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of the version that has lost, between the core and a status. */
final class ScaleDownStatus {
    /** The words that users see. */
    enum Word {
        DUE,
        DONE,
        LEFT
    }

    private ScaleDownStatus() {}

    /** Null where nothing becomes of it, because an absent field says the same. */
    static CanaryReleaseStatus.@Nullable ScaleDown of(State state) {
        Optional<ScaleDown> scaleDown =
                state instanceof State.Ended ended ? ended.scaleDown() : Optional.<ScaleDown>empty();
        return scaleDown.map(ScaleDownStatus::status).orElse(null);
    }

    static Optional<ScaleDown> read(CanaryReleaseStatus.@Nullable ScaleDown status) throws UnreadableReleaseException {
        if (status == null) {
            return Optional.empty();
        }
        Instant at = Present.instant("status.scaleDown.at", status.at());
        String message = requireNonNullElse(status.message(), "");
        return Optional.of(
                switch (Present.word("status.scaleDown.state", status.state(), Word.class)) {
                    case DUE -> new ScaleDown.Due(at, candidates(status.deployments()));
                    case DONE -> new ScaleDown.Done(at, message);
                    case LEFT -> new ScaleDown.Left(at, message);
                });
    }

    private static CanaryReleaseStatus.ScaleDown status(ScaleDown scaleDown) {
        return switch (scaleDown) {
            case ScaleDown.Due(Instant at, List<ScaleDown.Candidate> found) ->
                new CanaryReleaseStatus.ScaleDown(Word.DUE.name(), at.toString(), deployments(found), null);
            case ScaleDown.Done(Instant at, String message) ->
                new CanaryReleaseStatus.ScaleDown(
                        Word.DONE.name(), at.toString(), null, StatusWriter.sentence(message));
            case ScaleDown.Left(Instant at, String message) ->
                new CanaryReleaseStatus.ScaleDown(
                        Word.LEFT.name(), at.toString(), null, StatusWriter.sentence(message));
        };
    }

    private static @Nullable List<CanaryReleaseStatus.Candidate> deployments(List<ScaleDown.Candidate> found) {
        return found.isEmpty()
                ? null
                : found.stream()
                        .map(deployment -> new CanaryReleaseStatus.Candidate(
                                deployment.name(), deployment.uid(), deployment.generation(), deployment.replicas()))
                        .toList();
    }

    private static List<ScaleDown.Candidate> candidates(@Nullable List<CanaryReleaseStatus.Candidate> recorded)
            throws UnreadableReleaseException {
        var found = new ArrayList<ScaleDown.Candidate>();
        for (CanaryReleaseStatus.Candidate candidate :
                requireNonNullElse(recorded, List.<CanaryReleaseStatus.Candidate>of())) {
            String path = "status.scaleDown.deployments[" + found.size() + "]";
            found.add(new ScaleDown.Candidate(
                    Present.in(path + ".name", candidate.name()),
                    Present.in(path + ".uid", candidate.uid()),
                    Present.in(path + ".generation", candidate.generation()),
                    Present.in(path + ".replicas", candidate.replicas())));
        }
        return found;
    }
}
