package io.serinus.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FenceTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    // Close to where the clock wraps around: it may begin anywhere.
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Fence fence = new Fence(DEADLINE, clock::get);

    @Test
    void isClosedBeforeTheFirstRenewal() {
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void closesByItselfExactlyAtTheDeadline() {
        fence.renewed(fence.now());

        clock.addAndGet(DEADLINE.toNanos() - 1);
        assertThat(fence.isOpen()).isTrue();
        clock.addAndGet(1);
        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void countsFromBeforeTheRequestWasSent() {
        long before = fence.now();
        clock.addAndGet(Duration.ofSeconds(9).toNanos());
        fence.renewed(before);

        clock.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void aRenewalOpensItAgain() {
        fence.renewed(fence.now());
        clock.addAndGet(DEADLINE.toNanos() * 2);
        assertThat(fence.isOpen()).isFalse();

        fence.renewed(fence.now());

        assertThat(fence.isOpen()).isTrue();
    }

    @Test
    void isShutForGood() {
        fence.renewed(fence.now());

        fence.shut();
        fence.renewed(fence.now());

        assertThat(fence.isOpen()).isFalse();
    }

    @Test
    void isClosedAtOnceWhenTheLeaseIsLost() {
        fence.renewed(fence.now());

        fence.lost();

        assertThat(fence.isOpen()).isFalse();
    }
}
