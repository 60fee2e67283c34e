package io.serinus.cli;

import io.serinus.cli.Steering.Answer;
import io.serinus.kubernetes.ClusterException;
import io.serinus.kubernetes.RemoteCluster;
import io.serinus.kubernetes.RemoteCluster.Recorded;
import io.serinus.release.Command;
import io.serinus.release.CommandWriter;
import io.serinus.release.CommandWriter.Result;
import io.serinus.routing.PatchOperation;
import io.serinus.routing.Router;
import io.serinus.routing.RoutingException;
import io.serinus.routing.VirtualService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One command: writes it where the leader reads it, and waits for the answer. */
final class SteerRun {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** Longer than controllers take that are well. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Console console;
    private final SteerWish wish;
    private final RemoteCluster cluster;
    private final String namespace;

    private SteerRun(Console console, SteerWish wish, RemoteCluster cluster) {
        this.console = console;
        this.wish = wish;
        this.cluster = cluster;
        this.namespace = wish.subject().namespace().orElseGet(cluster::namespace);
    }

    /**
     * The exit code, after the answer has been printed.
     *
     * @throws BadInputException if there is no answer
     * @throws IOException if it cannot be printed
     */
    static int run(Console console, SteerWish wish) throws IOException, BadInputException {
        // Otherwise the JDK prints warnings about the inside of the client among our sentences.
        System.setProperty("io.netty.noUnsafe", "true");
        try (RemoteCluster cluster = RemoteCluster.open(wish.kubeconfig(), wish.context())) {
            return new SteerRun(console, wish, cluster).run();
        } catch (ClusterException e) {
            throw Steering.failed(e.sentence());
        }
    }

    private int run() throws IOException, BadInputException, ClusterException {
        String name = wish.subject().name();
        Recorded meant = Steering.meant(cluster.releases(namespace), namespace, name);
        String release = "release " + namespace + "/" + meant.name();
        if (!meant.name().equals(name)) {
            console.note("the newest " + release + " of VirtualService " + name + " is meant");
        }
        if (wish.asks() && !isMeant(wish.unsigned().verb().word() + " " + release + "?")) {
            throw Steering.failed("nothing was done: " + wish.unsigned().verb().word() + " is not confirmed");
        }
        Command command = wish.by(cluster.user());
        var watched = new Watched(cluster.router());
        write(watched, meant, command);
        if (wish.patience().isEmpty()) {
            print(Steering.text(wish.format(), namespace, meant, command, Optional.empty()));
            return ExitCode.OK;
        }
        Answer answer = await(watched, meant, command, wish.patience().get());
        print(Steering.text(wish.format(), namespace, meant, command, Optional.of(answer)));
        return answer.isFollowed() ? ExitCode.OK : ExitCode.BAD_ANSWER;
    }

    @SuppressWarnings("SystemConsoleNull") // the JDK still says that it may be
    private boolean isMeant(String question) {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            return true;
        }
        var err = new PrintWriter(console.err());
        err.print("serinus: " + question + " [y/N] ");
        err.flush();
        return Steering.isYes(terminal.readLine());
    }

    private void write(Watched watched, Recorded meant, Command command) throws BadInputException {
        Result result;
        try {
            result = new CommandWriter(watched).write(namespace, meant.virtualService(), meant.canary(), command);
        } catch (RoutingException e) {
            throw Steering.failed(e.getMessage()
                    + (watched.hasTried
                            ? "; whether the command is written is not known: look at the release's log before you send"
                                    + " it again"
                            : ""));
        }
        if (result instanceof Result.NotWritten not) {
            throw Steering.failed(not.problem(object(meant)));
        }
    }

    private String object(Recorded meant) {
        return "VirtualService " + namespace + "/" + meant.virtualService();
    }

    private Answer await(Watched watched, Recorded meant, Command command, Duration patience) throws BadInputException {
        long begin = System.nanoTime();
        boolean isQuiet = true;
        String obstacle = "";
        while (true) {
            try {
                Optional<Answer> answer = Steering.answer(command, meant, watched.before, cluster.releases(namespace));
                if (answer.isPresent()) {
                    return answer.get();
                }
                obstacle = "";
            } catch (ClusterException e) {
                // The command is written: an API server that is away for a moment changes nothing.
                obstacle = e.sentence();
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.compareTo(patience) >= 0) {
                throw unanswered(watched, meant, command, patience, obstacle);
            }
            if (isQuiet && waited.compareTo(SILENCE) >= 0) {
                console.note("the command is written; waiting for the controller's answer ...");
                isQuiet = false;
            }
            sleep(LOOK_AGAIN.compareTo(patience.minus(waited)) < 0 ? LOOK_AGAIN : patience.minus(waited));
        }
    }

    private BadInputException unanswered(
            Watched watched, Recorded meant, Command command, Duration patience, String obstacle) {
        String time = patience.toString().substring(2).toLowerCase(Locale.ROOT);
        if (!obstacle.isEmpty()) {
            return Steering.failed("the command is written, but " + time + " brought no answer: " + obstacle);
        }
        return Steering.failed(
                watched.mayHave(meant.virtualService(), command.text())
                        ? "no controller has answered within " + time + ": is one running? The command stays on "
                                + object(meant) + " until one does; kubectl -n " + namespace
                                + " annotate virtualservice " + meant.virtualService() + " " + Command.ANNOTATION
                                + "- takes it back"
                        : "the command is not on " + object(meant)
                                + " any more, and no answer to it in the log of its releases: somebody has taken it"
                                + " away, or the release was ending; kubectl -n " + namespace
                                + " describe canaryrelease " + meant.name() + " says more");
    }

    private static void sleep(Duration duration) throws BadInputException {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Steering.failed("interrupted; the command is written, and is followed all the same");
        }
    }

    private void print(String text) throws IOException {
        Writer out = console.out();
        out.write(text);
        out.flush();
    }

    /**
     * Looks at the logs between reading the VirtualService and writing exactly that version. It had no command then, so
     * that every earlier one is answered in these logs; ours keeps others out until it is answered itself.
     */
    private final class Watched implements Router {
        private final Router router;
        private List<Recorded> before = List.of();
        private boolean hasTried;

        Watched(Router router) {
            this.router = router;
        }

        @Override
        public Optional<VirtualService> read(String namespace, String name) throws RoutingException {
            Optional<VirtualService> fresh = router.read(namespace, name);
            try {
                before = cluster.releases(namespace);
            } catch (ClusterException e) {
                throw new RoutingException(e.sentence(), e);
            }
            return fresh;
        }

        @Override
        public Router.Result patch(VirtualService base, List<PatchOperation> operations) throws RoutingException {
            hasTried = true;
            return router.patch(base, operations);
        }

        /** Whether the command still stands there; also if nobody can tell. */
        boolean mayHave(String virtualService, String text) {
            try {
                return router.read(namespace, virtualService)
                        .filter(found -> text.equals(found.annotations().get(Command.ANNOTATION)))
                        .isPresent();
            } catch (RoutingException e) {
                return true;
            }
        }
    }
}
