package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.release.Command.Verb;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written into the annotation for somebody is read there as the same again, and by nobody else's name. */
class CommandPropertyTest {

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings().withChars("ab: \n\t\u202e\u0000…").ofMaxLength(12),
                Arbitraries.strings().withChars("a:🐤 ").ofMinLength(190).ofMaxLength(210),
                Arbitraries.of("by", "by alice", ": pause by alice", "system:serviceaccount:ci:bot", "a: b", "a :b"));
    }

    @Property
    void isReadAsItWasWritten(@ForAll Verb verb, @ForAll("words") String by, @ForAll("words") String reason) {
        Command command = Command.of(verb, Optional.empty(), by, reason);

        assertThat(Command.parse(command.text())).isEqualTo(command);
        assertThat(command.text()).doesNotContain("\n").doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }

    @Property
    void isReadWithItsGate(@ForAll("words") String by, @ForAll("words") String reason) {
        Command command = Command.of(Verb.APPROVE, Optional.of("sign-off"), by, reason);

        assertThat(Command.parse(command.text())).isEqualTo(command);
    }

    @Property
    void keepsAName(@ForAll Verb verb, @ForAll("words") String reason) {
        String name = "system:serviceaccount:ci:bot";

        assertThat(Command.parse(
                                Command.of(verb, Optional.empty(), name, reason).text())
                        .by())
                .isEqualTo(name);
    }

    @Example
    void readsWhatPeopleWrite() {
        assertThat(Command.parse("pause by oidc:alice: rush hour"))
                .isEqualTo(new Command(Verb.PAUSE, Optional.empty(), "oidc:alice", "rush hour"));
        assertThat(Command.parse("approve sign-off by alice :  fine"))
                .isEqualTo(new Command(Verb.APPROVE, Optional.of("sign-off"), "alice", "fine"));
        assertThat(Command.parse("resume:done")).isEqualTo(new Command(Verb.RESUME, Optional.empty(), "", "done"));
        for (String wrong : new String[] {"", "Pause", "pause now", "pause by : why", "stop", "pause, now"}) {
            assertThatThrownBy(() -> Command.parse(wrong))
                    .as(wrong)
                    .hasMessageContaining("expected one of pause, resume");
        }
    }

    @Example
    void refusesGatesThatTheTextCouldNotCarry() {
        for (String wrong : new String[] {"", "by", "a b", "-a", "a:b", "x".repeat(64)}) {
            assertThatThrownBy(() -> Command.of(Verb.APPROVE, Optional.of(wrong), "alice", ""))
                    .as(wrong)
                    .hasMessageContaining("expected the name of an approval");
        }
        assertThatThrownBy(() -> Command.of(Verb.PAUSE, Optional.of("gate"), "alice", ""))
                .hasMessageContaining("leave it out");
    }
}
