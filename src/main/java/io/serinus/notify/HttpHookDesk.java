package io.serinus.notify;

import io.serinus.release.HookAnswer;
import io.serinus.release.HookCall;
import io.serinus.release.HookDesk;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.template.AnalysisTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks hooks over HTTP. */
final class HttpHookDesk implements HookDesk {
    private static final Logger LOG = Logger.getLogger(HttpHookDesk.class);

    /** One that was held, or has failed, is asked again after this. */
    static final Duration AGAIN = Duration.ofSeconds(30);

    private static final Duration LONGEST_WISH = Duration.ofMinutes(1);

    private final AllowedHosts allowed;
    private final Post post;
    private final Errands errands;
    private final Backoff backoff;
    private final InstantSource clock;
    private final BooleanSupplier leads;
    private final CallListener listener;
    private final Runnable changed;

    /** By release and call; guarded by this. */
    private final Map<ReleaseId, Map<String, Asked>> asked = new HashMap<>();

    /**
     * @param leads whether this process acts; where it does not, nobody is asked
     * @param changed called when there is a new answer
     */
    HttpHookDesk(
            AllowedHosts allowed,
            Post post,
            Errands errands,
            Backoff backoff,
            InstantSource clock,
            BooleanSupplier leads,
            CallListener listener,
            Runnable changed) {
        this.allowed = allowed;
        this.post = post;
        this.errands = errands;
        this.backoff = backoff;
        this.clock = clock;
        this.leads = leads;
        this.listener = listener;
        this.changed = changed;
    }

    @Override
    public Optional<String> objection(AnalysisTemplate template) {
        return allowed.objection(template);
    }

    @Override
    public synchronized void ask(Release release, HookCall call) {
        Asked question =
                asked.computeIfAbsent(release.id(), _ -> new HashMap<>()).computeIfAbsent(call.key(), _ -> new Asked());
        if (question.isDue(clock.instant())) {
            question.isUnderWay = true;
            var message = new Message(
                    release.id().namespace(),
                    Payload.id(release, call.key()),
                    Optional.of(call.hook().url()),
                    Optional.empty(),
                    call.hook().secret(),
                    call.hook().timeout(),
                    Formats.JSON,
                    Json.bytes(Payload.asking(release, call, clock.instant())));
            send(release.id(), call, question, message, 1);
        }
    }

    @Override
    public synchronized Map<String, HookAnswer> answers(ReleaseId release) {
        var answers = new HashMap<String, HookAnswer>();
        asked.getOrDefault(release, Map.of()).forEach((key, question) -> {
            if (question.answer != null) {
                answers.put(key, question.answer);
            }
        });
        return Map.copyOf(answers);
    }

    @Override
    public synchronized void forget(ReleaseId release) {
        asked.remove(release);
    }

    private void send(ReleaseId release, HookCall call, Asked question, Message message, int attempt) {
        errands.run(release.namespace(), () -> attempt(release, call, question, message, attempt));
    }

    private void attempt(ReleaseId release, HookCall call, Asked question, Message message, int attempt)
            throws InterruptedException {
        if (!isWanted(release, call, question)) {
            return;
        }
        Post.Reply reply = post.send(message);
        HookAnswer answer = Answers.read(reply);
        if (answer instanceof HookAnswer.Failed(String reason)
                && attempt <= call.hook().retries()) {
            LOG.debugf("Hook %s of release %s is tried again: %s", call.key(), release, reason);
            errands.later(pause(reply, attempt), () -> send(release, call, question, message, attempt + 1));
        } else {
            answered(call, question, answer);
        }
    }

    /** What a hook asks for is heeded, within limits. */
    private Duration pause(Post.Reply reply, int failures) {
        Duration own = backoff.after(failures);
        Duration wish = reply instanceof Post.Reply.Answered answered
                ? Duration.ofSeconds(answered.retryAfterSeconds().orElse(0L))
                : Duration.ZERO;
        Duration heeded = wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
        return heeded.compareTo(own) > 0 ? heeded : own;
    }

    private synchronized boolean isWanted(ReleaseId release, HookCall call, Asked question) {
        if (!leads.getAsBoolean()) {
            asked.remove(release);
            return false;
        }
        return asked.getOrDefault(release, Map.of()).get(call.key()) == question;
    }

    private void answered(HookCall call, Asked question, HookAnswer answer) {
        listener.hookCalled(call.hook().on(), result(answer));
        synchronized (this) {
            question.isUnderWay = false;
            question.answer = answer;
            question.again = clock.instant().plus(AGAIN);
        }
        changed.run();
    }

    private static String result(HookAnswer answer) {
        return switch (answer) {
            case HookAnswer.Agreed() -> "agreed";
            case HookAnswer.Held _ -> "held";
            case HookAnswer.Vetoed _ -> "vetoed";
            case HookAnswer.Failed _ -> "failed";
        };
    }

    /** One question. Guarded by the desk. */
    private static final class Asked {
        private boolean isUnderWay;
        private @Nullable HookAnswer answer;
        private Instant again = Instant.MIN;

        boolean isDue(Instant now) {
            return !isUnderWay
                    && switch (answer) {
                        case null -> true;
                        case HookAnswer.Agreed(), HookAnswer.Vetoed _ -> false;
                        case HookAnswer.Held _, HookAnswer.Failed _ -> !now.isBefore(again);
                    };
        }
    }
}
