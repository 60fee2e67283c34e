package io.serinus.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        if (words.isEmpty() && failure.getCode() == 0) {
            add(words, failure.getCause() == null ? failure.getMessage() : describe(failure.getCause()));
        }
        return words.isEmpty() ? "HTTP " + failure.getCode() : String.join("; ", words);
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

    private static String describe(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static void add(Set<String> words, @Nullable String message) {
        if (message != null && !message.isBlank() && !message.strip().equals(NOTHING_SAID)) {
            words.add(message.strip());
        }
    }
}
