package io.serinus.notify;

import io.serinus.release.HookDesk;
import io.serinus.release.Outbox;
import io.serinus.release.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Everything here that calls somebody, on its threads. */
public final class Calls implements AutoCloseable {
    /** Asked hooks wait for each other no longer than they must: a namespace takes a part of the room only. */
    private static final int MOST = 64;

    private static final int MOST_OF_NAMESPACE = 8;

    private final Threads asking = new Threads(MOST, MOST_OF_NAMESPACE);
    private final Threads telling = new Threads(MOST, MOST_OF_NAMESPACE);
    private final HookDesk hooks;
    private final Outbox outbox;

    /**
     * @param leads whether this process acts
     * @param changed called when there is an answer or something was sent
     */
    public Calls(
            AllowedHosts allowed,
            Secrets secrets,
            InstantSource clock,
            BooleanSupplier leads,
            CallListener listener,
            Runnable changed) {
        var post = new HttpPost(allowed, secrets, clock);
        hooks = new HttpHookDesk(
                allowed,
                post,
                asking,
                backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
                clock,
                leads,
                listener,
                changed);
        outbox = new HttpOutbox(
                post, telling, backoff(Duration.ofSeconds(2), Duration.ofMinutes(5)), clock, leads, listener, changed);
    }

    public HookDesk hooks() {
        return hooks;
    }

    public Outbox outbox() {
        return outbox;
    }

    /** Gives up what is under way; a successor goes on from what is recorded. */
    @Override
    public void close() {
        asking.close();
        telling.close();
    }

    private static Backoff backoff(Duration first, Duration longest) {
        return new Backoff(first, longest, () -> ThreadLocalRandom.current().nextDouble());
    }
}
