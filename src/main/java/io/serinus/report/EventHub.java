package io.serinus.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.ReleaseStore;
import io.serinus.report.EventClient.Wish;
import io.serinus.report.EventDocument.GoneDocument;
import io.serinus.report.EventLog.Event;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells clients of releases that have changed. Changes are collected for a moment: each release is read once however often
 * it changed, written once for all clients, and all of a moment's go out as one text.
 */
@Singleton
class EventHub {
    private static final Logger LOG = Logger.getLogger(EventHub.class);
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration COME_BACK = Duration.ofSeconds(3);
    private static final int REMEMBERED = 2_000;

    private final ReleaseStore store;
    private final ObjectMapper json;
    private final Semaphore places;
    private final Set<ReleaseId> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isPlanned = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("serinus-events").daemon().factory());

    /** These two belong to the thread. */
    private final Set<EventClient> clients = new LinkedHashSet<>();

    private final EventLog log = new EventLog(REMEMBERED);

    EventHub(ReleaseStore store, ObjectMapper json, EventSettings settings) {
        this.store = store;
        this.json = json;
        this.places = new Semaphore(settings.clients());
        store.onChange(this::changed);
        var _ = thread.scheduleAtFixedRate(
                this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes a place for one more client; false if none is free. Whoever gets one must {@link #leave}. */
    boolean enter() {
        return places.tryAcquire();
    }

    /** How many more may come. */
    int places() {
        return places.availablePermits();
    }

    /**
     * From now on the client is told; its response must have begun.
     *
     * @param lastId of the last event that it knows; empty if it has none
     */
    void listen(EventClient client, Optional<String> lastId) {
        run(() -> {
            if (client.hasLeft()) {
                return;
            }
            clients.add(client);
            var text = new StringBuilder("retry: " + COME_BACK.toMillis() + "\nid: " + log.lastId() + "\n\n");
            lastId.ifPresent(id -> log.since(id)
                    .ifPresentOrElse(
                            missed -> missed.stream()
                                    .filter(event -> client.wish().includes(event.release()))
                                    .forEach(event -> text.append(event.text())),
                            () -> text.append("event: reset\ndata: {}\n\n")));
            client.send(Buffer.buffer(text.toString()));
        });
    }

    /** The client is gone; its place is free. Whoever says so again changes nothing. */
    void leave(EventClient client) {
        if (client.leave()) {
            places.release();
            run(() -> clients.remove(client));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        run(() -> clients.forEach(EventClient::end));
        thread.shutdown();
    }

    private void changed(ReleaseId id) {
        changed.add(id);
        if (isPlanned.compareAndSet(false, true)) {
            try {
                var _ = thread.schedule(this::tell, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("Nobody is told of changes any more", e);
            }
        }
    }

    private void tell() {
        isPlanned.set(false);
        var ids = new ArrayList<ReleaseId>();
        changed.removeIf(ids::add);
        if (clients.isEmpty()) {
            log.skip();
            return;
        }
        var events = new ArrayList<Event>();
        for (ReleaseId id : ids) {
            try {
                event(id).ifPresent(events::add);
            } catch (JsonProcessingException | RuntimeException e) {
                LOG.errorf(e, "Clients are not told of a change of release %s", id);
            }
        }
        send(events);
    }

    private void send(List<Event> events) {
        var texts = new HashMap<Wish, Buffer>();
        for (EventClient client : List.copyOf(clients)) {
            Buffer text = texts.computeIfAbsent(client.wish(), wish -> text(events, wish));
            if (text.length() > 0) {
                client.send(text);
            }
        }
    }

    private static Buffer text(List<Event> events, Wish wish) {
        Buffer text = Buffer.buffer();
        events.stream()
                .filter(event -> wish.includes(event.release()))
                .forEach(event -> text.appendString(event.text()));
        return text;
    }

    /** What has become of the release; empty where that cannot be told. */
    private Optional<Event> event(ReleaseId id) throws JsonProcessingException {
        Optional<Release> release = store.find(id);
        if (release.isPresent()) {
            ReleaseDocument document = ReleaseDocuments.of(release.get());
            var event = EventDocument.of(
                    document, Replies.tag(json.writeValueAsBytes(document)).replace("\"", ""));
            return Optional.of(log.add("release", id, json.writeValueAsString(event)));
        }
        return store.isRecorded(id)
                ? Optional.empty()
                : Optional.of(
                        log.add("gone", id, json.writeValueAsString(new GoneDocument(id.namespace(), id.name()))));
    }

    /** Keeps the connections of clients alive, and finds out about those that are gone. */
    private void beat() {
        Buffer heartbeat = Buffer.buffer(": still here\n\n");
        for (EventClient client : List.copyOf(clients)) {
            if (client.isClosed()) {
                leave(client);
            } else {
                client.send(heartbeat);
            }
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The process is about to end", e);
        }
    }
}
