package io.serinus.report;

import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class PageQueryPropertyTest {
    @Property
    void thePartsAreTheWholeAndInItsOrder(
            @ForAll @Size(max = 30) List<@IntRange(max = 5) Integer> seconds,
            @ForAll @IntRange(min = 1, max = 9) int limit)
            throws ProblemException {
        var releases = new ArrayList<Release>();
        for (int i = 0; i < seconds.size(); i++) {
            Instant createdAt = START.plusSeconds(seconds.get(i));
            releases.add(
                    release("shop", "cart-" + i, "cart").createdAt(createdAt).pending("Soon."));
        }
        List<Release> whole = releases.stream().sorted(Position.NEWEST_FIRST).toList();

        var shown = new ArrayList<Release>();
        PageQuery.Part part;
        String token = null;
        do {
            part = new PageQuery(String.valueOf(limit), token).of(whole);
            assertThat(part.releases()).hasSizeLessThanOrEqualTo(limit);
            shown.addAll(part.releases());
            token = part.more().map(Position::token).orElse("");
        } while (!token.isEmpty());

        assertThat(shown).isEqualTo(whole);
    }

    @Property
    void aTokenIsReadAsWhatItWasMadeOf(@ForAll Instant at, @ForAll @IntRange(max = 99) int number) {
        var position = Position.of(
                release("shop", "cart-" + number, "cart").createdAt(at).pending(""));

        assertThat(position.token()).matches("[A-Za-z0-9_-]+");
        assertThat(Position.read(position.token())).contains(position);
    }

    @Property
    void anythingElseIsNoneOrOneOfOurs(@ForAll @StringLength(max = 60) String token) {
        assertThat(Position.read(token).map(Position::token).orElse(token).replace("=", ""))
                .isEqualTo(token.replace("=", ""));
    }
}
