package io.serinus.telemetry;

import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.report.FakeReleaseStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class UnderWayPropertyTest {
    @Property
    void eachVirtualServiceWithAReleaseUnderWayHasOneWhateverTheirOrder(
            @ForAll @Size(max = 12) List<@IntRange(max = 14) Integer> kinds) {
        List<Release> releases = IntStream.range(0, kinds.size())
                .mapToObj(i -> inState(i, kinds.get(i) / 5, kinds.get(i) % 5))
                .toList();

        List<Release> found = UnderWay.perVirtualService(releases);

        assertThat(found).noneMatch(release -> release.state().isTerminal());
        assertThat(found.stream().map(release -> release.request().virtualService()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(releases.stream()
                        .filter(release -> !release.state().isTerminal())
                        .map(release -> release.request().virtualService())
                        .distinct()
                        .toList());
        assertThat(UnderWay.perVirtualService(new ArrayList<>(releases).reversed()))
                .containsExactlyInAnyOrderElementsOf(found);
    }

    @Property(tries = 200)
    void everyMixtureOfReleasesCanBeScraped(@ForAll @Size(max = 12) List<@IntRange(max = 14) Integer> kinds) {
        var store = new FakeReleaseStore();
        store.holds(IntStream.range(0, kinds.size())
                .mapToObj(i -> inState(i, kinds.get(i) / 5, kinds.get(i) % 5))
                .toArray(Release[]::new));

        assertThat(new ReleaseMetrics(store).collect().stream())
                .allMatch(snapshot -> snapshot.getMetadata().getPrometheusName().startsWith("serinus_release"));
    }

    private static Release inState(int number, int virtualService, int kind) {
        var release = release("shop", "r" + number, "vs" + virtualService).createdAt(START.plusSeconds(number / 2));
        return switch (kind) {
            case 0 -> release.pending("Not yet.");
            case 1 -> release.progressing(1);
            case 2 -> release.returning(Outcome.ABORTED, "Errors rose.");
            case 3 -> release.ended(Outcome.PROMOTED, "All passed.");
            default -> release.promoting();
        };
    }
}
