package io.serinus.controller;

import io.serinus.release.Action;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Command;
import io.serinus.release.Reasons;
import io.serinus.release.Trigger;
import io.serinus.routing.MeshView;
import java.util.Optional;

/**
 * The commands on one VirtualService. An annotation stays until it is taken away, and is seen again meanwhile, also by
 * another process: so the release remembers the text that it has followed, for as long as the annotation may have it.
 * Confined to the VirtualService's lane.
 */
final class Orders {
    private final String namespace;
    private final String virtualService;
    private final MeshView view;
    private final Traffic traffic;

    /** Whether the followed command was taken away: then the same text is another command, unless the cache is behind. */
    private boolean isTaken;

    Orders(String namespace, String virtualService, MeshView view, Traffic traffic) {
        this.namespace = namespace;
        this.virtualService = virtualService;
        this.view = view;
        this.traffic = traffic;
    }

    /** What stands in the annotation; empty if nothing does. */
    String text() {
        return view.virtualService(namespace, virtualService)
                .map(found -> found.annotations().get(Command.ANNOTATION))
                .orElse("");
    }

    /**
     * Whether the annotation says something else than what was followed last; also if it says the same again.
     *
     * @param followed the text that was followed last; empty if none
     */
    boolean isNews(String followed) {
        String text = text();
        if (!text.equals(followed)) {
            isTaken = false;
            return true;
        }
        if (isTaken && !text.isEmpty() && traffic.has(namespace, virtualService, Command.ANNOTATION, text)) {
            isTaken = false;
            return true;
        }
        return false;
    }

    /** Takes a command away that has been followed or refused. */
    void takeAway(String text) {
        if (!text.isEmpty() && !isTaken && text.equals(text())) {
            isTaken = traffic.takeAway(namespace, virtualService, Command.ANNOTATION, text);
        }
    }

    /** The command; empty if nobody can understand it. */
    static Optional<Command> read(String text) {
        try {
            return Optional.of(Command.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The answer to one that nobody can understand. */
    static Action.Announce notUnderstood(String text) {
        try {
            Command.parse(text);
            throw new IllegalStateException("\"" + text + "\" is a command");
        } catch (IllegalArgumentException e) {
            return refused("Annotation " + Command.ANNOTATION + " " + e.getMessage() + ".");
        }
    }

    /** The answer where no release is under way. */
    static Action.Announce nothingUnderWay(String text) {
        return read(text).isEmpty()
                ? notUnderstood(text)
                : refused("The command \"" + text.strip()
                        + "\" is not possible: no release is under way; retry begins the last one anew while the annotation "
                        + Trigger.RELEASE + " asks for it.");
    }

    /** The first entry of a release that somebody wanted again. */
    static Action.Announce again(Command retry) {
        return new Action.Announce(Severity.NORMAL, Reasons.COMMAND, "Begun anew" + retry.signature());
    }

    private static Action.Announce refused(String message) {
        return new Action.Announce(Severity.WARNING, Reasons.COMMAND_REFUSED, message);
    }
}
