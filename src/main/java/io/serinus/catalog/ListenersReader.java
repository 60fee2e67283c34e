package io.serinus.catalog;

import io.serinus.release.Reasons;
import io.serinus.template.Hook;
import io.serinus.template.Hook.OnFailure;
import io.serinus.template.Hook.SecretKey;
import io.serinus.template.Hook.Stage;
import io.serinus.template.ListenerValidation;
import io.serinus.template.Notification;
import io.serinus.template.Notification.Severity;
import io.serinus.template.Notification.Type;
import io.serinus.template.TemplateValidation.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads whom a template asks and tells. */
final class ListenersReader {
    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final long RETRIES = 2;
    static final OnFailure ON_FAILURE = OnFailure.HOLD;
    static final Severity SEVERITY = Severity.NORMAL;

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SECRET = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern ELEMENT = Pattern.compile("(hooks|notifications)\\[(\\d+)](.*)");
    private static final String NAME_EXPECTED = "lower-case letters, digits and dashes, at most 63";
    private static final String URL_EXPECTED =
            "an absolute http or https URL with a host, without a user and without a fragment, at most 2048 characters";

    /** A step has one of these; without any of them it may be an approval that is misspelt. */
    private static final Set<String> WAYS = Set.of("weight", "mirror", "match", "pause", "approval");

    private static final SecretKey NO_KEY = new SecretKey("", "");

    private ListenersReader() {}

    /** Valid, if nothing is wrong with them. */
    record Listeners(List<Hook> hooks, List<Notification> notifications) {}

    /** Notes what is wrong; one mistake hides no other. */
    static Listeners read(Fields spec) {
        List<Fields> hookFields = spec.has("hooks") ? spec.objects("hooks") : List.of();
        List<Fields> notificationFields = spec.has("notifications") ? spec.objects("notifications") : List.of();
        List<Hook> hooks = hookFields.stream().map(ListenersReader::hook).toList();
        List<Notification> notifications =
                notificationFields.stream().map(ListenersReader::notification).toList();
        for (Problem problem : ListenerValidation.problems(gates(spec), hooks, notifications)) {
            Matcher matcher = ELEMENT.matcher(problem.path());
            if (!matcher.matches()) {
                spec.problems().add("spec." + problem.path(), problem.message());
                continue;
            }
            List<Fields> elements = matcher.group(1).equals("hooks") ? hookFields : notificationFields;
            Fields element = elements.get(Integer.parseInt(matcher.group(2)));
            // Of a name or gate that could not be read all has been said.
            boolean isSaid = spec.problems().has(element.path() + matcher.group(3));
            // Whether there must be a gate depends on the stage.
            boolean isUnclear =
                    matcher.group(3).equals(".gate") && spec.problems().has(element.at("stage"));
            if (!isSaid && !isUnclear) {
                spec.problems().add(element.path() + matcher.group(3), problem.message());
            }
        }
        return new Listeners(hooks, notifications);
    }

