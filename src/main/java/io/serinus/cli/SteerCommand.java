package io.serinus.cli;

import io.serinus.catalog.DurationText;
import io.serinus.release.Command;
import io.serinus.release.Command.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command to a release of the kubeconfig's cluster. What talks to the cluster is in {@link SteerRun}: every start of the
 * program makes one of each of these, and must not load a Kubernetes client for it.
 */
@picocli.CommandLine.Command(
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the controller has followed the command (with --no-wait: it is written)",
            "1:the controller has refused it",
            "2:it is not written or not answered: the command line is not understood, the cluster does not take it,"
                    + " or the time is over"
        },
        footerHeading = "%nExamples:%n")
abstract class SteerCommand extends ResultCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Verb verb;

    // Not required as far as the parser knows, which would answer with no more than its name.
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RELEASE",
            description =
                    "[NAMESPACE/]NAME of the CanaryRelease, or of its VirtualService, whose newest release is meant"
                            + " then.")
    String release = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the release's log.")
    String reason = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The namespace. Default: that of the kubeconfig's context.")
    @Nullable
    String namespace;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "Where the cluster is and who you are. Default: as for kubectl, KUBECONFIG or ~/.kube/config.")
    @Nullable
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The kubeconfig's context. Default: its current one.")
    @Nullable
    String context;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait for the controller's answer, such as 10s or 2m. Default: 30s.")
    @Nullable
    String timeout;

    @Option(names = "--no-wait", description = "Write the command and do not wait for the answer.")
    boolean noWait;

    @Mixin
    OutputOption output = new OutputOption();

    SteerCommand(Verb verb) {
        this.verb = verb;
    }

    /** The approval that is meant; empty if none is named, and for commands that have none. */
    Optional<String> gate() {
        return Optional.empty();
    }

    /** Whether a person at a terminal is to be asked whether they mean it. */
    boolean asks() {
        return false;
    }

    @Override
    final int run(Console console) throws IOException, BadInputException {
        if (namespace != null) {
            ManifestOptions.requireNamespace(console, "--namespace", namespace);
        }
        SteerWish wish = new SteerWish(
                command(console),
                subject(console),
                Optional.ofNullable(kubeconfig),
                Optional.ofNullable(context),
                patience(console),
                output.format,
                asks());
        return SteerRun.run(console, wish);
    }

    private Command command(Console console) {
        if (reason.length() > Command.LONGEST) {
            throw console.misuse(
                    "--reason has " + reason.length() + " characters, expected at most " + Command.LONGEST);
        }
        try {
            return Command.of(verb, gate(), "", reason);
        } catch (IllegalArgumentException e) {
            throw console.misuse(Objects.requireNonNull(e.getMessage()).replaceFirst("^gate", "GATE"));
        }
    }

    private SteerWish.Subject subject(Console console) {
        try {
            SteerWish.Subject subject = SteerWish.Subject.parse(release, Optional.ofNullable(namespace));
            subject.namespace()
                    .ifPresent(name -> ManifestOptions.requireNamespace(console, "the namespace of RELEASE", name));
            return subject;
        } catch (IllegalArgumentException e) {
            throw console.misuse(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Duration> patience(Console console) {
        if (noWait) {
            if (timeout != null) {
                throw console.misuse("--timeout is given beside --no-wait, expected one of them");
            }
            return Optional.empty();
        }
        if (timeout == null) {
            return Optional.of(PATIENCE);
        }
        return Optional.of(DurationText.parse(timeout)
                .filter(Duration::isPositive)
                .orElseThrow(
                        () -> console.misuse("--timeout is \"" + timeout + "\", expected a time such as 10s or 2m")));
    }
}
