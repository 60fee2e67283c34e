package io.serinus.kubernetes;

import io.serinus.release.PodTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of a pod.
 *
 * @param labels by which it is found
 * @param isServing false if it has ended or is ending: it is not counted, and nothing speaks against it
 * @param isReady whether it gets requests; only one that is serving is
 */
record PodFacts(Map<String, String> labels, boolean isServing, boolean isReady, List<Finding> findings) {
    /** How long a start may take before it is a trouble; half of what a Deployment gives its rollout by default. */
    static final Duration START = Duration.ofMinutes(5);

    PodFacts {
        labels = Map.copyOf(labels);
        findings = List.copyOf(findings);
    }

    /** Whether the pod carries all of these labels. */
    boolean has(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    /** What speaks against the pod now. */
    Stream<PodTrouble> troubles(Instant since, Instant now) {
        return findings.stream().filter(finding -> finding.counts(since, now)).map(Finding::trouble);
    }

    /**
     * What may speak against a pod.
     *
     * @param ended when it was over; empty if it goes on
     * @param tolerated until when it is part of an ordinary start; empty if it never is
     */
    record Finding(PodTrouble trouble, Optional<Instant> ended, Optional<Instant> tolerated) {

        /** It goes on, and is none of the things that pass by themselves. */
        static Finding now(PodTrouble.Kind kind, String message) {
            return new Finding(new PodTrouble(kind, message), Optional.empty(), Optional.empty());
        }

        /** It happened once. */
        static Finding at(Instant ended, PodTrouble.Kind kind, String message) {
            return new Finding(new PodTrouble(kind, message), Optional.of(ended), Optional.empty());
        }

        /** It goes on and is no trouble for as long as a start may take. */
        static Finding starting(Instant begun, PodTrouble.Kind kind, String message) {
            return new Finding(new PodTrouble(kind, message), Optional.empty(), Optional.of(begun.plus(START)));
        }

        boolean counts(Instant since, Instant now) {
            // Kubernetes' times are whole seconds, rounded down.
            return ended.filter(end -> end.getEpochSecond() < since.getEpochSecond())
                            .isEmpty()
                    && tolerated.filter(now::isBefore).isEmpty();
        }
    }
}
