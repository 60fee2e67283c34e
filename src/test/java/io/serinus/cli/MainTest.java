package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "controller --help",
                "judge --help",
                "lint --help",
                "preview --help",
                "pause --help",
                "resume --help",
                "approve --help",
                "skip --help",
                "promote --help",
                "abort --help",
                "retry --help",
                "help demo",
                "--version"
            })
    void answersOnStandardOutput(String arguments) {
        assertThat(commandLine.execute(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("serinus");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "demo --sped 3", "demo --speed fast", "demo --speed 0", "demo --speed 1000"})
    void refusesWhatItDoesNotUnderstandWithExitCode2(String arguments) {
        assertThat(commandLine.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("serinus: ").contains("Usage: serinus");
    }

    @Test
    void namesTheOptionTheValueAndWhatWasExpected() {
        commandLine.execute("demo", "--speed", "1000");
        assertThat(err.toString()).contains("--speed is 1000.0, expected a number from 1 to 100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "preview -o xml|--output is \"xml\", expected text, yaml or json",
                "lint -o xml|--output is \"xml\", expected text or json",
                "judge --output=xml|--output is \"xml\", expected text or json",
                "judge --counts a --output yaml|--output is \"yaml\", expected text or json",
                "preview --canary v2 --canary v3|--canary is given more than once, expected once; leave out the others",
                "preview --diff -f a --diff|--diff is given more than once, expected once; leave out the others",
                "preview -o text -o yaml|--output is given more than once, expected once; leave out the others",
                "lint -n a --namespace b|--namespace is given more than once, expected once; leave out the others",
                "judge --counts a --counts=b|--counts is given more than once, expected once; leave out the others",
                "judge --counts a --case b --case b|--case is given more than once, expected once; leave out the others",
                "judge -q --counts a --quiet|--quiet is given more than once, expected once; leave out the others",
                "judge --counts a -qq|--quiet is given more than once, expected once; leave out the others",
                "judge --kayenta a --samples b --samples b|--samples is given more than once, expected once; leave out the others",
                "judge -o json -o text|--output is given more than once, expected once; leave out the others",
                "demo --speed 2 --speed 3|--speed is given more than once, expected once; leave out the others",
                "preview --weight five|--weight is \"five\", expected a whole number",
                "judge --counts a --next-weight 1.5|--next-weight is \"1.5\", expected a whole number",
                "demo --speed fast|--speed is \"fast\", expected a number",
                "demo --seed x|--seed is \"x\", expected a whole number",
                "lint --strict=maybe|--strict is \"maybe\", expected nothing behind the option",
                "lint -f|--file has no value, expected FILE",
                "preview --canary|--canary has no value, expected VERSION",
                "judge --prometheus http://p --service a/b --baseline v1"
                        + "|--canary is missing: --prometheus needs --service, --baseline and --canary beside it",
                "judge --service a/b" + "|--prometheus is missing: say where the service was counted",
                "judge --prometheus http://p --service a --baseline v1 --canary v2"
                        + "|--service is \"a\", expected NAMESPACE/NAME, such as shop/checkout",
                "judge --prometheus http://p --service a/b --baseline v1 --canary v2 --last 1d"
                        + "|--last is \"1d\", expected a time such as 30m or 1h30m",
                "judge --prometheus http://p --service a/b --baseline v1 --canary v2 --from 2026-03-01T00:00:00Z --to 2026-03-03T00:00:00Z"
                        + "|from 2026-03-01T00:00:00Z to 2026-03-03T00:00:00Z is more than 24 hours, expected at most that",
                "judge --prometheus http://p --service a/b --baseline v1 --canary v2 --from now"
                        + "|--from is \"now\", expected a time such as 2026-03-01T12:00:00Z",
                "judge --prometheus http://p --service a/b --baseline v1 --canary v2 --weight 100"
                        + "|--weight is 100, expected 1 to 99",
                "judge --prometheus http://p --service a/b --baseline v1 --canary v2 --reporter me"
                        + "|--reporter is \"me\", expected one of source, destination, waypoint",
                "judge --prometheus http://p --counts a"
                        + "|options of --prometheus are given beside those of another recording, expected those of one: --counts and --case, or --kayenta, --samples, --pass and --marginal, or these",
                "judge --counts a --tenant b" + "|--tenant is given without --prometheus: say at which address",
                "judge --samples|--samples has no value, expected FILE",
                "preview --weight 5%|--weight is \"5%\", expected a whole number; write 5",
                "judge --kayenta a --samples b --pass 97.5%|--pass is \"97.5%\", expected a number; write 97.5",
                "lint -f a -n Shop|--namespace is \"Shop\", expected the name of a namespace: 1 to 63 lower-case letters,"
                        + " digits and -, the first and the last of them no -",
                "preview -f a --canary v2 --namespace=|--namespace is \"\", expected the name of a namespace: 1 to 63"
                        + " lower-case letters, digits and -, the first and the last of them no -",
                "preview -f a --canary v2 --cluster-domain=!!|--cluster-domain is \"!!\", expected a domain such as"
                        + " cluster.local: names of lower-case letters, digits and -, separated by single dots",
                "lint -f a --cluster-domain=|--cluster-domain is \"\", expected a domain such as cluster.local: names of"
                        + " lower-case letters, digits and -, separated by single dots",
                "lint -f a --cluster-domain a..b|--cluster-domain is \"a..b\", expected a domain such as cluster.local:"
                        + " names of lower-case letters, digits and -, separated by single dots",
                "lint --strickt -f a|--strickt is not an option of serinus lint, did you mean --strict?",
                "lint -f a --clutser-domain=x|--clutser-domain=x is not an option of serinus lint, did you mean"
                        + " --cluster-domain?",
                "lint a.yaml|\"a.yaml\" belongs to no option, expected options only; did you mean --file a.yaml?",
                "judge --counts a b|\"b\" belongs to no option, expected options only; leave it out, or put the option"
                        + " before it that it is meant for",
                "lin -f a|\"lin\" is not a command, did you mean lint?",
                "help prewiew|\"prewiew\" is not a command, did you mean preview?",
                "help lint extra|\"extra\" is one word too many, expected the name of one command behind help; leave it"
                        + " out",
                "help lint preview more|\"preview\" is one word too many, expected the name of one command behind help;"
                        + " leave it out",
                "help lint --strict|--strict is not an option of serinus help, expected one of --help",
                "--verson|--verson is not an option of serinus, did you mean --version?",
            })
    void saysWhatIsWrongWithAnOptionInTheSameSentenceForEveryCommand(String arguments, String sentence) {
        Invocation refused = Invocation.of(arguments.split(" "));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines().findFirst()).contains("serinus: " + sentence);
        assertThat(refused.err()).containsOnlyOnce("Usage: serinus ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lint -qq",
                "lint --frob",
                "lint -f a --frob=1 x",
                "lint -f --frob",
                "preview --canary --frob",
                "preview --canary v2 --weight -5",
                "preview --diff=1",
                "judge --frob",
                "judge -qx --counts a",
                "judge --counts a b c",
                "demo -x",
                "demo now",
                "controller --frob",
                "controller now",
                "pause --frob",
                "promote a/b --yes=1",
                "approve a/b --timeout",
                "abort a/b -yy",
                "frobnicate",
                "help frobnicate",
                "-q",
            })
    void saysItInWordsOfItsOwn(String arguments) {
        Invocation refused = Invocation.of(arguments.split(" "));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines().findFirst().orElseThrow())
                .startsWith("serinus: ")
                .containsPattern("is not an option of|belongs to no option|is not a command|, expected ");
        assertThat(refused.err())
                .doesNotContain("Unknown", "Unmatched", "Possible solutions", "Did you mean", "Expected", "at index");
    }

    /** Otherwise a mistake of ours would be taken for a failed canary, an error in a file, or a refused release or command. */
    @ParameterizedTest
    @ValueSource(
            strings = {"judge", "lint", "preview", "pause", "resume", "approve", "skip", "promote", "abort", "retry"})
    void endsWithTheExitCodeOfBadInputAlsoIfItFailsItself(String command) {
        assertThat(Objects.requireNonNull(commandLine.getSubcommands().get(command))
                        .getCommandSpec()
                        .exitCodeOnExecutionException())
                .isEqualTo(2);
    }

    @Test
    void givesExamplesForEveryCommand() {
        for (CommandLine command : commandLine.getSubcommands().values()) {
            if (!command.getCommandName().equals("help")) {
                assertThat(command.getUsageMessage())
                        .as(command.getCommandName())
                        .contains("Examples:");
            }
        }
    }
}
