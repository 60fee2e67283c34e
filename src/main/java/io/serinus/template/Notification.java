package io.serinus.template;

import static java.util.Objects.requireNonNull;

import io.serinus.template.Hook.SecretKey;
import java.util.Optional;
import java.util.Set;

/**
 * Where people or tools are told what happens to a release.
 *
 * @param name unique among the template's notifications
 * @param type in which form
 * @param url absolute, http or https; empty if a Secret holds it
 * @param urlFrom the Secret in the release's namespace whose key holds the URL; exactly one of the two is there
 * @param least what is less severe is not sent
 * @param reasons the stable words of what is sent; empty for all
 * @param secret the Secret whose key signs what is sent; empty for none, as always for chats
 */
public record Notification(
        String name,
        Type type,
        Optional<String> url,
        Optional<SecretKey> urlFrom,
        Severity least,
        Set<String> reasons,
        Optional<SecretKey> secret) {
    public Notification {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        requireNonNull(url, "url is null");
        requireNonNull(urlFrom, "urlFrom is null");
        requireNonNull(least, "least is null");
        reasons = Set.copyOf(reasons);
        requireNonNull(secret, "secret is null");
        if (url.isPresent() == urlFrom.isPresent()) {
            throw new IllegalArgumentException("it has " + (url.isPresent() ? "both" : "neither")
                    + " of url and urlFrom, expected exactly one of them");
        }
        if (secret.isPresent() && type.isChat()) {
            throw new IllegalArgumentException(
                    "secret is set beside a chat, expected none: only webhook and cloudEvents are signed");
        }
    }

    /** In which form a message is sent. */
    public enum Type {
        /** A message for an incoming webhook of Slack. */
        SLACK,
        /** A card for a workflow of Microsoft Teams. */
        TEAMS,
        /** Our own JSON. */
        WEBHOOK,
        /** CloudEvents 1.0, structured mode. */
        CLOUD_EVENTS;

        /** Whether people read it, at an address that is a secret itself. */
        public boolean isChat() {
            return this == SLACK || this == TEAMS;
        }
    }

    /** How much somebody should care. */
    public enum Severity {
        NORMAL,
        WARNING
    }
}
