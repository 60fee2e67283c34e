package io.serinus.report;

import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Explanation;
import io.serinus.analysis.Verdict;
import io.serinus.report.ReleaseDocument.EvidenceDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReleaseDocumentsPropertyTest {
    @Property
    void holdsOnlyFiniteNumbersWhateverTheEvidence(@ForAll double againstLog10, @ForAll Verdict verdict) {
        var judged = release("shop", "cart-1", "cart")
                .progressing(0)
                .with(ReleaseFixture.judgement(verdict, "Because.", againstLog10), Optional.empty());

        var document = ReleaseDocuments.of(judged);

        EvidenceDocument evidence = Objects.requireNonNull(document.evidence());
        assertThat(Stream.of(evidence.againstLog10(), evidence.against()).filter(Objects::nonNull))
                .allMatch(Double::isFinite);
        assertThat(evidence.againstLog10() != null).isEqualTo(Double.isFinite(againstLog10));
        assertThat(document.verdict()).isEqualTo(verdict);
    }

    @Property
    void aRangeKeepsWhatIsFiniteAndNothingElse(@ForAll double low, @ForAll double estimate, @ForAll double high) {
        var explanation = new Explanation(
                Optional.of(new Explanation.Range(low, estimate, high)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Explanation.Outlook(OptionalLong.empty(), OptionalLong.empty(), ""));

        var range = Objects.requireNonNull(ExplanationDocuments.of(explanation).ratio());

        assertThat(Arrays.asList(range.low(), range.estimate(), range.high()))
                .isEqualTo(Stream.of(low, estimate, high)
                        .map(value -> Double.isFinite(value) ? value : null)
                        .toList());
    }

    @Property
    void theLadderHasOneCurrentRungAndItsWeightIsTheCanarys(@ForAll @IntRange(max = 2) int step) {
        var document = ReleaseDocuments.of(release("shop", "cart-1", "cart").progressing(step));

        assertThat(Rung.ladder(document).stream().filter(Rung::isCurrent))
                .singleElement()
                .extracting(Rung::weight)
                .isEqualTo(document.weight());
    }
}
