package io.serinus.prometheus;

import java.time.Duration;
import java.time.Instant;

/** Tells the listener what came of one try of a query. */
final class WatchedTry {
    private final PrometheusBackend backend;
    private final Question question;
    private final long began = System.nanoTime();

    WatchedTry(PrometheusBackend backend, Question question) {
        this.backend = backend;
        this.question = question;
    }

    Transport.Reply answered(Transport.Reply reply) {
        BackendListener listener = backend.listener();
        listener.asked(backend.name(), took(), reply.response().body().length);
        if (reply.status() != 200) {
            listener.failed(backend.name(), of(reply.status()));
        } else if (question instanceof Question.At at) {
            listener.lagged(backend.name(), Duration.between(at.at(), Instant.now()));
        }
        return reply;
    }

    TryFailedException failed(BackendListener.Failure how, TryFailedException failure) {
        backend.listener().asked(backend.name(), took(), 0);
        backend.listener().failed(backend.name(), how);
        return failure;
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static BackendListener.Failure of(int status) {
        if (status == 401 || status == 403 || status == 407) {
            return BackendListener.Failure.CREDENTIALS;
        }
        return status == 408 || status == 429 || status >= 500
                ? BackendListener.Failure.UNAVAILABLE
                : BackendListener.Failure.REFUSED;
    }
}