    /** The names of all approvals, also of those in steps with other mistakes; empty if they cannot all be told. */
    private static Optional<Set<String>> gates(Fields spec) {
        if (!(spec.tree().get("steps") instanceof List<?> steps)) {
            return Optional.empty();
        }
        var names = new HashSet<String>();
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof Map<?, ?> step) || Collections.disjoint(step.keySet(), WAYS)) {
                return Optional.empty();
            }
            if (step.containsKey("approval")) {
                boolean isKnown = !spec.problems().isUnknown("spec.steps[" + i + "].approval.name");
                if (!isKnown
                        || !(step.get("approval") instanceof Map<?, ?> approval)
                        || !(approval.get("name") instanceof String name)
                        || !GateReader.isName(name)) {
                    return Optional.empty();
                }
                names.add(name);
            }
        }
        return Optional.of(names);
    }

    /** With stand-ins for what is wrong, after it has been noted. */
    private static Hook hook(Fields fields) {
        Optional<String> name = fields.text("name", NAME, NAME_EXPECTED);
        Optional<Stage> on = required(fields, "stage", EnumSet.allOf(Stage.class));
        if (fields.problems().isUnknown(fields.at("stage"))) {
            // Whether there must be a gate depends on it.
            fields.problems().setUnknown(fields.at("gate"));
        }
        Optional<String> gate = fields.read("gate", "the name of a gate", ListenersReader::text);
        Optional<String> url = fields.has("url") ? url(fields) : missing(fields, "url", URL_EXPECTED);
        Duration timeout = fields.duration("timeout", TIMEOUT);
        long retries = fields.whole("retries", "a whole number from 0 to 10").orElse(RETRIES);
        OnFailure onFailure = fields.word("onFailure", EnumSet.allOf(OnFailure.class), ON_FAILURE);
        Optional<SecretKey> secret = secret(fields, "secret");
        for (String field : List.of("retries", "onFailure")) {
            if (fields.has(field) && on.isPresent() && !on.get().isAsked()) {
                fields.problems()
                        .add(
                                fields.at(field),
                                "stands beside stage: " + Words.of(on.get())
                                        + ", which is told and not asked, expected none");
            }
        }
        int repetitions = (int) Math.clamp(retries, -1, 11);
        var bare = new Hook(
                name.orElse(standIn(fields)),
                on.orElse(Stage.BEFORE_STEP),
                gate,
                url.orElse(""),
                TIMEOUT,
                (int) RETRIES,
                onFailure,
                secret);
        Hook timed = fields.checked(bare, () -> with(bare, timeout, bare.retries()));
        return fields.checked(timed, () -> with(timed, timed.timeout(), repetitions));
    }

    private static Hook with(Hook hook, Duration timeout, int retries) {
        return new Hook(
                hook.name(), hook.on(), hook.gate(), hook.url(), timeout, retries, hook.onFailure(), hook.secret());
    }

    /** No name, so that it is that of no other element. */
    private static String standIn(Fields fields) {
        return fields.path();
    }

    /** With stand-ins for what is wrong, after it has been noted. */
    private static Notification notification(Fields fields) {
        Optional<String> name = fields.text("name", NAME, NAME_EXPECTED);
        Optional<Type> type = required(fields, "type", EnumSet.allOf(Type.class));
        Optional<String> url = url(fields);
        Optional<SecretKey> urlFrom = secret(fields, "urlFrom");
        Severity least = fields.word("severity", EnumSet.allOf(Severity.class), SEVERITY);
        Set<String> reasons = new HashSet<>(fields.each(
                        "reasons",
                        "one of " + String.join(", ", Reasons.ALL),
                        value -> text(value).filter(Reasons.ALL::contains))
                .orElse(List.of()));
        if (fields.tree().get("reasons") instanceof List<?> list && list.isEmpty()) {
            fields.problems()
                    .add(fields.at("reasons"), "is an empty list, expected at least one reason, or no such field");
        }
        Optional<SecretKey> secret = secret(fields, "secret");
        // What stands there counts, also where it could not be read.
        Optional<String> writtenUrl = fields.has("url") ? Optional.of(url.orElse("")) : Optional.empty();
        Optional<SecretKey> writtenFrom =
                fields.has("urlFrom") ? Optional.of(urlFrom.orElse(NO_KEY)) : Optional.empty();
        Optional<SecretKey> writtenSecret =
                fields.has("secret") ? Optional.of(secret.orElse(NO_KEY)) : Optional.empty();
        var bare = new Notification(
                name.orElse(standIn(fields)),
                type.orElse(Type.WEBHOOK),
                Optional.of(""),
                Optional.empty(),
                least,
                reasons,
                Optional.empty());
        Notification addressed = fields.checked(bare, () -> with(bare, writtenUrl, writtenFrom, Optional.empty()));
        return fields.checked(addressed, () -> with(addressed, addressed.url(), addressed.urlFrom(), writtenSecret));
    }

    private static Notification with(
            Notification of, Optional<String> url, Optional<SecretKey> urlFrom, Optional<SecretKey> secret) {
        return new Notification(of.name(), of.type(), url, urlFrom, of.least(), of.reasons(), secret);
    }

    private static <E extends Enum<E>> Optional<E> required(Fields fields, String field, Set<E> allowed) {
        return fields.has(field)
                ? fields.read(field, Words.list(allowed), value -> Words.find(allowed, value))
                : missing(fields, field, Words.list(allowed));
    }

    private static <T> Optional<T> missing(Fields fields, String field, String expected) {
        fields.problems().add(fields.at(field), "is missing, expected " + expected);
        return Optional.empty();
    }

    private static Optional<SecretKey> secret(Fields fields, String field) {
        if (!fields.has(field)) {
            return Optional.empty();
        }
        Fields secret = fields.object(field);
        Optional<String> name = secret.text("name", SECRET, "the name of a Secret in the release's namespace");
        Optional<String> key =
                secret.text("key", KEY, "a key of the Secret: letters, digits, dots, hyphens, underscores");
        return name.flatMap(of -> key.map(in -> new SecretKey(of, in)));
    }

    private static Optional<String> url(Fields fields) {
        return fields.read("url", URL_EXPECTED, value -> text(value).filter(ListenersReader::isUrl));
    }

    static boolean isUrl(String text) {
        try {
            var uri = new URI(text);
            return text.length() <= 2048
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() <= 65535
                    && uri.getPort() != 0;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }
}
