package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.analysis.Observation;
import io.serinus.analysis.Verdict;
import io.serinus.metric.Backends;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.HistorySource;
import io.serinus.metric.LevelSource;
import io.serinus.metric.MetricSource;
import io.serinus.metric.Origin;
import io.serinus.metric.Reporter;
import io.serinus.metric.Snapshot;
import io.serinus.metric.SnapshotQuery;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectingTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Origin FAST = new Origin(Backends.DEFAULT, Reporter.SOURCE);
    private static final Origin SLOW = new Origin("far", Reporter.SOURCE);

    private final Map<String, Observation> delivered = new ConcurrentHashMap<>();
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final Map<String, Optional<String>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger over = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Collecting collecting = new Collecting(new Two(), new Listener());

    @AfterEach
    void close() {
        answer.countDown();
        collecting.close();
    }

    /** One that answers at once, and one that does so only when it is let. */
    private final class Two implements Backends {
        @Override
        public Set<String> names() {
            return Set.of(DEFAULT, "far");
        }

        @Override
        public MetricSource counters(Origin origin) {
            return query -> origin.equals(FAST) ? empty(query) : late(query);
        }

        private Snapshot late(SnapshotQuery query) throws SourceUnavailableException {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new SourceUnavailableException("interrupted", e);
            }
            throw new SourceUnavailableException("the far one is away");
        }

        @Override
        public HistorySource history(String backend) {
            throw new AssertionError();
        }

        @Override
        public LevelSource levels(String backend) {
            throw new AssertionError();
        }

        @Override
        public Duration delay(String backend) {
            return Duration.ZERO;
        }

        @Override
        public Set<Reporter> reporters(String backend, Set<String> hosts, Instant at) {
            return Set.of(Reporter.SOURCE);
        }
    }

    private static Snapshot empty(SnapshotQuery query) {
        return new Snapshot(query.at(), Map.of(), Map.of(), Map.of());
    }

    private final class Listener implements LoopListener {
        @Override
        public void wentRound() {}

        @Override
        public void ticked(Instant at, Duration took, int releases) {}

        @Override
        public void sourceAnswered(String backend, Optional<String> failure) {
            answers.put(backend, failure);
        }

        @Override
        public void routed(String result) {}

        @Override
        public void judged(Verdict verdict) {}

        @Override
        public void entered(int steps) {}

        @Override
        public void ended(Outcome outcome, Optional<Duration> took) {}

        @Override
        public void leading(boolean leads) {}
    }

    private boolean collect(Origin origin, Instant at, String release) {
        var demand = new Demand(
                release,
                new Target(new Version("cart", "v1"), new Version("cart", "v2")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                BucketBounds.none());
        return collecting.collect(
                origin,
                at,
                List.of(demand),
                (observations, releases) -> {
                    delivered.putAll(observations);
                    looked.addAll(releases);
                },
                over::incrementAndGet);
    }

    @Test
    void aBackendThatIsAwayKeepsOnlyItsOwnReleasesWaiting() {
        assertThat(collect(SLOW, T0, "slow")).isTrue();
        for (int tick = 0; tick < 3; tick++) {
            Instant at = T0.plusSeconds(5L * tick);
            int before = over.get();
            assertThat(collect(FAST, at, "fast")).isTrue();
            await().until(() -> over.get() > before);
            assertThat(collect(SLOW, at, "slow"))
                    .as("not twice at the same time")
                    .isFalse();
        }
        assertThat(delivered.get("fast")).isInstanceOf(Observation.Missing.class);
        assertThat(looked).containsExactly("fast");
        assertThat(collecting.isIdle()).isFalse();
        assertThat(answers).isEqualTo(Map.of(Backends.DEFAULT, Optional.empty()));

        answer.countDown();
        await().until(collecting::isIdle);
        assertThat(delivered.get("slow")).isInstanceOf(Observation.SourceDown.class);
        assertThat(answers.get("far")).contains("the far one is away");
        await().until(() -> collect(SLOW, T0.plusSeconds(20), "slow"));
    }

    @Test
    void whatIsResetBeginsAnewWhileTheOldOneStillDelivers() {
        assertThat(collect(SLOW, T0, "slow")).isTrue();
        collecting.reset();
        assertThat(collecting.isIdle()).isFalse();
        assertThat(collect(SLOW, T0.plusSeconds(5), "slow")).isTrue();
        answer.countDown();
        await().until(() -> over.get() == 2 && collecting.isIdle());
    }
}
