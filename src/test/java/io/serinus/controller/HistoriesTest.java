package io.serinus.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.controller.Histories.Recollection;
import io.serinus.metric.BaselineHistory;
import io.serinus.metric.HistorySource;
import io.serinus.metric.SourceUnavailableException;
import io.serinus.release.Release;
import io.serinus.simulation.DemoScenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    private static final BaselineHistory HISTORY = new BaselineHistory(List.of(), 1, 2);

    private final Scene scene = new Scene();
    private final Release release =
            scene.ask(DemoScenario.CANARY).until(found -> !found.history().isEmpty());
    private final BlockingQueue<Recollection> delivered = new LinkedBlockingQueue<>();

    @Test
    void asksForTheHourBeforeTheFirstStepOnTheGridOfIntervals() {
        HistorySource.Query query = Histories.query(release).orElseThrow();

        assertThat(query.version())
                .isEqualTo(release.plan().orElseThrow().target().baseline());
        assertThat(query.interval())
                .isEqualTo(release.plan().orElseThrow().template().interval());
        assertThat(query.to()).isBeforeOrEqualTo(release.history().getFirst().enteredAt());
        assertThat(query.to().toEpochMilli() % query.interval().toMillis()).isZero();
        assertThat(Duration.between(query.from(), query.to())).isEqualTo(Histories.SPAN);
    }

    @Test
    void asksTheSameAgainAfterATakeoverInALaterStep() {
        Release later = scene.until(found -> found.history().size() > 1);
        assertThat(scene.toRecall()).isPresent();
        assertThat(scene.toRecall()).as("only once").isEmpty();

        scene.restart().tick();

        assertThat(scene.toRecall().flatMap(Histories::query))
                .isEqualTo(Histories.query(later))
                .isEqualTo(Histories.query(release));
    }

    @Test
    void triesAgainWhereTheSourceFailsAndTheAnswerStillMatters() throws Exception {
        var tries = new AtomicInteger();
        assertThat(recall(
                        query -> {
                            if (tries.incrementAndGet() < 3) {
                                throw new SourceUnavailableException("overloaded");
                            }
                            return Optional.of(HISTORY);
                        },
                        true))
                .isEqualTo(new Recollection(Optional.of(HISTORY), ""));
        assertThat(tries).hasValue(3);
    }

    @Test
    void saysWhyItGaveUp() throws Exception {
        var tries = new AtomicInteger();
        HistorySource failing = query -> {
            tries.incrementAndGet();
            throw new SourceUnavailableException("overloaded");
        };

        assertThat(recall(failing, true).reason()).contains("could not be read: overloaded");
        assertThat(tries).hasValue(3);
        assertThat(recall(failing, false).history()).isEmpty();
        assertThat(tries).hasValue(4);
        assertThat(recall(query -> Optional.empty(), true).reason()).contains("two pods");
        assertThat(recall(
                                query -> {
                                    throw new IllegalStateException("a mistake");
                                },
                                true)
                        .reason())
                .contains("a mistake");
    }

    @Test
    void asksForFewReleasesAtOnce() throws Exception {
        var asking = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        HistorySource slow = query -> {
            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new SourceUnavailableException("interrupted", e);
            } finally {
                asking.decrementAndGet();
            }
            return Optional.of(HISTORY);
        };
        try (var histories = new Histories(_ -> slow, Scene.AT_ONCE)) {
            for (int i = 0; i < 6; i++) {
                histories.recall(release, () -> true, delivered::add);
            }
            go.countDown();
            for (int i = 0; i < 6; i++) {
                assertThat(delivered.poll(30, TimeUnit.SECONDS)).isNotNull();
            }
        }
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void hasNoPlaceInAReleaseThatIsOver() {
        assertThat(scene.isOpenToHistory(release)).isTrue();
        Release over = scene.withdraw().until(found -> found.state().isTerminal());
        assertThat(Histories.query(over)).isEmpty();
        assertThat(scene.toRecall()).isEmpty();
        assertThat(scene.isOpenToHistory(release)).isFalse();
        scene.remember(release, new Recollection(Optional.of(HISTORY), ""));
    }

    private Recollection recall(HistorySource source, boolean matters) throws InterruptedException {
        try (var histories = new Histories(_ -> source, Scene.AT_ONCE)) {
            histories.recall(release, () -> matters, delivered::add);
            Recollection found = delivered.poll(30, TimeUnit.SECONDS);
            assertThat(found).isNotNull();
            return found;
        }
    }
}
