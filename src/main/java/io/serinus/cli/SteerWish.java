package io.serinus.cli;

import io.serinus.release.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param unsigned the command, by nobody yet
 * @param subject the release that is meant
 * @param kubeconfig empty for the one that kubectl takes
 * @param context empty for the kubeconfig's current one
 * @param patience how long to wait for the answer; empty for not at all
 * @param format of the answer
 * @param asks whether a person at a terminal is asked whether they mean it
 */
record SteerWish(
        Command unsigned,
        Subject subject,
        Optional<Path> kubeconfig,
        Optional<String> context,
        Optional<Duration> patience,
        Output format,
        boolean asks) {

    /** The same command in somebody's name. */
    Command by(String user) {
        return Command.of(unsigned.verb(), unsigned.gate(), user, unsigned.reason());
    }

    /**
     * A release by its name or by that of its VirtualService.
     *
     * @param namespace empty for that of the kubeconfig's context
     */
    record Subject(Optional<String> namespace, String name) {

        /** @throws IllegalArgumentException if the words name nothing; the message is a sentence */
        static Subject parse(String text, Optional<String> option) {
            String[] parts = text.split("/", -1);
            if (parts.length > 2 || parts[0].isEmpty() || parts[parts.length - 1].isEmpty()) {
                throw new IllegalArgumentException("RELEASE is " + (text.isEmpty() ? "missing" : "\"" + text + "\"")
                        + ", expected the name of a CanaryRelease or of its VirtualService, such as shop/checkout");
            }
            if (parts.length == 1) {
                return new Subject(option, text);
            }
            if (option.isPresent() && !option.get().equals(parts[0])) {
                throw new IllegalArgumentException("--namespace is \"" + option.get() + "\" beside \"" + text
                        + "\", expected the same namespace; leave one out");
            }
            return new Subject(Optional.of(parts[0]), parts[1]);
        }
    }
}
