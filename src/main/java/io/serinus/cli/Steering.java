package io.serinus.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serinus.catalog.Spelling;
import io.serinus.kubernetes.RemoteCluster.Entry;
import io.serinus.kubernetes.RemoteCluster.Recorded;
import io.serinus.release.Command;
import io.serinus.release.Reasons;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which release is meant, which of its log's entries is the answer, and how it is told. */
final class Steering {
    private Steering() {}

    /** What the controller has said to a command, in the log of that release. */
    record Answer(boolean isFollowed, String release, String sentence) {}

    /**
     * The release that a name means.
     *
     * @param releases of the namespace, oldest first
     * @throws BadInputException if it means none, or one that a command would not reach
     */
    static Recorded meant(List<Recorded> releases, String namespace, String name) throws BadInputException {
        Optional<Recorded> named =
                releases.stream().filter(release -> release.name().equals(name)).findFirst();
        Optional<Recorded> newest = newest(releases, name);
        if (named.isPresent() && newest.isPresent()) {
            throw failed(namespace + "/" + name + " is a CanaryRelease of VirtualService "
                    + named.get().virtualService() + ", and a VirtualService whose newest release is "
                    + newest.get().name() + ": name VirtualService "
                    + named.get().virtualService() + " or CanaryRelease "
                    + newest.get().name() + " instead");
        }
        Recorded meant = named.or(() -> newest).orElseThrow(() -> unknown(releases, namespace, name));
        Recorded reached = newest(releases, meant.virtualService()).orElse(meant);
        if (!reached.name().equals(meant.name())) {
            throw failed("a command reaches the newest release of VirtualService " + namespace + "/"
                    + meant.virtualService() + ", which is " + reached.name() + " and not " + meant.name()
                    + "; name that one if you mean it");
        }
        return meant;
    }

    private static BadInputException unknown(List<Recorded> releases, String namespace, String name) {
        List<String> known = releases.stream()
                .map(Recorded::virtualService)
                .distinct()
                .flatMap(service ->
                        Stream.concat(Stream.of(service), newest(releases, service).map(Recorded::name).stream()))
                .toList();
        return failed("there is no CanaryRelease " + namespace + "/" + name + ", and no release of a VirtualService "
                + namespace + "/" + name + ", "
                + (known.isEmpty()
                        ? "nor any other in this namespace: is it the right --namespace, and the right --context?"
                        : Spelling.advice(name, known)));
    }

    private static Optional<Recorded> newest(List<Recorded> releases, String virtualService) {
        return releases.stream()
                .filter(release -> release.virtualService().equals(virtualService))
                .reduce((_, newer) -> newer);
    }

    /**
     * The controller's answer; empty as long as there is none.
     *
     * @param before the releases before the command was written, with no other command waiting
     * @param now the releases now
     */
    static Optional<Answer> answer(Command command, Recorded meant, List<Recorded> before, List<Recorded> now) {
        return now.stream()
                .filter(release -> release.virtualService().equals(meant.virtualService()))
                .flatMap(release -> news(release, before)
                        .filter(entry -> isAnswer(command, release, entry))
                        .map(entry -> new Answer(
                                !entry.reason().equals(Reasons.COMMAND_REFUSED), release.name(), entry.message())))
                .findFirst();
    }

    private static boolean isAnswer(Command command, Recorded release, Entry entry) {
        return switch (entry.reason()) {
            case Reasons.COMMAND_REFUSED -> entry.message().contains("\"" + command.text() + "\"");
            case Reasons.COMMAND, Reasons.PROMOTING, Reasons.RETURNING -> isSigned(command, entry);
            case Reasons.ABORTED -> isSigned(command, entry) && hasEndedAtOnce(release);
            default -> false;
        };
    }

    private static boolean isSigned(Command command, Entry entry) {
        return entry.message().endsWith(command.signature());
    }

    /** Whether it was aborted before it began, so that its end is the answer. Other ends repeat one given before. */
    private static boolean hasEndedAtOnce(Recorded release) {
        return release.log().stream().noneMatch(entry -> entry.reason().equals(Reasons.RETURNING));
    }

    private static Stream<Entry> news(Recorded release, List<Recorded> before) {
        long known = before.stream()
                .filter(earlier -> earlier.name().equals(release.name()))
                .mapToLong(Recorded::lastNumber)
                .findFirst()
                .orElse(0);
        return release.log().stream().filter(entry -> entry.number() > known);
    }

    /**
     * What is printed, its last line ended.
     *
     * @param answer empty if nobody waited for it
     */
    static String text(Output format, String namespace, Recorded meant, Command command, Optional<Answer> answer) {
        if (format == Output.TEXT) {
            return answer.map(Answer::sentence).orElseGet(() -> "Written: " + command.text()) + "\n";
        }
        return JsonNodeFactory.instance
                        .objectNode()
                        .put("namespace", namespace)
                        .put("release", answer.map(Answer::release).orElse(meant.name()))
                        .put("virtualService", meant.virtualService())
                        .put("command", command.text())
                        .put("by", command.by())
                        .put("followed", answer.map(Answer::isFollowed).orElse(null))
                        .put("answer", answer.map(Answer::sentence).orElse(null))
                        .toPrettyString()
                + "\n";
    }

    static boolean isYes(@Nullable String reply) {
        return reply != null && reply.strip().matches("(?i)y(es)?");
    }

    /** One sentence, with whom to ask if it is about a right that is missing. */
    static BadInputException failed(String sentence) {
        return new BadInputException(List.of(
                sentence.contains(" is forbidden: ")
                        ? sentence.replaceFirst("\\.$", "")
                                + "; ask for a RoleBinding to the ClusterRole serinus-operator-kubectl, or to a role"
                                + " with the same rights"
                        : sentence));
    }
}
