package io.serinus.report;

import io.serinus.release.ReleaseId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Somebody who listens to events. */
final class EventClient {
    /** What one client may leave unread, in bytes; one text may be longer. */
    static final int MOST_UNREAD = 1024 * 1024;

    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final Wish wish;
    private final AtomicLong unread = new AtomicLong();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    EventClient(HttpServerRequest request, Wish wish) {
        this.response = request.response();
        this.connection = request.connection();
        this.wish = wish;
    }

    /**
     * Which releases a client wants to hear of; null stands for all.
     *
     * @param namespace the namespace
     * @param name the release's name
     */
    record Wish(@Nullable String namespace, @Nullable String name) {
        boolean includes(ReleaseId id) {
            return (namespace == null || namespace.equals(id.namespace())) && (name == null || name.equals(id.name()));
        }
    }

    /** Notes that the client is gone; true for the first who does so. */
    boolean leave() {
        return left.complete(null);
    }

    /** Completes when the client is gone. */
    CompletionStage<Void> left() {
        return left;
    }

    boolean hasLeft() {
        return left.isDone();
    }

    /** Whether nothing can be sent any more. */
    boolean isClosed() {
        return response.closed();
    }

    Wish wish() {
        return wish;
    }

    /** Sends a text, which is not copied; a client that does not read what it was sent before is cut off. */
    void send(Buffer text) {
        if (response.closed()) {
            return;
        }
        if (unread.get() > MOST_UNREAD) {
            cutOff();
            return;
        }
        int length = text.length();
        unread.addAndGet(length);
        response.write(text).onComplete(_ -> unread.addAndGet(-length));
    }

    /** At once: an orderly end would wait until everything was read. */
    private void cutOff() {
        if (connection instanceof ConnectionBase direct) {
            // Past all handlers that would have something more to write.
            var _ = direct.channel().pipeline().firstContext().close();
        } else {
            connection.close();
        }
    }

    void end() {
        if (!response.closed()) {
            response.end();
        }
    }
}
