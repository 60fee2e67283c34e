package io.serinus.notify;

import io.serinus.release.Action.Announce;
import io.serinus.release.LogEntry;
import io.serinus.release.Plan;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.template.Hook;
import io.serinus.template.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who is told what a release's log says. */
sealed interface Recipient {
    /** What tells it from all others of its release; stable. */
    String key();

    boolean wants(LogEntry entry);

    Message message(Release release, LogEntry entry);

    /** Says what came of it. */
    void report(CallListener listener, boolean isDelivered);

    /** Those of a release; none while nobody knows its template. */
    static List<Recipient> of(Release release) {
        return release.plan().map(Plan::template).stream()
                .<Recipient>flatMap(template -> Stream.<Recipient>concat(
                        template.hooks().stream()
                                .filter(hook -> !hook.on().isAsked())
                                .map(Told::new),
                        template.notifications().stream().map(Notified::new)))
                .toList();
    }

    /** A hook that is told. */
    record Told(Hook hook) implements Recipient {
        private static final Set<String> ENDS =
                Set.of(Reasons.PROMOTED, Reasons.ABORTED, Reasons.CANCELLED, Reasons.SUPERSEDED);

        @Override
        public String key() {
            return "hook/" + hook.name();
        }

        @Override
        public boolean wants(LogEntry entry) {
            return switch (hook.on()) {
                case ON_ABORT -> entry.reason().equals(Reasons.RETURNING);
                case AFTER_END -> ENDS.contains(entry.reason());
                case BEFORE_RELEASE, BEFORE_STEP, APPROVAL, BEFORE_PROMOTION -> false;
            };
        }

        @Override
        public Message message(Release release, LogEntry entry) {
            return new Message(
                    release.id().namespace(),
                    Payload.id(release, entry),
                    Optional.of(hook.url()),
                    Optional.empty(),
                    hook.secret(),
                    hook.timeout(),
                    Formats.JSON,
                    Json.bytes(Payload.telling(release, hook, entry)));
        }

        @Override
        public void report(CallListener listener, boolean isDelivered) {
            listener.hookCalled(hook.on(), isDelivered ? "delivered" : "failed");
        }
    }

    /** A place for notifications. */
    record Notified(Notification notification) implements Recipient {
        private static final Duration TIMEOUT = Duration.ofSeconds(10);

        @Override
        public String key() {
            return "notification/" + notification.name();
        }

        @Override
        public boolean wants(LogEntry entry) {
            boolean isSevere = notification.least() == Notification.Severity.NORMAL
                    || entry.severity() == Announce.Severity.WARNING;
            return isSevere
                    && (notification.reasons().isEmpty()
                            || notification.reasons().contains(entry.reason()));
        }

        @Override
        public Message message(Release release, LogEntry entry) {
            return new Message(
                    release.id().namespace(),
                    Payload.id(release, entry),
                    notification.url(),
                    notification.urlFrom(),
                    notification.secret(),
                    TIMEOUT,
                    Formats.contentType(notification.type()),
                    Json.bytes(Formats.of(notification.type(), release, entry)));
        }

        @Override
        public void report(CallListener listener, boolean isDelivered) {
            listener.notified(notification.type(), isDelivered ? "delivered" : "failed");
        }
    }
}
