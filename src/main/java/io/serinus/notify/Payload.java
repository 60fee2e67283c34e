package io.serinus.notify;

import io.serinus.analysis.Judgement;
import io.serinus.release.HookCall;
import io.serinus.release.LogEntry;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.State;
import io.serinus.routing.Endpoint;
import io.serinus.template.Hook;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What hooks and webhooks are sent; {@code docs/schemas} has their schemas. */
final class Payload {
    static final String HOOK_VERSION = "serinus.io/hook/v1";
    static final String NOTIFICATION_VERSION = "serinus.io/notification/v1";

    private static final Pattern NEXT_WORD = Pattern.compile("_([a-z])");

    private Payload() {}

    /** Of a hook that is asked. */
    static Map<String, Object> asking(Release release, HookCall call, Instant now) {
        var tree = hook(call.hook(), id(release, call.key()), now);
        tree.put("release", release(release, call.step(), release.judgement().map(Judgement::reason)));
        call.step()
                .or(() -> call.hook().on() == Hook.Stage.BEFORE_RELEASE ? Optional.of(1) : Optional.empty())
                .flatMap(step -> release.plan().map(plan -> plan.weightAt(step - 1)))
                .or(() -> call.hook().on() == Hook.Stage.BEFORE_PROMOTION ? Optional.of(100) : Optional.empty())
                .ifPresent(weight -> tree.put("nextWeight", weight));
        return tree;
    }

    /** Of a hook that is told. */
    static Map<String, Object> telling(Release release, Hook hook, LogEntry entry) {
        var tree = hook(hook, id(release, entry), entry.at());
        tree.put("release", release(release, Optional.empty(), Optional.of(entry.message())));
        return tree;
    }

    /** Of a webhook. */
    static Map<String, Object> notification(Release release, LogEntry entry) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("version", NOTIFICATION_VERSION);
        tree.put("id", id(release, entry));
        tree.put("number", entry.number());
        tree.put("time", entry.at().toString());
        tree.put("severity", entry.severity().name().toLowerCase(Locale.ROOT));
        tree.put("reason", entry.reason());
        tree.put("message", Texts.sentence(entry.message()));
        tree.put("release", release(release, Optional.empty(), Optional.empty()));
        return tree;
    }

    /** What tells a call or an entry from all others of all releases, however often it is sent. */
    static String id(Release release, String what) {
        return release.id() + "/" + release.createdAt() + "/" + what;
    }

    static String id(Release release, LogEntry entry) {
        return id(release, Long.toString(entry.number()));
    }

    /** {@code BEFORE_STEP} is {@code beforeStep}, as in templates. */
    static String word(Enum<?> constant) {
        return NEXT_WORD
                .matcher(constant.name().toLowerCase(Locale.ROOT))
                .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
    }

    static String baseline(Release release) {
        return release.plan()
                .map(Plan::pair)
                .map(pair -> shown(pair.baseline()))
                .orElse("");
    }

    private static LinkedHashMap<String, Object> hook(Hook hook, String id, Instant time) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("version", HOOK_VERSION);
        tree.put("id", id);
        tree.put("stage", word(hook.on()));
        tree.put("hook", hook.name());
        hook.gate().ifPresent(gate -> tree.put("gate", gate));
        tree.put("time", time.toString());
        return tree;
    }

    private static Map<String, Object> release(Release release, Optional<Integer> step, Optional<String> reason) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("namespace", release.id().namespace());
        tree.put("name", release.id().name());
        tree.put("virtualService", release.request().virtualService());
        tree.put("canary", release.request().canary());
        tree.put("baseline", baseline(release));
        tree.put("template", release.request().template());
        tree.put("phase", release.state().phase().name());
        step.or(() -> step(release)).ifPresent(number -> tree.put("step", number));
        release.plan().ifPresent(plan -> tree.put("steps", plan.steps()));
        tree.put("weight", release.weight());
        reason.ifPresent(text -> tree.put("reason", Texts.sentence(text)));
        release.judgement().ifPresent(word -> tree.put("verdict", word.verdict().name()));
        return tree;
    }

    /** The step that it is in or came to, counted from 1. */
    private static Optional<Integer> step(Release release) {
        if (release.state() instanceof State.Progressing progressing) {
            return Optional.of(progressing.step() + 1);
        }
        return release.history().isEmpty()
                ? Optional.empty()
                : Optional.of(release.history().getLast().step() + 1);
    }

    private static String shown(Endpoint endpoint) {
        return endpoint.subset() == null ? "host:" + endpoint.host() : endpoint.subset();
    }
}
