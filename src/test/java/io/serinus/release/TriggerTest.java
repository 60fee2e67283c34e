package io.serinus.release;

import static io.serinus.release.Fixtures.T0;
import static io.serinus.release.Fixtures.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Signals.Wish;
import io.serinus.release.State.Ended;
import io.serinus.release.State.Pending;
import io.serinus.routing.VirtualService;
import io.serinus.template.Policies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TriggerTest {

    private static VirtualService annotated(Map<String, String> annotations) {
        return new VirtualService("shop", "checkout", "1", annotations, Map.of());
    }

    private static VirtualService asking(String canary) {
        return annotated(Map.of(Trigger.RELEASE, canary));
    }

    private static Release ended(int number, String canary, Outcome outcome) {
        return release(number, canary, new Ended(outcome, T0, "over"));
    }

    @Test
    void readsAllAnnotationsOfARequest() {
        var virtualService = annotated(Map.of(
                Trigger.RELEASE,
                " v2 ",
                Trigger.BASELINE,
                "v1",
                Trigger.TEMPLATE,
                "cautious",
                Trigger.ROUTES,
                "primary, beta ,",
                Trigger.ARGUMENT + "threshold",
                " 1% ",
                Trigger.ARGUMENT + "suffix",
                ""));
        assertThat(Trigger.request(virtualService))
                .contains(new Request(
                        "checkout",
                        "v2",
                        Optional.of("v1"),
                        "cautious",
                        List.of("primary", "beta"),
                        Map.of("threshold", "1%")));
    }

    @Test
    void aChangedArgumentSupersedesARequestThatHasNotBegun() {
        var asking = annotated(Map.of(Trigger.RELEASE, "v2", Trigger.ARGUMENT + "first", "20"));
        Request asked = Trigger.request(asking).orElseThrow();
        var pending = Release.requested(new ReleaseId("shop", "checkout-v2-1"), asked, T0);
        assertThat(Trigger.wish(pending, Optional.of(asking))).isInstanceOf(Wish.Continue.class);
        var changed = annotated(Map.of(Trigger.RELEASE, "v2", Trigger.ARGUMENT + "first", "30"));
        assertThat(Trigger.wish(pending, Optional.of(changed))).isInstanceOf(Wish.Supersede.class);
    }

    @Test
    void aBlankOrAbsentAnnotationAsksForNothing() {
        assertThat(Trigger.request(annotated(Map.of()))).isEmpty();
        assertThat(Trigger.request(asking("  "))).isEmpty();
    }

    @Test
    void namesReleasesByVirtualServiceCanaryAndAttempt() {
        assertThat(Trigger.due(asking("v2"), List.of(), 0)).contains(new ReleaseId("shop", "checkout-v2-1"));
        assertThat(Trigger.due(asking("host:Checkout_V3.shop"), List.of(ended(11, "v2", Outcome.PROMOTED)), 11))
                .contains(new ReleaseId("shop", "checkout-checkout-v3-shop-12"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"PROMOTED", "ABORTED"})
    void theSameRequestDoesNothingASecondTime(Outcome outcome) {
        assertThat(Trigger.due(asking("v2"), List.of(ended(1, "v2", outcome)), 1))
                .isEmpty();
    }

    @Test
    void theSameRequestBeginsAnewOnceItWasWithdrawn() {
        assertThat(Trigger.due(
                        asking("v2"), List.of(ended(1, "v2", Outcome.ABORTED).withdraw()), 1))
                .contains(new ReleaseId("shop", "checkout-v2-2"));
        assertThat(Trigger.due(asking("v2"), List.of(ended(1, "v2", Outcome.CANCELLED)), 1))
                .contains(new ReleaseId("shop", "checkout-v2-2"));
    }

    @Test
    void anEarlierReleaseOfTheSameCanaryDoesNotMeetTheRequest() {
        var releases = List.of(ended(1, "v2", Outcome.PROMOTED), ended(2, "v3", Outcome.ABORTED));
        assertThat(Trigger.due(asking("v2"), releases, 2)).contains(new ReleaseId("shop", "checkout-v2-3"));
    }

    @Test
    void notesAWithdrawalOnlyOfAnEndedRelease() {
        Release over = ended(1, "v2", Outcome.ABORTED);
        assertThat(Trigger.isWithdrawn(over, Optional.of(annotated(Map.of())))).isTrue();
        assertThat(Trigger.isWithdrawn(over, Optional.of(asking("v2")))).isFalse();
        assertThat(Trigger.isWithdrawn(over, Optional.empty())).isFalse();
        assertThat(Trigger.isWithdrawn(over.withdraw(), Optional.of(annotated(Map.of()))))
                .isFalse();
    }

    @Test
    void removingTheAnnotationCancelsAndAnotherCanarySupersedes() {
        Release pending = release(1, "v2", new Pending(T0, ""));
        assertThat(Trigger.wish(pending, Optional.of(asking("v2")))).isEqualTo(new Wish.Continue());
        assertThat(Trigger.wish(pending, Optional.of(annotated(Map.of())))).isInstanceOf(Wish.Cancel.class);
        assertThat(Trigger.wish(pending, Optional.of(asking("v3")))).isInstanceOf(Wish.Supersede.class);
    }

    @Test
    void otherAnnotationsCountOnlyBeforeTheReleaseHasBegun() {
        var changed = Optional.of(annotated(Map.of(Trigger.RELEASE, "v2", Trigger.TEMPLATE, "fast")));
        assertThat(Trigger.wish(release(1, "v2", new Pending(T0, "no template")), changed))
                .isInstanceOf(Wish.Supersede.class);
        var begun = new State.Progressing(
                Fixtures.plan(Policies.Policy.Then.HOLD), 0, T0, Optional.empty(), Optional.empty());
        assertThat(Trigger.wish(release(1, "v2", begun), changed)).isEqualTo(new Wish.Continue());
    }

    @Test
    void keepsTheNewestEndedReleases() {
        var releases = List.of(
                ended(9, "v2", Outcome.ABORTED), ended(10, "v3", Outcome.ABORTED), ended(11, "v4", Outcome.PROMOTED));
        assertThat(Trigger.outdated(releases, 2)).containsExactly(new ReleaseId("shop", "checkout-v2-9"));
    }
}
