package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serinus.metric.Backends;
import io.serinus.metric.HistorySource;
import io.serinus.metric.LevelSource;
import io.serinus.metric.MetricSource;
import io.serinus.metric.Origin;
import io.serinus.metric.Reporter;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Found found = new Found();
    private final Origins origins = new Origins(found);

    @AfterEach
    void close() {
        origins.close();
    }

    /** Somebody else's backend, of which only that is known who has counted there. */
    private static final class Found implements Backends {
        private volatile Set<Reporter> reporters = Set.of();
        private volatile Optional<Reporter> configured = Optional.empty();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean isDown;
        private volatile Set<String> names = Set.of(DEFAULT, "thanos");
        private final List<Instant> askedAs = new CopyOnWriteArrayList<>();

        @Override
        public Set<String> names() {
            return names;
        }

        @Override
        public MetricSource counters(Origin origin) {
            throw new AssertionError();
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
        public Optional<Reporter> reporter(String backend) {
            return configured;
        }

        @Override
        public Set<Reporter> reporters(String backend, Set<String> hosts, Instant at)
                throws SourceUnavailableException {
            askedAs.add(at);
            asked.incrementAndGet();
            if (isDown) {
                throw new SourceUnavailableException("down");
            }
            return reporters;
        }
    }

    private static Release release(Map<String, Object> more, Map<String, Object> firstStep) {
        var template = new HashMap<String, Object>(WholeReleaseTest.template("""
                apiVersion: serinus.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: default}
                spec:
                  metrics: [{name: errors, errorRate: {}}]
                """));
        var spec = new HashMap<>((Map<String, Object>) cast(template.get("spec")));
        spec.putAll(more);
        spec.put("steps", List.of(firstStep, Map.of("weight", 50)));
        template.put("spec", spec);
        return new Scene(template).ask("v2").until(found -> found.plan().isPresent());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(@Nullable Object tree) {
        return (Map<String, Object>) Objects.requireNonNull(tree);
    }

    @Test
    void whatTheTemplateSaysCounts() {
        Release release = release(Map.of("backend", "default", "reporter", "waypoint"), Map.of("weight", 5));
        found.configured = Optional.of(Reporter.DESTINATION);
        assertThat(origins.of(release, NOW)).isEqualTo(new Origin("default", Reporter.WAYPOINT));
        assertThat(found.asked).hasValue(0);
    }

    @Test
    void aStepThatMirrorsIsJudgedWhereTheSecondCopyIsCounted() {
        Release release = release(Map.of(), Map.of("mirror", "10%"));
        found.configured = Optional.of(Reporter.SOURCE);
        assertThat(origins.of(release, NOW)).isEqualTo(new Origin("default", Reporter.DESTINATION));
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE DESTINATION WAYPOINT, SOURCE",
        "DESTINATION WAYPOINT, WAYPOINT",
        "DESTINATION, DESTINATION",
    })
    void otherwiseWhoeverHasCounted(String counted, Reporter chosen) {
        found.reporters =
                Arrays.stream(counted.split(" ")).map(Reporter::valueOf).collect(Collectors.toSet());
        Release release = release(Map.of(), Map.of("weight", 5));
        assertThat(origins.of(release, NOW)).isEqualTo(new Origin("default", Reporter.SOURCE));
        await().until(() -> origins.of(release, NOW).reporter() == chosen && found.asked.get() == 1);
        found.reporters = Set.of(Reporter.SOURCE);
        assertThat(origins.of(release, NOW.plusSeconds(3600)).reporter())
                .as("one release, one reporter")
                .isEqualTo(chosen);
        assertThat(found.asked).hasValue(1);
    }

    @Test
    void knowsWhenABackendWasTakenAway() {
        Release release = release(Map.of(), Map.of("weight", 5));
        assertThat(origins.isKnown(release)).isTrue();
        found.names = Set.of("thanos");
        assertThat(origins.isKnown(release)).isFalse();
    }

    /** Else a successor that asks later would come to another answer. */
    @Test
    void asksFirstAsOfTheBeginningOfTheRelease() {
        found.reporters = Set.of(Reporter.DESTINATION);
        Release release = release(Map.of(), Map.of("weight", 5));
        assertThat(origins.isSettled(release)).isFalse();
        origins.of(release, NOW.plusSeconds(7200));
        await().until(() -> origins.isSettled(release));
        assertThat(found.askedAs).containsExactly(release.history().getFirst().enteredAt());
    }

    @Test
    void asksAgainWhereNobodyHasCountedOrAnswered() {
        Release release = release(Map.of(), Map.of("weight", 5));
        found.isDown = true;
        origins.of(release, NOW);
        await().until(() -> found.asked.get() == 1);
        origins.of(release, NOW.plusSeconds(14));
        found.isDown = false;
        origins.of(release, NOW.plusSeconds(15));
        await().until(() -> found.asked.get() == 2);
        found.reporters = Set.of(Reporter.DESTINATION);
        await().until(() -> {
            origins.of(release, NOW.plusSeconds(40));
            return found.asked.get() == 3;
        });
        await().until(() -> origins.of(release, NOW.plusSeconds(41)).reporter() == Reporter.DESTINATION);
        origins.retain(Set.of());
        assertThat(origins.of(release, NOW.plusSeconds(42)).reporter()).isEqualTo(Reporter.SOURCE);
    }
}
