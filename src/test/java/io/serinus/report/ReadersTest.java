package io.serinus.report;

import static io.serinus.report.ReleaseFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.AccessReview.Answer;
import io.serinus.release.Reading;
import org.junit.jupiter.api.Test;

class ReadersTest {
    private final FakeAccessReview access = new FakeAccessReview();
    private final SetClock clock = new SetClock();
    private final Readers readers = new Readers(access, new FailedTokens(clock), clock);

    @Test
    void remembersABoundedNumber() {
        access.always = new Answer.Allowed("root");
        for (int i = 0; i < Readers.REMEMBERED + 50; i++) {
            assertThat(readers.refusal("token" + i, Reading.ALL, "a")).isEmpty();
        }
        assertThat(readers.size()).isEqualTo(Readers.REMEMBERED);
        assertThat(readers.isKnown("token0", Reading.ALL)).isFalse();
        assertThat(readers.isKnown("token" + Readers.REMEMBERED, Reading.ALL)).isTrue();
    }

    @Test
    void whoeverHasNoTokenPushesNobodyOut() {
        access.always = new Answer.Unknown("No token.");
        for (int i = 0; i < 100; i++) {
            assertThat(readers.refusal("", Reading.of("namespace" + i), "a"))
                    .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(401));
        }
        assertThat(readers.size()).isZero();
        access.always = new Answer.Allowed("root");
        assertThat(readers.refusal("token", Reading.ALL, "a")).isEmpty();
        assertThat(readers.size()).isEqualTo(1);
    }

    @Test
    void aWiderRightIsEnoughAndANarrowerOneIsNot() {
        access.knows("all", "root", "*");
        access.knows("shop", "alice", "shop");
        assertThat(readers.refusal("all", Reading.ALL, "a")).isEmpty();
        assertThat(readers.refusal("shop", Reading.of("shop"), "a")).isEmpty();

        assertThat(readers.isKnown("all", Reading.of("shop", "cart-1"))).isTrue();
        assertThat(readers.isKnown("all", Reading.of("bank"))).isTrue();
        assertThat(readers.isKnown("shop", Reading.of("shop", "cart-1"))).isTrue();
        assertThat(readers.isKnown("shop", Reading.of("bank", "cart-1"))).isFalse();
        assertThat(readers.isKnown("shop", Reading.ALL)).isFalse();
        assertThat(readers.isKnown("", Reading.of("shop"))).isFalse();
    }

    @Test
    void aRightToOneReleaseIsForThatOneOnly() {
        access.knows("shop", "alice", "shop");
        assertThat(readers.refusal("shop", Reading.of("shop", "cart-1"), "a")).isEmpty();
        assertThat(readers.isKnown("shop", Reading.of("shop", "cart-1"))).isTrue();
        assertThat(readers.isKnown("shop", Reading.of("shop", "cart-2"))).isFalse();
        assertThat(readers.isKnown("shop", Reading.of("shop"))).isFalse();
    }

    @Test
    void whoeverMayListANamespaceMayReadEachOfItsReleases() {
        access.knows("lister", "alice", "shop");
        access.has("lister", FakeAccessReview.Right.LIST);
        assertThat(readers.refusal("lister", Reading.of("shop", "cart-1"), "a")).isEmpty();
        assertThat(readers.isKnown("lister", Reading.of("shop", "cart-2"))).isTrue();
        assertThat(readers.refusal("lister", Reading.of("bank", "cart-1"), "a"))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(403));

        access.knows("getter", "bob", "shop");
        access.has("getter", FakeAccessReview.Right.GET);
        assertThat(readers.refusal("getter", Reading.of("shop", "cart-1"), "a")).isEmpty();
        assertThat(readers.refusal("getter", Reading.of("shop"), "a"))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(403));
    }

    @Test
    void wrongTokensCountByTheAddressTheyComeFrom() {
        access.knows("shop", "alice", "shop");
        for (int i = 0; i < FailedTokens.AT_ONCE + 5; i++) {
            readers.refusal("guess" + i, Reading.ALL, "10.0.0.1");
        }
        assertThat(readers.refusal("shop", Reading.of("shop"), "10.0.0.1"))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(429));
        assertThat(readers.refusal("shop", Reading.of("shop"), "10.0.0.2")).isEmpty();
    }

    /** Behind a proxy all have one address: whoever guesses must not lock the others out. */
    @Test
    void aTokenThatWasKnownIsLookedAtAllTheSame() {
        access.knows("shop", "alice", "shop");
        assertThat(readers.refusal("shop", Reading.of("shop"), "a")).isEmpty();
        for (int i = 0; i < FailedTokens.AT_ONCE + 5; i++) {
            readers.refusal("guess" + i, Reading.ALL, "a");
        }
        assertThat(readers.refusal("shop", Reading.of("shop", "cart-1"), "a")).isEmpty();
        clock.set(START.plus(Readers.YES_COUNTS));
        for (int i = 0; i < FailedTokens.AT_ONCE + 5; i++) {
            readers.refusal("another" + i, Reading.ALL, "a");
        }
        assertThat(readers.refusal("shop", Reading.of("shop"), "a")).isEmpty();

        access.always = new Answer.Unknown("Its time is over.");
        assertThat(readers.refusal("shop", Reading.of("bank"), "a"))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(401));
        assertThat(readers.refusal("shop", Reading.of("depot"), "a"))
                .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(429));
    }

    @Test
    void theSameWrongTokenCostsOneQuestionForAWhile() {
        for (int i = 0; i < 5; i++) {
            assertThat(readers.refusal("wrong", Reading.ALL, "a"))
                    .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(401));
        }
        assertThat(access.readings.get()).isEqualTo(1);
        clock.set(START.plus(Readers.NO_COUNTS));
        readers.refusal("wrong", Reading.ALL, "a");
        assertThat(access.readings.get()).isEqualTo(2);
    }
}
