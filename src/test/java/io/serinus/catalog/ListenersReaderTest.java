package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.release.Reasons;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Hook;
import io.serinus.template.Hook.OnFailure;
import io.serinus.template.Hook.SecretKey;
import io.serinus.template.Hook.Stage;
import io.serinus.template.Notification;
import io.serinus.template.Notification.Severity;
import io.serinus.template.Notification.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersReaderTest {
    private static final String HEAD = """
            apiVersion: serinus.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: asked}
            spec:
              metrics: [{name: a, errorRate: {}}]
              steps: [{weight: 5}, {approval: {name: qa}}, {weight: 50}]
            """;

    private static TemplateParser.Result parse(String... lines) {
        return TemplateParser.parse(Yaml.tree(HEAD + "  " + String.join("\n  ", lines) + "\n"));
    }

    private static AnalysisTemplate template(String... lines) {
        return Yaml.parsed(parse(lines)).template();
    }

    /** What is wrong, without the object's name. */
    private static List<String> mistakes(String... lines) {
        return Yaml.messages(parse(lines)).stream()
                .map(message -> message.substring("AnalysisTemplate asked: ".length()))
                .toList();
    }

    @Test
    void readsEveryField() {
        AnalysisTemplate template = template(
                "hooks:",
                "- {name: qa, stage: approval, gate: qa, url: 'https://x.example:8443/a?b=c', timeout: 1m30s, retries: 0,"
                        + " onFailure: abort, secret: {name: s, key: k.1}}",
                "notifications:",
                "- {name: ops, type: cloudEvents, urlFrom: {name: s, key: url}, severity: warning,"
                        + " reasons: [Held, ReleaseAborted], secret: {name: s, key: k}}");

        assertThat(template.hooks())
                .containsExactly(new Hook(
                        "qa",
                        Stage.APPROVAL,
                        Optional.of("qa"),
                        "https://x.example:8443/a?b=c",
                        Duration.ofSeconds(90),
                        0,
                        OnFailure.ABORT,
                        Optional.of(new SecretKey("s", "k.1"))));
        assertThat(template.notifications())
                .containsExactly(new Notification(
                        "ops",
                        Type.CLOUD_EVENTS,
                        Optional.empty(),
                        Optional.of(new SecretKey("s", "url")),
                        Severity.WARNING,
                        Set.of(Reasons.HELD, Reasons.ABORTED),
                        Optional.of(new SecretKey("s", "k"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stage: beforeStep, url: 'http://h/' | .name is missing, expected lower-case letters, digits and dashes, at most 63",
                "name: h, url: 'http://h/' | .stage is missing, expected beforeRelease, beforeStep, approval, beforePromotion, onAbort or afterEnd",
                "name: h, stage: before, url: 'http://h/' | .stage is \"before\", expected beforeRelease, beforeStep, approval, beforePromotion, onAbort or afterEnd",
                "name: h, stage: beforeStep | .url is missing, expected an absolute http or https URL with a host, without a user and without a fragment, at most 2048 characters",
                "name: h, stage: beforeStep, url: 'http://h/', timeout: 6m | .timeout is \"6m\", expected more than 0s and at most 5m",
                "name: h, stage: beforeStep, url: 'http://h/', retries: 11 | .retries is 11, expected 0 to 10",
                "name: h, stage: beforeStep, url: 'http://h/', retries: -4000000000 | .retries is -4000000000, expected 0 to 10",
                "name: h, stage: afterEnd, url: 'http://h/', onFailure: hold | .onFailure stands beside stage: afterEnd, which is told and not asked, expected none",
                "name: h, stage: beforeStep, url: 'http://h/', gate: qa | .gate is \"qa\" beside another stage than approval, expected no gate: only a hook of that stage opens one",
                "name: h, stage: approval, url: 'http://h/' | .gate is missing, expected the name of the gate that it may open",
                "name: h, stage: approval, gate: q, url: 'http://h/' | .gate is \"q\", expected the name of an approval among the steps: qa",
                "name: h, stage: beforeStep, url: 'http://h/', secret: {name: s} | .secret.key is missing, expected a key of the Secret: letters, digits, dots, hyphens, underscores",
                "name: h, stage: beforeStep, url: 'http://h/', secret: {name: ../s, key: k} | .secret.name is \"../s\", expected the name of a Secret in the release's namespace",
                "name: h, stage: beforeStep, url: 'http://h/', method: GET | .method is not a field, did you mean retries?"
            })
    void explainsOneMistakeInAHook(String hook, String message) {
        List<String> mistakes = mistakes("hooks: [{" + hook + "}]");

        assertThat(mistakes).hasSize(1);
        assertThat(mistakes.getFirst())
                .startsWith("spec.hooks[0]" + message.replaceAll(" did you mean retries\\?", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: ops, url: 'http://h/' | .type is missing, expected slack, teams, webhook or cloudEvents",
                "name: ops, type: slack | is refused: it has neither of url and urlFrom, expected exactly one of them",
                "name: ops, type: slack, url: 'http://h/', urlFrom: {name: s, key: k} | is refused: it has both of url and urlFrom, expected exactly one of them",
                "name: ops, type: teams, url: 'http://h/', secret: {name: s, key: k} | .secret is an object, expected none: only webhook and cloudEvents are signed",
                "name: ops, type: webhook, url: 'http://h/', severity: high | .severity is \"high\", expected normal or warning",
                "name: ops, type: webhook, url: 'http://h/', reasons: [] | .reasons is an empty list, expected at least one reason, or no such field",
                "name: ops, type: webhook, url: 'http://h/', reasons: [Aborted] | .reasons[0] is \"Aborted\", expected one of ReleaseRefused"
            })
    void explainsOneMistakeInANotification(String notification, String message) {
        List<String> mistakes = mistakes("notifications: [{" + notification + "}]");

        assertThat(mistakes).hasSize(1);
        assertThat(mistakes.getFirst().replace("notifications[0] is", "notifications[0]is"))
                .startsWith("spec.notifications[0]" + message);
    }

    @Test
    void namesAreUnique() {
        assertThat(mistakes(
                        "hooks:",
                        "- {name: a, stage: beforeStep, url: 'http://h/'}",
                        "- {name: broken}",
                        "- {name: a, stage: afterEnd, url: 'http://h/'}",
                        "notifications:",
                        "- {name: a, type: webhook, url: 'http://h/'}",
                        "- {name: a, type: webhook, url: 'http://h/'}"))
                .contains(
                        "spec.hooks[2].name is \"a\" a second time, expected a new name",
                        "spec.notifications[1].name is \"a\" a second time, expected a new name");
    }

    /** Nobody has to mend a template in rounds. */
    @Test
    void oneMistakeHidesNoOther() {
        assertThat(mistakes(
                        "hooks:",
                        "- {name: a, stage: never, url: 'http://h/', timeout: 6m, retries: 11}",
                        "- {name: a, stage: approval, url: 'ftp://h/'}",
                        "- {name: a, stage: approval, gate: q, onFailure: wait, url: 'http://h/'}",
                        "- {name: B, stage: beforeStep, gate: qa, url: 'http://h/', secret: 7}",
                        "notifications:",
                        "- {name: a, type: slack, severity: high, secret: {name: s, key: k}}",
                        "- {name: a, type: chat, url: 'ftp://h/', urlFrom: {name: s}}"))
                .containsExactlyInAnyOrder(
                        "spec.hooks[0].stage is \"never\", expected beforeRelease, beforeStep, approval, beforePromotion,"
                                + " onAbort or afterEnd",
                        "spec.hooks[0].timeout is \"6m\", expected more than 0s and at most 5m",
                        "spec.hooks[0].retries is 11, expected 0 to 10",
                        "spec.hooks[1].name is \"a\" a second time, expected a new name",
                        "spec.hooks[1].gate is missing, expected the name of the gate that it may open",
                        "spec.hooks[1].url is \"ftp://h/\", expected an absolute http or https URL with a host, without a"
                                + " user and without a fragment, at most 2048 characters",
                        "spec.hooks[2].name is \"a\" a second time, expected a new name",
                        "spec.hooks[2].gate is \"q\", expected the name of an approval among the steps: qa",
                        "spec.hooks[2].onFailure is \"wait\", expected hold, abort or ignore",
                        "spec.hooks[3].name is \"B\", expected lower-case letters, digits and dashes, at most 63",
                        "spec.hooks[3].gate is \"qa\" beside another stage than approval, expected no gate: only a hook of"
                                + " that stage opens one",
                        "spec.hooks[3].secret is 7, expected an object",
                        "spec.hooks[3].secret.name is missing, expected the name of a Secret in the release's namespace",
                        "spec.hooks[3].secret.key is missing, expected a key of the Secret: letters, digits, dots, hyphens,"
                                + " underscores",
                        "spec.notifications[0].severity is \"high\", expected normal or warning",
                        "spec.notifications[0] is refused: it has neither of url and urlFrom, expected exactly one of them",
                        "spec.notifications[0].secret is an object, expected none: only webhook and cloudEvents are signed",
                        "spec.notifications[1].name is \"a\" a second time, expected a new name",
                        "spec.notifications[1].type is \"chat\", expected slack, teams, webhook or cloudEvents",
                        "spec.notifications[1].url is \"ftp://h/\", expected an absolute http or https URL with a host, without"
                                + " a user and without a fragment, at most 2048 characters",
                        "spec.notifications[1].urlFrom.key is missing, expected a key of the Secret: letters, digits, dots,"
                                + " hyphens, underscores",
                        "spec.notifications[1] is refused: it has both of url and urlFrom, expected exactly one of them");
    }

    /** What is said of a gate depends on the names of the approvals at most, not on the rest of the steps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{approval: {name: qa}, minRequests: -1} | true",
                "{approval: {name: qa}}, {weight: 200}   | true",
                "{approval: {name: 'q a'}}               | false",
                "{approval: {nam: qa}}                   | false",
                "{approval: qa}                          | false",
                "{aproval: {name: qa}}                   | false",
                "qa                                      | false",
            })
    void aMistakeInAStepHidesNoneInAGate(String step, boolean isTold) {
        String broken = HEAD.replace("{approval: {name: qa}}", step);
        List<String> messages = Yaml.messages(TemplateParser.parse(Yaml.tree(broken + """
                hooks:
                - {name: x, stage: approval, gate: other, url: 'http://h/'}
                - {name: y, stage: approval, url: 'http://h/'}
                - {name: z, stage: beforeStep, gate: qa, url: 'http://h/'}
                """.indent(2))));

        assertThat(messages)
                .anyMatch(message -> message.contains(" spec.hooks[1].gate is missing"))
                .anyMatch(message -> message.contains(" spec.hooks[2].gate is \"qa\" beside another stage"))
                .filteredOn(message -> message.contains(" spec.hooks[0].gate is \"other\""))
                .hasSize(isTold ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h/",
                "//h/",
                "h",
                "http:///x",
                "http://u@h/",
                "http://u:p@h/",
                "https://h/#f",
                "http://h:99999/",
                "http://h/ x",
                "http://h_h/",
                "http:h",
                "file:///etc/passwd",
                "jar:http://h!/"
            })
    void refusesOtherUrls(String url) {
        assertThat(ListenersReader.isUrl(url)).isFalse();
    }

    /** A gate may stand in a step that has a mistake of its own. */
    @Test
    void doesNotMissAGateOfAStepThatCannotBeRead() {
        String broken = HEAD.replace("{approval: {name: qa}}", "{approval: {name: qa}, minRequests: -1}");

        assertThat(Yaml.messages(TemplateParser.parse(
                        Yaml.tree(broken + "  hooks: [{name: h, stage: approval, gate: qa, url: 'http://h/'}]\n"))))
                .hasSize(1)
                .allMatch(message -> message.contains("minRequests"));
    }

    @Test
    void takesArgumentsAsTexts() {
        AnalysisTemplate template = template(
                "args: [{name: team, default: 1}]",
                "hooks: [{name: \"${args.team}\", stage: beforeStep, url: 'https://${args.team}.example/'}]");

        assertThat(template.hooks().getFirst().name()).isEqualTo("1");
        assertThat(template.hooks().getFirst().url()).isEqualTo("https://1.example/");
    }
}
