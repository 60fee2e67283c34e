package io.serinus.report;

import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Verdict;
import io.serinus.release.Action.Announce;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.Outcome;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.release.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notes are as people have approved them; {@code -Dnotes.write=true} writes them anew, to be read and approved. */
class ReleaseNoteTest {
    private static final Path APPROVED = Path.of("src/test/resources/io/serinus/report/notes");
    private static final String ODD =
            "a|b `rm` <b>*x*</b>\n# 1. http://evil.example www.evil.example \u202e [y](z) & ~~n~~";

    private record Case(String name, Release release) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** As the machine does it: decided, restored, and each of it told. */
    private static Release aborted(String reason, double againstLog10) {
        Verdict verdict = againstLog10 >= 2 ? Verdict.FAIL : Verdict.UNDECIDED;
        Release progressing = release("shop", "cart-2", "cart").progressing(1);
        State.Progressing state = (State.Progressing) progressing.state();
        return progressing
                .with(ReleaseFixture.judgement(verdict, reason, againstLog10), progressing.firstCanaryRequest())
                .with(new State.Returning(
                        state.plan(), Outcome.ABORTED, START.plusSeconds(700), reason, Optional.empty()))
                .log(new Announce(Severity.WARNING, Reasons.RETURNING, reason), START.plusSeconds(700))
                .with(new State.Ended(Outcome.ABORTED, START.plusSeconds(702), reason))
                .log(new Announce(Severity.WARNING, Reasons.ABORTED, reason), START.plusSeconds(702));
    }

    private static Release promoted() {
        String reason = "All steps passed: safe at 50 %.";
        return release("shop", "cart-2", "cart")
                .promoting()
                .log(new Announce(Severity.NORMAL, Reasons.PROMOTING, reason), START.plusSeconds(900))
                .with(new State.Ended(Outcome.PROMOTED, START.plusSeconds(903), reason))
                .log(new Announce(Severity.NORMAL, Reasons.PROMOTED, reason), START.plusSeconds(903));
    }

    static Stream<Case> cases() {
        var cart = release("shop", "cart-2", "cart");
        return Stream.of(
                new Case(
                        "aborted",
                        aborted("errors: 0.243 % of the canary's requests failed, 0.05 % of the baseline's.", 2.4)),
                new Case("aborted-by-command", aborted("Aborted by alice: complaints.", 1.2)),
                new Case(
                        "aborted-before-it-began",
                        cart.pending("")
                                .with(new State.Ended(
                                        Outcome.ABORTED, START.plusSeconds(60), "Aborted before it began by alice."))),
                new Case("progressing", cart.progressing(1)),
                new Case("held", cart.held(Trouble.Kind.PAUSED, "Paused by alice: rush hour.")),
                new Case("promoted", promoted()),
                new Case("pending", cart.pending("Subset v2 is missing in the DestinationRule.")),
                new Case(
                        "odd",
                        release(ODD, ODD, ODD)
                                .canary(ODD)
                                .pending(ODD)
                                .with(ReleaseFixture.explained(ODD), Optional.empty())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsAsItWasApproved(Case about) throws IOException {
        List<Block> note = ReleaseNote.of(ReleaseDocuments.of(about.release()));
        requireApproved(about.name() + ".txt", PlainText.of(note));
        requireApproved(about.name() + ".md", Markdown.of(note));
    }

    @Test
    void theListReadsAsItWasApproved() throws IOException {
        List<Release> releases = cases().map(Case::release).toList();
        var document = new ReleasesDocument(
                releases.stream().map(ReleaseDocuments::of).toList(),
                230,
                "MjAyNi0wMy0wMVQxMjowMDowMFogc2hvcCBjYXJ0LTI",
                new ReleasesDocument.PageLinksDocument("/api/v1/releases", null));
        requireApproved("list.txt", PlainText.of(ReleaseTable.of(document)));
        requireApproved("list.md", Markdown.of(ReleaseTable.of(document)));
    }

    @Test
    void theDocsShowTheIncidentNote() throws IOException {
        assertThat(Files.readString(Path.of("docs/report.md")))
                .contains("```\n" + Files.readString(APPROVED.resolve("aborted.txt")) + "```\n");
    }

    private static void requireApproved(String file, String text) throws IOException {
        Path path = APPROVED.resolve(file);
        if (Boolean.getBoolean("notes.write")) {
            Files.createDirectories(APPROVED);
            Files.writeString(path, text);
        }
        assertThat(text).isEqualTo(Files.readString(path));
    }

    @Test
    void saysNothingOfWhatIsNotKnown() {
        // Nothing was judged, and the log does not go back to the beginning.
        Release started = release("shop", "r", "cart").entering();
        for (int i = 0; i < 60; i++) {
            started = started.log(new Announce(Severity.NORMAL, Reasons.COMMAND, "Paused."), START.plusSeconds(i));
        }
        Release ended = started.with(new State.Ended(Outcome.CANCELLED, START.plusSeconds(99), "Taken back."));

        assertThat(PlainText.of(ReleaseNote.of(ReleaseDocuments.of(ended))))
                .doesNotContain("Seen by users", "How sure", "Done", "null", "NaN", "not known", "Metrics");
    }
}
