package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.cli.Steering.Answer;
import io.serinus.kubernetes.RemoteCluster.Entry;
import io.serinus.kubernetes.RemoteCluster.Recorded;
import io.serinus.release.Command;
import io.serinus.release.Reasons;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringTest {
    private static final List<Recorded> RELEASES =
            List.of(release("cart-v2-1", "cart"), release("pay-v2-1", "pay"), release("cart-v2-2", "cart"));

    private static Recorded release(String name, String virtualService, Entry... log) {
        return new Recorded(name, virtualService, "v2", List.of(log));
    }

    private static Entry entry(long number, String reason, String message) {
        return new Entry(number, reason, message);
    }

    private static Optional<Answer> answer(String command, Recorded before, Recorded... now) {
        return Steering.answer(Command.parse(command), before, List.of(before), List.of(now));
    }

    @ParameterizedTest
    @CsvSource({"cart, cart-v2-2", "cart-v2-2, cart-v2-2", "pay, pay-v2-1"})
    void aVirtualServiceMeansItsNewestRelease(String name, String release) throws BadInputException {
        assertThat(Steering.meant(RELEASES, "shop", name).name()).isEqualTo(release);
    }

    @Test
    void commandsNothingThatIsNotMeant() {
        assertThatThrownBy(() -> Steering.meant(RELEASES, "shop", "cart-v2-1"))
                .hasMessage(
                        "a command reaches the newest release of VirtualService shop/cart, which is cart-v2-2 and not"
                                + " cart-v2-1; name that one if you mean it");
        assertThatThrownBy(() -> Steering.meant(RELEASES, "shop", "cartt")).hasMessageEndingWith("did you mean cart?");
        assertThatThrownBy(() -> Steering.meant(RELEASES, "shop", "frontend"))
                .hasMessageEndingWith("expected one of cart, cart-v2-2, pay, pay-v2-1");
        List<Recorded> alike = List.of(release("cart-v2-1", "cart"), release("cart-v2-1-v3-2", "cart-v2-1"));
        assertThatThrownBy(() -> Steering.meant(alike, "shop", "cart-v2-1"))
                .hasMessageEndingWith("name VirtualService cart or CanaryRelease cart-v2-1-v3-2 instead");
    }

    @Test
    void theAnswerIsTheNextEntryAboutTheCommand() {
        Entry earlier = entry(7, Reasons.COMMAND, "Paused by alice: lunch.");
        Entry refused = entry(
                10, Reasons.COMMAND_REFUSED, "The command \"pause by alice: lunch\" is not possible: paused already.");
        Recorded before = release("cart-v2-2", "cart", earlier);
        Recorded now = release(
                "cart-v2-2",
                "cart",
                earlier,
                entry(8, Reasons.PAUSED, "Paused by alice: lunch."),
                entry(9, Reasons.COMMAND, "Resumed by bob."),
                refused);
        Recorded other = release("pay-v2-1", "pay", entry(1, Reasons.COMMAND, "Paused by alice: lunch."));

        assertThat(answer("pause by alice: lunch", before, before, other)).isEmpty();
        assertThat(answer("pause by alice: lunch", before, other, now))
                .contains(new Answer(false, "cart-v2-2", refused.message()));
        assertThat(answer("resume by bob", before, now)).contains(new Answer(true, "cart-v2-2", "Resumed by bob."));
        assertThat(answer("resume by bo", before, now)).isEmpty();
    }

    /** Whoever says abort twice must not be told the end of the first as the answer to the second. */
    @Test
    void anEndIsAnAnswerOnlyWhereNothingHadBegun() {
        Entry returning = entry(3, Reasons.RETURNING, "Aborted by alice.");
        Recorded before = release("cart-v2-2", "cart", returning);
        Recorded ended = release("cart-v2-2", "cart", returning, entry(4, Reasons.ABORTED, "Aborted by alice."));
        Recorded pending = release("cart-v2-2", "cart");
        Entry end = entry(1, Reasons.ABORTED, "Aborted before it began by alice.");

        assertThat(answer("abort by alice", before, ended)).isEmpty();
        assertThat(answer("abort by alice", pending, release("cart-v2-2", "cart", end)))
                .contains(new Answer(true, "cart-v2-2", end.message()));
        assertThat(answer("abort by alice", pending, before))
                .contains(new Answer(true, "cart-v2-2", returning.message()));
    }

    /** The sentences are the machine's, by the reasons that they have there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "approve qa by alice|CommandFollowed|Approved: qa by alice.",
                "skip by alice: late|CommandFollowed|Step 1 skipped by alice: late.",
                "skip by alice|Promoting|The last step was skipped by alice.",
                "promote by alice: hotfix.|Promoting|Promoted by alice: hotfix.",
                "abort|RestoringRouting|Aborted by a command.",
                "abort by alice|CommandFollowed|The routing is restored whatever the baseline's pods are like by alice.",
            })
    void everyCommandsAnswerIsKnown(String command, String reason, String sentence) {
        Recorded before = release("cart-v2-2", "cart", entry(7, Reasons.STEP, "Step 1 passed."));
        Recorded now = release("cart-v2-2", "cart", entry(8, reason, sentence));

        assertThat(answer(command, before, now)).contains(new Answer(true, "cart-v2-2", sentence));
    }

    @Test
    void theAnswerToRetryIsInTheReleaseThatItBegins() {
        Recorded before = release("cart-v2-2", "cart", entry(7, Reasons.ABORTED, "Errors rose."));
        Recorded begun = release("cart-v2-3", "cart", entry(1, Reasons.COMMAND, "Begun anew by alice."));

        assertThat(answer("retry by alice", before, before, begun))
                .contains(new Answer(true, "cart-v2-3", "Begun anew by alice."));
    }

    @Test
    void saysTheAnswerOrWhatIsWritten() {
        Recorded meant = release("cart-v2-2", "cart");
        Command command = Command.parse("retry by alice");
        assertThat(Steering.text(Output.TEXT, "shop", meant, command, Optional.empty()))
                .isEqualTo("Written: retry by alice\n");
        assertThat(Steering.text(
                        Output.TEXT, "shop", meant, command, Optional.of(new Answer(true, "cart-v2-3", "Yes."))))
                .isEqualTo("Yes.\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pause|RELEASE is missing, expected the name of a CanaryRelease or of its VirtualService, such as"
                        + " shop/checkout",
                "pause a/b/c|RELEASE is \"a/b/c\", expected the name of a CanaryRelease or of its VirtualService, such as"
                        + " shop/checkout",
                "abort /b|RELEASE is \"/b\", expected the name of a CanaryRelease or of its VirtualService, such as"
                        + " shop/checkout",
                "skip a/b -n c|--namespace is \"c\" beside \"a/b\", expected the same namespace; leave one out",
                "skip b -n C|--namespace is \"C\", expected the name of a namespace: 1 to 63 lower-case letters, digits"
                        + " and -, the first and the last of them no -",
                "skip ../b|the namespace of RELEASE is \"..\", expected the name of a namespace: 1 to 63 lower-case letters,"
                        + " digits and -, the first and the last of them no -",
                "skip a/b --timeout 3|--timeout is \"3\", expected a time such as 10s or 2m",
                "skip a/b --timeout 0s|--timeout is \"0s\", expected a time such as 10s or 2m",
                "skip a/b --timeout 3s --no-wait|--timeout is given beside --no-wait, expected one of them",
                "skip a/b --yes|--yes is not an option of serinus skip, expected one of --reason, --namespace,"
                        + " --kubeconfig, --context, --timeout, --no-wait, --output, --help, --version",
                "pause a/b hour|\"hour\" is one word too many, expected RELEASE beside the options; leave it out, or put a"
                        + " text of several words in quotes",
                "approve a/b c d|\"d\" is one word too many, expected RELEASE and GATE beside the options; leave it out,"
                        + " or put a text of several words in quotes",
                "approve a/b by|GATE is \"by\", expected the name of an approval: letters, digits, '.', '_' and '-', at"
                        + " most 63, beginning with a letter or digit",
                "retry a/b -o yaml|--output is \"yaml\", expected text or json",
            })
    void refusesACommandLineThatSaysNothing(String arguments, String sentence) {
        Invocation refused = Invocation.of(arguments.split(" "));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines().findFirst()).contains("serinus: " + sentence);
    }

    @Test
    void refusesAReasonThatWouldBeCutOff() {
        Invocation refused = Invocation.of("pause", "a/b", "--reason", "x".repeat(201));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).startsWith("serinus: --reason has 201 characters, expected at most 200\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "YES", " yes "})
    void yesIsYes(String reply) {
        assertThat(Steering.isYes(reply)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "", "yeah", "yes and no"})
    void allElseIsNo(String reply) {
        assertThat(Steering.isYes(reply)).isFalse();
        assertThat(Steering.isYes(null)).isFalse();
    }
}
