package io.serinus.controller;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.analysis.Observation;
import io.serinus.analysis.Observation.Counted;
import io.serinus.metric.BucketBounds;
import io.serinus.metric.Compared;
import io.serinus.metric.LatencyCounts;
import io.serinus.metric.Level;
import io.serinus.metric.LevelSource;
import io.serinus.metric.LevelSource.Query;
import io.serinus.metric.Outcome;
import io.serinus.metric.RequestCounts;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Plan;
import io.serinus.release.ReleaseId;
import io.serinus.simulation.DemoScenario;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Direction;
import io.serinus.template.LevelTolerance;
import io.serinus.template.Method;
import io.serinus.template.Metric;
import io.serinus.template.Queries;
import io.serinus.template.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LevelsTest {
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L);
    private static final Query QUERY = new Query("b", "c");
    private static final Demand PLAIN = demand("plain", LevelDemand.NONE);
    private static final Demand CUSTOM =
            demand("custom", new LevelDemand(Map.of("queue", QUERY), Map.of("odd", new Level.Absent("No label."))));

    @Test
    void addsNumbersWhereAnIntervalEndsAndLeavesTheCountsAsTheyWere() {
        Counted end = counted(true);
        Map<String, Observation> tick = Map.of("plain", end, "custom", end);

        var awaiting = Levels.awaiting(tick, List.of(PLAIN, CUSTOM));
        assertThat(awaiting).containsOnlyKeys("custom");
        var read = new Levels((at, queries) -> {
                    assertThat(at).isEqualTo(AT);
                    assertThat(queries).containsExactly(QUERY);
                    return Map.of(QUERY, new Level.Read(1, 2));
                })
                .read(AT, awaiting, List.of(PLAIN, CUSTOM));

        assertThat(read)
                .isEqualTo(Map.of(
                        "custom",
                        new Counted(
                                AT,
                                end.requests(),
                                end.settled(),
                                end.latency(),
                                end.unattributed(),
                                Map.of("queue", new Level.Read(1, 2), "odd", new Level.Absent("No label.")))));
    }

    @Test
    void awaitsNothingBetweenIntervalsNorWithoutCounts() {
        assertThat(Levels.awaiting(Map.of("custom", counted(false)), List.of(CUSTOM)))
                .isEmpty();
        assertThat(Levels.awaiting(Map.of("custom", new Observation.SourceDown(AT, "down")), List.of(CUSTOM)))
                .isEmpty();
        assertThat(Levels.awaiting(Map.of(), List.of(CUSTOM))).isEmpty();
    }

    @Test
    void hasCountsWithoutNumbersWhereTheSourceFailsOrForgets() {
        var awaiting = Levels.awaiting(Map.of("custom", counted(true)), List.of(CUSTOM));
        for (LevelSource source : List.<LevelSource>of(
                (at, queries) -> {
                    throw new IllegalStateException("broken");
                },
                (at, queries) -> Map.of())) {
            var read = (Counted) requireNonNull(
                    new Levels(source).read(AT, awaiting, List.of(CUSTOM)).get("custom"));
            assertThat(read.requests()).isEqualTo(counted(true).requests());
            assertThat(read.levels().get("queue")).isInstanceOf(Level.Absent.class);
        }
    }

    @Test
    void completesTheQueriesOfARelease() {
        Plan plan = planWith(
                custom("queue", "sum(depth{ns=\"${release.namespace}\",svc=\"${release.service}\",v=~\"${version}\"})"),
                custom("odd", "up{v=${version}}"));

        LevelDemand demand = LevelDemand.of(new ReleaseId("shop", "checkout-v2-1"), plan);

        assertThat(demand.queries())
                .isEqualTo(Map.of(
                        "queue",
                        new Query(
                                "sum(depth{ns=\"shop\",svc=\"checkout\",v=~\"v1\"})",
                                "sum(depth{ns=\"shop\",svc=\"checkout\",v=~\"v2\"})")));
        assertThat(demand.unaskable().get("odd"))
                .isInstanceOfSatisfying(
                        Level.Absent.class,
                        absent -> assertThat(absent.reason()).contains("${version} outside a string"));
    }

    private static Plan planWith(Metric... custom) {
        Plan plan = new Scene()
                .ask(DemoScenario.CANARY)
                .until(release -> release.plan().isPresent())
                .plan()
                .orElseThrow();
        AnalysisTemplate template = plan.template();
        var metrics = new ArrayList<>(template.metrics());
        metrics.addAll(List.of(custom));
        return new Plan(
                plan.name(),
                plan.pair(),
                plan.target(),
                plan.original(),
                new AnalysisTemplate(
                        template.name(),
                        template.tick(),
                        template.interval(),
                        template.warmup(),
                        template.risk(),
                        metrics,
                        template.steps(),
                        template.policies()),
                plan.templateSpec(),
                plan.lint());
    }

    private static Metric custom(String name, String query) {
        var tolerance = new LevelTolerance(0.2, 1);
        return new Metric.Custom(
                name, Role.ADVISORY, 1, Method.WELCH, Queries.ofBoth(query), Direction.INCREASE, tolerance, tolerance);
    }

    private static Counted counted(boolean ends) {
        var some = new RequestCounts(Map.of(Outcome.http("200"), 3L));
        return new Counted(
                AT,
                new Compared<>(some, some),
                ends ? Optional.of(new Compared<>(LatencyCounts.NONE, LatencyCounts.NONE)) : Optional.empty());
    }

    private static Demand demand(String key, LevelDemand levels) {
        return new Demand(
                key,
                new Target(new Version("cart", "v1"), new Version("cart", "v2")),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ZERO,
                BucketBounds.none(),
                levels);
    }
}
