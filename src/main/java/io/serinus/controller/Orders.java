package io.serinus.controller;

import io.serinus.release.Action;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Command;
import io.serinus.release.Reasons;
import io.serinus.routing.VirtualService;
import java.util.Optional;

/**
 * The commands on one VirtualService. An annotation stays until it is taken away, and is seen again meanwhile, also by
 * another process: so the release remembers the text that it has followed, for as long as the annotation may have it.
 */
final class Orders {
    private Orders() {}

    /** What stands in the annotation; empty if nothing does. */
    static Optional<String> text(Optional<VirtualService> virtualService) {
        return virtualService.map(found -> found.annotations().get(Command.ANNOTATION));
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

    static Action.Announce refused(String message) {
        return new Action.Announce(Severity.WARNING, Reasons.COMMAND_REFUSED, message);
    }
}
