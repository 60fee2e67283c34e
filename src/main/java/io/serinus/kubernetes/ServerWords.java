package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the API server said, in words for a person. */
final class ServerWords {
    /** What the API server says where it means one of the causes beside it, or nothing in particular. */
    private static final String NOTHING_SAID = "the server rejected our request due to an error in our request";

    private ServerWords() {}

    /** One line; never empty. */
    static String of(KubernetesClientException failure) {
        Status status = failure.getStatus();
        var words = new LinkedHashSet<String>();
        if (status != null) {
            add(words, status.getMessage());
            if (words.isEmpty()) {
                causes(status).forEach(cause -> add(words, text(cause)));
            }
        }
        if (words.isEmpty() && isSilent(failure)) {
            words.add("the API server cannot be reached: " + obstacle(failure));
        }
        return words.isEmpty() ? "HTTP " + failure.getCode() : String.join("; ", words);
    }

    /** Whether there was no answer at all. */
    static boolean isSilent(KubernetesClientException failure) {
        return failure.getCode() <= 0;
    }

    /** Why there was none, as far as that is known. */
    static String obstacle(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .flatMap(cause -> switch (cause) {
                    case UnknownHostException _ -> Stream.of("there is no host of its name");
                    case ConnectException _ -> Stream.of("nobody listens at its address, or a firewall is in the way");
                    case SSLException _ -> Stream.of("its certificate is not one that is trusted");
                    case TimeoutException _ -> Stream.of("it does not answer in time");
                    default -> Stream.empty();
                })
                .findFirst()
                .orElse("the connection broke");
    }

    private static List<StatusCause> causes(Status status) {
        return status.getDetails() == null || status.getDetails().getCauses() == null
                ? List.of()
                : status.getDetails().getCauses();
    }

    private static String text(StatusCause cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        return cause.getField() == null || cause.getField().isEmpty() ? message : cause.getField() + ": " + message;
    }

    private static void add(Set<String> words, @Nullable String message) {
        if (message != null && !message.isBlank() && !message.strip().equals(NOTHING_SAID)) {
            words.add(message.strip());
        }
    }
}
