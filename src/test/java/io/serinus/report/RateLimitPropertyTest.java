package io.serinus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RateLimitPropertyTest {
    private static final Duration SPAN = Duration.ofSeconds(6);
    private static final int AT_ONCE = 10;

    @Property
    void letsNoMoreThroughThanItSays(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 20) Integer> pauses) {
        var limit = new RateLimit(AT_ONCE, SPAN, 3);
        Instant now = Instant.EPOCH;
        var allowed = new ArrayList<Instant>();
        for (int pause : pauses) {
            now = now.plusSeconds(pause);
            boolean isSpent = limit.isSpent("alice", now);
            assertThat(limit.isSpent("alice", now)).as("asking costs nothing").isEqualTo(isSpent);
            boolean isAllowed = limit.allows("alice", now);
            assertThat(isAllowed).isNotEqualTo(isSpent);
            if (isAllowed) {
                allowed.add(now);
            }
        }
        for (int first = 0; first < allowed.size(); first++) {
            for (int last = first; last < allowed.size(); last++) {
                long seconds =
                        Duration.between(allowed.get(first), allowed.get(last)).toSeconds();
                assertThat(last - first + 1L).isLessThanOrEqualTo(AT_ONCE + seconds / SPAN.toSeconds() + 1);
            }
        }
        assertThat(limit.allows("alice", now.plus(SPAN.multipliedBy(AT_ONCE)))).isTrue();
    }

    @Property(tries = 20)
    void remembersABoundedNumberOfUsersAndKeepsThemApart(@ForAll @IntRange(min = 1, max = 50) int users) {
        var limit = new RateLimit(1, SPAN, 10);
        for (int user = 0; user < users; user++) {
            assertThat(limit.allows("user" + user, Instant.EPOCH)).isTrue();
            assertThat(limit.allows("user" + user, Instant.EPOCH)).isFalse();
        }
        assertThat(limit.size()).isEqualTo(Math.min(users, 10));
    }
}
