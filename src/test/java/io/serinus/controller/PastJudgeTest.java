package io.serinus.controller;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serinus.analysis.Judge;
import io.serinus.analysis.JudgeState;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Observation;
import io.serinus.analysis.Verdict;
import io.serinus.catalog.TemplateParser;
import io.serinus.controller.PastJudge.Answer;
import io.serinus.controller.PastJudge.Moment;
import io.serinus.controller.PastJudge.Question;
import io.serinus.metric.OneBackend;
import io.serinus.metric.Reporter;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.simulation.Behaviour;
import io.serinus.simulation.DemoScenario;
import io.serinus.simulation.SimulatedMesh;
import io.serinus.simulation.SimulatedMetricSource;
import io.serinus.template.AnalysisTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was judged live and what is judged afterwards from the same backend is the same. */
class PastJudgeTest {
    private static final String HOST = DemoScenario.SHOP.host(DemoScenario.CHECKOUT);
    private static final Target TARGET = new Target(new Version(HOST, "v1"), new Version(HOST, "v2"));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FROM = START.plusSeconds(300);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final AnalysisTemplate TEMPLATE = template(Map.of(
            "calibration",
            false,
            "warmup",
            "30s",
            "metrics",
            List.of(
                    Map.of("name", "errors", "errorRate", Map.of()),
                    Map.of("name", "latency", "latency", Map.of("bounds", List.of("250ms")))),
            "steps",
            List.of(Map.of("weight", 25))));

    private static AnalysisTemplate template(Map<String, Object> spec) {
        return ((TemplateParser.Result.Parsed) TemplateParser.parse("default", spec))
                .template()
                .template();
    }

    private final SimulatedMesh mesh = DemoScenario.SHOP.mesh(START, 11, host -> routing());
    private final SimulatedMetricSource source =
            new SimulatedMetricSource(mesh, Duration.ofSeconds(2), Duration.ofHours(1));
    private final OneBackend backend =
            new OneBackend(Reporter.SOURCE, source, source, (_, _) -> Map.of(), Duration.ZERO);

    @ParameterizedTest
    @CsvSource({"0.001, PASS", "0.2, FAIL"})
    void saysWhatWasSaidLive(double errors, Verdict expected) throws InterruptedException {
        mesh.setBehaviour(HOST, "v2", Behaviour.withErrorRatio(errors));
        Live live = live(FROM, FROM.plus(Duration.ofMinutes(12)));
        var seen = new ArrayList<Moment>();

        Answer answer = PastJudge.judge(
                backend, question(FROM, FROM.plus(Duration.ofMinutes(12)), Optional.empty()), () -> true, seen::add);

        assertThat(answer).isInstanceOf(Answer.Judged.class);
        var judged = (Answer.Judged) answer;
        Judgement word = judged.word().orElseThrow();
        assertThat(word.verdict()).isEqualTo(expected);
        assertThat(word.evidence()).isEqualTo(live.word.evidence());
        assertThat(word.reason()).isEqualTo(live.word.reason());
        assertThat(judged.moments()).isEqualTo(seen);
        assertThat(judged.reporter()).isEqualTo(Reporter.SOURCE);
        assertThat(judged.moments().stream()
                        .collect(Collectors.summingLong(
                                moment -> moment.point().requests().canary())))
                .isEqualTo(live.canaryRequests);
    }

    @Test
    void hasNoWordOnATimeInWhichNothingWasCounted() throws InterruptedException {
        source.advance(START.plusSeconds(60));
        Answer answer = PastJudge.judge(
                backend,
                question(START.minus(Duration.ofHours(3)), START.minus(Duration.ofHours(2)), Optional.empty()),
                () -> true,
                _ -> {});
        assertThat(answer).isInstanceOfSatisfying(Answer.Judged.class, judged -> {
            assertThat(judged.word()).isEmpty();
            assertThat(judged.moments()).isEmpty();
            assertThat(judged.absence()).isNotEmpty();
        });
    }

    @Test
    void stopsWhenNobodyWantsToKnowAnyMore() throws InterruptedException {
        live(FROM, FROM.plusSeconds(60));
        assertThat(PastJudge.judge(
                        backend,
                        question(FROM, FROM.plusSeconds(60), Optional.of(Reporter.SOURCE)),
                        () -> false,
                        _ -> {}))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void refusesASpanThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> question(FROM, FROM, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected from to be earlier");
    }

    private static Question question(Instant from, Instant to, Optional<Reporter> reporter) {
        return new Question("shop", "checkout", TEMPLATE, TARGET, from, to, 25, 100, reporter);
    }

    private record Live(Judgement word, long canaryRequests) {}

    /** As a controller judges it that begins at the first of these ticks. */
    private Live live(Instant from, Instant to) {
        var judge = new Judge(TEMPLATE);
        JudgeState state = judge.start(Optional.empty());
        var collector = new Collector(source);
        var demand = new Demand(
                "shop/checkout",
                TARGET,
                TEMPLATE.tick(),
                TEMPLATE.interval(),
                TEMPLATE.warmup(),
                Demand.bounds(TEMPLATE.metrics()),
                LevelDemand.NONE);
        state = judge.fold(state, new Observation.WeightChanged(from.minus(TICK), 1, 25, 100, false));
        long requests = 0;
        for (Instant at = START.plus(TICK); !at.isAfter(to); at = at.plus(TICK)) {
            source.advance(at);
            if (at.isBefore(from)) {
                continue;
            }
            Observation observed = collector.collect(at, List.of(demand)).get("shop/checkout");
            if (observed != null) {
                state = judge.fold(state, observed);
                requests += observed instanceof Observation.Counted counted
                        ? counted.requests().canary().total()
                        : 0;
            }
        }
        return new Live(judge.explain(state), requests);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> routing() {
        Map<String, Object> virtualService = DemoScenario.SHOP.virtualService(DemoScenario.CHECKOUT);
        var http = (List<Map<String, Object>>)
                ((Map<String, Object>) requireNonNull(virtualService.get("spec"))).get("http");
        var route = (List<Map<String, Object>>)
                requireNonNull(requireNonNull(http).getFirst().get("route"));
        route.getFirst().put("weight", 75);
        route.getLast().put("weight", 25);
        return virtualService;
    }
}
