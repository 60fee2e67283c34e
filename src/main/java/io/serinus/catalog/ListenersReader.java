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
import io.serinus.template.Step;
import io.serinus.template.TemplateValidation.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
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

    private ListenersReader() {}

    /** Those that could be read. */
    record Listeners(List<Hook> hooks, List<Notification> notifications) {}

    /**
     * Notes what is wrong.
     *
     * @param isComplete whether these are all steps; otherwise a gate may be one of those that could not be read
     */
    static Listeners read(Fields spec, List<Step> steps, boolean isComplete) {
        var hookFields = new ArrayList<Fields>();
        var hooks = new ArrayList<Hook>();
        for (Fields fields : spec.has("hooks") ? spec.objects("hooks") : List.<Fields>of()) {
            hook(fields).ifPresent(hook -> {
                hooks.add(hook);
                hookFields.add(fields);
            });
        }
        var notificationFields = new ArrayList<Fields>();
        var notifications = new ArrayList<Notification>();
        for (Fields fields : spec.has("notifications") ? spec.objects("notifications") : List.<Fields>of()) {
            notification(fields).ifPresent(notification -> {
                notifications.add(notification);
                notificationFields.add(fields);
            });
        }
        for (Problem problem : ListenerValidation.problems(steps, hooks, notifications)) {
            Matcher matcher = ELEMENT.matcher(problem.path());
            if (!matcher.matches()) {
                spec.problems().add("spec." + problem.path(), problem.message());
            } else if (isComplete || !matcher.group(3).equals(".gate")) {
                List<Fields> elements = matcher.group(1).equals("hooks") ? hookFields : notificationFields;
                Fields element = elements.get(Integer.parseInt(matcher.group(2)));
                spec.problems().add(element.path() + matcher.group(3), problem.message());
            }
        }
        return new Listeners(hooks, notifications);
    }

    private static Optional<Hook> hook(Fields fields) {
        int before = fields.problems().size();
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
        // The limits are looked at also beside what is refused.
        Optional<Hook> hook = fields.checked(
                Optional.empty(),
                () -> Optional.of(new Hook(
                        name.orElse("stand-in"),
                        on.orElse(Stage.BEFORE_STEP),
                        gate,
                        url.orElse(""),
                        timeout,
                        repetitions,
                        onFailure,
                        secret)));
        return fields.problems().size() == before ? hook : Optional.empty();
    }

    private static Optional<Notification> notification(Fields fields) {
        int before = fields.problems().size();
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
        if (fields.problems().size() != before || name.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        return fields.checked(
                Optional.empty(),
                () -> Optional.of(new Notification(name.get(), type.get(), url, urlFrom, least, reasons, secret)));
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
