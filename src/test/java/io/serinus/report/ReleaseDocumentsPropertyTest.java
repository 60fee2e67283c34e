package io.serinus.report;

import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Verdict;
import io.serinus.report.ReleaseDocument.EvidenceDocument;
import java.util.Objects;
import java.util.Optional;
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
    void theLadderHasOneCurrentRungAndItsWeightIsTheCanarys(@ForAll @IntRange(max = 2) int step) {
        var document = ReleaseDocuments.of(release("shop", "cart-1", "cart").progressing(step));

        assertThat(Rung.ladder(document).stream().filter(Rung::isCurrent))
                .singleElement()
                .extracting(Rung::weight)
                .isEqualTo(document.weight());
    }
}
