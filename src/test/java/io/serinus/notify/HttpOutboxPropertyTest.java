package io.serinus.notify;

import static io.serinus.notify.Sample.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.LogEntry;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.template.Hook;
import io.serinus.template.Notification;
import io.serinus.template.Notification.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Random lives of a release: things are said, sent, recorded, fail, and the process dies at any moment. */
class HttpOutboxPropertyTest {
    enum Event {
        SAY,
        WARN,
        RUN,
        FAIL,
        WAIT,
        RECORD,
        DIE
    }

    /** Every entry that each recipient has taken, in order; with what was recorded when it was sent. */
    private final Map<String, List<String>> taken = new HashMap<>();

    private final Deque<Errands.Task> tasks = new ArrayDeque<>();
    private final Deque<Runnable> pauses = new ArrayDeque<>();
    private Instant now = T0;
    private boolean failing;

    private HttpOutbox outbox() {
        return new HttpOutbox(
                message -> {
                    if (failing) {
                        return new Post.Reply.Answered(500, "", Optional.empty());
                    }
                    taken.computeIfAbsent(message.url().orElseThrow(), _ -> new ArrayList<>())
                            .add(message.id());
                    return new Post.Reply.Answered(200, "", Optional.empty());
                },
                new Errands() {
                    @Override
                    public void run(String lane, Task task) {
                        tasks.add(task);
                    }

                    @Override
                    public void later(Duration pause, Runnable then) {
                        pauses.add(then);
                    }
                },
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), () -> 0),
                () -> now,
                () -> true,
                CallListener.none(),
                () -> {});
    }

    private static Release fresh() {
        return Sample.release(
                List.of(Sample.hook(Hook.Stage.ON_ABORT, "https://h.example/", Duration.ofSeconds(1), 0)),
                List.of(
                        Sample.notification("all", Type.WEBHOOK, Notification.Severity.NORMAL),
                        Sample.notification("bad", Type.SLACK, Notification.Severity.WARNING)));
    }

    @Property(tries = 500)
    void eachWantedEntryArrivesInOrderAndTwiceOnlyWhereAProcessDiedBeforeTheRecord(
            @ForAll @Size(max = 60) List<Event> events) throws InterruptedException {
        taken.clear();
        tasks.clear();
        pauses.clear();
        HttpOutbox outbox = outbox();
        Release release = fresh();
        int deaths = 0;
        for (Event event : events) {
            switch (event) {
                case SAY -> release = release.log(Sample.said(Severity.NORMAL, Reasons.STEP, "Passed."), now);
                case WARN -> release = release.log(Sample.said(Severity.WARNING, Reasons.RETURNING, "Back."), now);
                case RUN -> run(false);
                case FAIL -> run(true);
                case WAIT -> wake();
                case RECORD -> {
                    release = release.told(outbox.deliver(release));
                    assertThat(release.told().values()).allMatch(number -> number > 0);
                }
                case DIE -> {
                    deaths++;
                    tasks.clear();
                    pauses.clear();
                    outbox = outbox();
                }
            }
            outbox.deliver(release);
        }
        for (int i = 0; i < 500 && !(tasks.isEmpty() && pauses.isEmpty()); i++) {
            wake();
            run(false);
        }
        release = release.told(outbox.deliver(release));

        int died = deaths;
        for (Recipient recipient : Recipient.of(release)) {
            Release last = release;
            List<String> wanted = release.log().stream()
                    .filter(recipient::wants)
                    .map(entry -> Payload.id(last, entry))
                    .toList();
            List<String> got = taken.getOrDefault(
                    recipient
                            .message(release, new LogEntry(1, T0, Severity.NORMAL, "x", "x"))
                            .url()
                            .orElseThrow(),
                    List.of());
            assertThat(got.stream().distinct()).containsExactlyElementsOf(wanted);
            if (died == 0) {
                assertThat(got).doesNotHaveDuplicates();
            }
        }
        taken.clear();
        outbox().deliver(release);
        assertThat(tasks).as("what is recorded is not sent again").isEmpty();
    }

    private void run(boolean fails) throws InterruptedException {
        failing = fails;
        Errands.Task task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    private void wake() {
        Runnable pause = pauses.poll();
        if (pause != null) {
            pause.run();
        }
    }

    @Example
    void givesUpAfterAnHourAndGoesOn() throws InterruptedException {
        HttpOutbox outbox = outbox();
        Release release = fresh().log(Sample.said(Severity.NORMAL, Reasons.STEP, "One."), now);
        outbox.deliver(release);
        run(true);
        now = now.plus(HttpOutbox.PATIENCE);
        release = release.log(Sample.said(Severity.NORMAL, Reasons.STEP, "Two."), now);
        outbox.deliver(release);
        wake();
        run(true);
        assertThat(outbox.deliver(release)).isEqualTo(Map.of("notification/all", 1L));
        run(false);
        assertThat(outbox.deliver(release)).isEqualTo(Map.of("notification/all", 2L));
        assertThat(taken.values()).containsExactly(List.of("shop/checkout-v2-1/2026-01-01T00:00:00Z/2"));
    }
}
