package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.metric.Version;
import io.serinus.release.Copies.Draft;
import io.serinus.release.Copy;
import io.serinus.release.ReleaseId;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentDraftsTest {
    private static final Pair PAIR = pair("v2");
    private static final Draft REFUSED = new Draft.Refused("No.");

    private long nanos = Long.MAX_VALUE - 1;
    private int asked;
    private final RecentDrafts drafts = new RecentDrafts(() -> nanos);

    private static Pair pair(String canary) {
        return new Pair(new Endpoint("shop", "v1"), new Endpoint("shop", canary));
    }

    private Draft get(String release, Pair pair, Draft draft) {
        return drafts.get(new ReleaseId("ns", release), pair, () -> {
            asked++;
            return draft;
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNotPossibleIsKeptForAWhile(boolean isRefused) {
        Draft draft = isRefused ? REFUSED : new Draft.Unknown();
        get("a", PAIR, draft);
        nanos += RecentDrafts.KEPT.toNanos() - 1;
        assertThat(get("a", PAIR, new Draft.Refused("Other."))).isEqualTo(draft);
        assertThat(asked).isEqualTo(1);

        nanos++;
        assertThat(get("a", PAIR, new Draft.Refused("Other."))).isEqualTo(new Draft.Refused("Other."));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void anotherReleaseAndAnotherCanaryAreAskedFor() {
        get("a", PAIR, REFUSED);
        get("b", PAIR, REFUSED);
        get("a", pair("v3"), REFUSED);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatIsPossibleIsNotKept() {
        var copy = new Copy("ns", "d", "s-serinus-copy", new Version("s-serinus-copy.ns.svc.cluster.local", "v"), 1);
        get("a", PAIR, new Draft.Possible(copy));
        assertThat(get("a", PAIR, REFUSED)).isEqualTo(REFUSED);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void keepsOnlySoManyAndForgetsThoseThatAreOld() {
        for (int i = 0; i <= RecentDrafts.MOST; i++) {
            get("r" + i, PAIR, REFUSED);
        }
        asked = 0;
        get("r0", PAIR, REFUSED);
        assertThat(asked).isZero();
        get("r" + RecentDrafts.MOST, PAIR, REFUSED);
        assertThat(asked).as("there was no room").isEqualTo(1);

        nanos += RecentDrafts.KEPT.toNanos();
        get("r" + RecentDrafts.MOST, PAIR, REFUSED);
        asked = 0;
        get("r" + RecentDrafts.MOST, PAIR, REFUSED);
        assertThat(asked).as("there is again").isZero();
    }
}
