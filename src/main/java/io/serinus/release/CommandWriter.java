package io.serinus.release;

import static java.util.Objects.requireNonNull;

import io.serinus.routing.Annotations;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import java.util.Optional;

/** Puts commands where the leader finds them: into the annotation of the VirtualService, one at a time. */
public final class CommandWriter {
    /** A VirtualService that changes this often under our hands is better tried again later. */
    private static final int ATTEMPTS = 5;

    private final Router router;

    public CommandWriter(Router router) {
        this.router = requireNonNull(router, "router is null");
    }

    /**
     * Writes a command, unless another one is still waiting or the VirtualService asks for another release. An abort waits for
     * nobody: it takes the place of any other command.
     *
     * @param canary the canary of the release that is meant, as its request names it
     * @throws RoutingException if the API server did not answer; whether the command is written is then unknown
     */
    public Result write(String namespace, String virtualService, String canary, Command command)
            throws RoutingException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<VirtualService> fresh = router.read(namespace, virtualService);
            if (fresh.isEmpty()) {
                return new Result.Gone();
            }
            String waiting = fresh.get().annotations().get(Command.ANNOTATION);
            if (waiting != null && attempt > 0 && waiting.equals(command.text())) {
                // Ours: the answer to the attempt before was lost, and its repetition found it written.
                return new Result.Written(waiting);
            }
            if (waiting != null && !(command.verb() == Command.Verb.ABORT && !isAbort(waiting))) {
                return new Result.Waiting(Command.line(waiting));
            }
            Optional<String> asked = Trigger.request(fresh.get()).map(Request::canary);
            if (asked.isPresent() && !asked.get().equals(canary)) {
                return new Result.Superseded(Command.line(asked.get()));
            }
            switch (router.patch(fresh.get(), Annotations.set(fresh.get(), Command.ANNOTATION, command.text()))) {
                case Router.Result.Applied _ -> {
                    return new Result.Written(command.text());
                }
                case Router.Result.Conflict() -> {
                    // Somebody else wrote first: look again.
                }
                case Router.Result.Refused(String message) -> {
                    return new Result.Refused(message);
                }
                case Router.Result.Gone() -> {
                    return new Result.Gone();
                }
            }
        }
        return new Result.Contended();
    }

    private static boolean isAbort(String text) {
        try {
            return Command.parse(text).verb() == Command.Verb.ABORT;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What became of a command. Texts that others wrote are in one line and not too long. */
    public sealed interface Result {
        /** It stands in the annotation; the leader answers it. */
        record Written(String text) implements Result {}

        /** It does not stand there. */
        sealed interface NotWritten extends Result {
            /**
             * Why, and what to do.
             *
             * @param object the VirtualService, as in {@code VirtualService shop/checkout}
             */
            String problem(String object);
        }

        /** This one stands there, and the leader has not answered it yet. */
        record Waiting(String text) implements NotWritten {
            @Override
            public String problem(String object) {
                return "The controller has not answered the command \"" + text + "\" on " + object
                        + " yet. Send yours again when it has.";
            }
        }

        /** The VirtualService asks for this canary now, so the release is about to end. */
        record Superseded(String canary) implements NotWritten {
            @Override
            public String problem(String object) {
                return object + " asks for the release of " + canary + " now. Command that release when it has begun.";
            }
        }

        /** The API server does not take it; the sentence is its own. */
        record Refused(String message) implements NotWritten {
            @Override
            public String problem(String object) {
                return message;
            }
        }

        /** There is no such VirtualService. */
        record Gone() implements NotWritten {
            @Override
            public String problem(String object) {
                return object + " does not exist any more, so that its release cannot be commanded.";
            }
        }

        /** Somebody else wrote first, again and again. */
        record Contended() implements NotWritten {
            @Override
            public String problem(String object) {
                return object + " changed again and again while the command was being written. Send it again.";
            }
        }
    }
}
