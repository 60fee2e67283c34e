package io.serinus.cli;

import io.serinus.release.Command.Verb;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people can say to a release; docs/commands.md says what each does. */
final class SteerCommands {
    private SteerCommands() {}

    @Command(
            name = "pause",
            description = "Keeps a release in its step until it is resumed; a bad canary is aborted all the same.",
            footer = {
                "  serinus pause shop/checkout --reason 'rush hour'",
                "  serinus pause checkout-v2-1 -n shop --context production",
                "  serinus pause shop/checkout --output json"
            })
    static final class Pause extends SteerCommand {
        Pause() {
            super(Verb.PAUSE);
        }
    }

    @Command(
            name = "resume",
            description = "Lets a paused release go on, or ends the step that is a pause.",
            footer = {"  serinus resume shop/checkout", "  serinus resume checkout-v2-1 -n shop --timeout 2m"})
    static final class Resume extends SteerCommand {
        Resume() {
            super(Verb.RESUME);
        }
    }

    @Command(
            name = "approve",
            description = "Opens a gate: the one that the release waits for, or that of GATE, also ahead of time.",
            footer = {
                "  serinus approve shop/checkout",
                "  serinus approve shop/checkout sign-off --reason 'tested by hand'"
            })
    static final class Approve extends SteerCommand {
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "GATE",
                description = "The approval's name. Default: the one that the release waits for.")
        @Nullable
        String gate;

        Approve() {
            super(Verb.APPROVE);
        }

        @Override
        Optional<String> gate() {
            return Optional.ofNullable(gate);
        }
    }

    @Command(
            name = "skip",
            description = "Takes the next step without waiting for more evidence; behind the last one, promotes.",
            footer = {"  serinus skip shop/checkout", "  serinus skip shop/checkout --reason 'enough seen' --no-wait"})
    static final class Skip extends SteerCommand {
        Skip() {
            super(Verb.SKIP);
        }
    }

    @Command(
            name = "promote",
            description = "Gives the canary everything now, without waiting for evidence or hooks.",
            footer = {"  serinus promote shop/checkout", "  serinus promote shop/checkout --reason hotfix --yes"})
    static final class Promote extends Confirmed {
        Promote() {
            super(Verb.PROMOTE);
        }
    }

    @Command(
            name = "abort",
            description = "Takes everything back to the baseline now.",
            footer = {
                "  serinus abort shop/checkout --reason complaints",
                "  serinus abort checkout-v2-1 -n shop --context production --yes"
            })
    static final class Abort extends Confirmed {
        Abort() {
            super(Verb.ABORT);
        }
    }

    @Command(
            name = "retry",
            description = "Begins the last release anew, while its VirtualService still asks for it.",
            footer = {"  serinus retry shop/checkout", "  serinus retry shop/checkout --reason 'fixed the database'"})
    static final class Retry extends SteerCommand {
        Retry() {
            super(Verb.RETRY);
        }
    }

    /** One that moves all traffic at once. */
    abstract static class Confirmed extends SteerCommand {
        @Option(
                names = {"-y", "--yes"},
                description = "Do not ask for confirmation. Nobody is asked where input or output is no terminal.")
        boolean yes;

        Confirmed(Verb verb) {
            super(verb);
        }

        @Override
        boolean asks() {
            return !yes;
        }
    }
}
