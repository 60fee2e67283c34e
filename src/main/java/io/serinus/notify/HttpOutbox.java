package io.serinus.notify;

import io.serinus.release.LogEntry;
import io.serinus.release.Outbox;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Sends what releases' logs say to those who want it: to each in order, one after the other, until it is taken or given up.
 * What is recorded of a release says where to go on, so nothing that waits is kept but here and there.
 */
final class HttpOutbox implements Outbox {
    private static final Logger LOG = Logger.getLogger(HttpOutbox.class);

    /** What nobody takes for so long is not sent any more. */
    static final Duration PATIENCE = Duration.ofHours(1);

    /** A release that nobody has asked about for so long, with nothing to send, is forgotten; its record knows the rest. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final Post post;
    private final Errands errands;
    private final Backoff backoff;
    private final InstantSource clock;
    private final BooleanSupplier leads;
    private final CallListener listener;
    private final Runnable changed;

    /** Guarded by this. */
    private final Map<ReleaseId, Box> boxes = new HashMap<>();

    private Instant swept = Instant.MIN;

    /**
     * @param leads whether this process acts; where it does not, nothing is sent
     * @param changed called when something was sent, which is to be recorded soon
     */
    HttpOutbox(
            Post post,
            Errands errands,
            Backoff backoff,
            InstantSource clock,
            BooleanSupplier leads,
            CallListener listener,
            Runnable changed) {
        this.post = post;
        this.errands = errands;
        this.backoff = backoff;
        this.clock = clock;
        this.leads = leads;
        this.listener = listener;
        this.changed = changed;
    }

    @Override
    public Map<String, Long> deliver(Release recorded) {
        List<Recipient> recipients = Recipient.of(recorded);
        if (recipients.isEmpty()) {
            return recorded.told();
        }
        synchronized (this) {
            Instant now = clock.instant();
            sweep(now);
            Box box = boxes.get(recorded.id());
            if (box == null || !box.release.createdAt().equals(recorded.createdAt())) {
                box = new Box(recorded, now);
                boxes.put(recorded.id(), box);
            }
            box.touched = now;
            box.release = recorded;
            Box known = box;
            recorded.told().forEach((key, number) -> known.reached.merge(key, number, Math::max));
            recipients.forEach(recipient -> next(known, recipient));
            return Map.copyOf(box.reached);
        }
    }

    /** Sends the oldest entry that it wants and has not got, unless one is being sent. */
    private synchronized void next(Box box, Recipient recipient) {
        long reached = box.reached.getOrDefault(recipient.key(), 0L);
        Optional<LogEntry> due = box.release.log().stream()
                .filter(entry -> entry.number() > reached && recipient.wants(entry))
                .findFirst();
        if (due.isPresent() && box.underWay.add(recipient.key())) {
            send(box, recipient, due.get(), 1);
        }
    }

    private void send(Box box, Recipient recipient, LogEntry entry, int attempt) {
        errands.run(box.release.id().namespace(), () -> attempt(box, recipient, entry, attempt));
    }

    private void attempt(Box box, Recipient recipient, LogEntry entry, int attempt) throws InterruptedException {
        if (!leads.getAsBoolean()) {
            forget(box);
            return;
        }
        Post.Reply reply;
        try {
            reply = post.send(recipient.message(current(box), entry));
        } catch (RuntimeException e) {
            LOG.errorf(e, "The message to %s of release %s could not be made", recipient.key(), box.id);
            reply = new Post.Reply.Failed("The message could not be made.");
        }
        if (reply instanceof Post.Reply.Answered answered && answered.status() / 100 == 2) {
            settled(box, recipient, entry, true);
        } else if (!clock.instant().isBefore(deadline(box, entry))) {
            LOG.warnf(
                    "Entry %d (%s) of release %s was not taken by %s within %d min and is not sent any more: %s",
                    entry.number(), entry.reason(), box.id, recipient.key(), PATIENCE.toMinutes(), reason(reply));
            settled(box, recipient, entry, false);
        } else {
            LOG.debugf("Entry %d of release %s: %s: %s", entry.number(), box.id, recipient.key(), reason(reply));
            errands.later(backoff.after(attempt), () -> send(box, recipient, entry, attempt + 1));
        }
    }

    private synchronized Release current(Box box) {
        return box.release;
    }

    private void settled(Box box, Recipient recipient, LogEntry entry, boolean isDelivered) {
        recipient.report(listener, isDelivered);
        synchronized (this) {
            box.reached.merge(recipient.key(), entry.number(), Math::max);
            box.underWay.remove(recipient.key());
            next(box, recipient);
        }
        changed.run();
    }

    /** Another process goes on from what is recorded. */
    private synchronized void forget(Box box) {
        boxes.remove(box.id, box);
    }

    /** What was said while nobody was there to send it has its time too. */
    private static Instant deadline(Box box, LogEntry entry) {
        return (entry.at().isAfter(box.since) ? entry.at() : box.since).plus(PATIENCE);
    }

    private void sweep(Instant now) {
        if (swept.isBefore(now.minus(MEMORY))) {
            swept = now;
            boxes.values().removeIf(box -> box.underWay.isEmpty() && box.touched.isBefore(now.minus(MEMORY)));
        }
    }

    private static String reason(Post.Reply reply) {
        return switch (reply) {
            case Post.Reply.Answered answered -> "It answered HTTP " + answered.status() + ".";
            case Post.Reply.Failed(String reason) -> reason;
        };
    }

    /** One release. Guarded by the outbox. */
    private static final class Box {
        private final ReleaseId id;
        private final Instant since;
        private final Map<String, Long> reached = new HashMap<>();
        private final Set<String> underWay = new HashSet<>();
        private Release release;
        private Instant touched;

        Box(Release release, Instant now) {
            this.id = release.id();
            this.release = release;
            this.since = now;
            this.touched = now;
        }
    }
}
