package io.serinus.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.serinus.release.Command;
import io.serinus.release.Command.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command as the API takes it: {@code {"command": "pause", "gate": null, "reason": "rush hour"}}.
 *
 * @param verb what is wanted
 * @param gate the approval that is meant; empty if none is named
 * @param reason why; empty if nobody says
 */
record CommandRequest(Verb verb, Optional<String> gate, String reason) {
    static final int LONGEST_BODY = 4096;

    private static final List<String> FIELDS = List.of("command", "gate", "reason");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws ProblemException if the body is no command; the problem names every field that is wrong */
    static CommandRequest parse(byte[] body) throws ProblemException {
        if (body.length > LONGEST_BODY) {
            throw new ProblemException(new Problem(
                    "Command too long",
                    413,
                    "The body has " + body.length + " bytes, expected at most " + LONGEST_BODY + "."));
        }
        JsonNode json = read(body);
        var sentences = new ArrayList<String>();
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                sentences.add("The field \"" + AuditLog.clean(name) + "\" is not known, expected one of "
                        + String.join(", ", FIELDS) + ".");
            }
        });
        String word = text(json, "command", sentences).orElse("");
        Optional<Verb> verb = Command.verb(word);
        if (verb.isEmpty() && sentences.stream().noneMatch(sentence -> sentence.startsWith("command "))) {
            sentences.add("command is " + (word.isEmpty() ? "missing" : "\"" + AuditLog.clean(word) + "\"")
                    + ", expected one of " + String.join(", ", Command.words()) + ".");
        }
        Optional<String> gate = text(json, "gate", sentences);
        String reason = text(json, "reason", sentences).orElse("");
        if (reason.length() > Command.LONGEST) {
            sentences.add("reason has " + reason.length() + " characters, expected at most " + Command.LONGEST + ".");
        }
        if (!sentences.isEmpty() || verb.isEmpty()) {
            throw new ProblemException(notUnderstood(String.join(" ", sentences)));
        }
        return new CommandRequest(verb.get(), gate, reason);
    }

    /**
     * The same, wanted by that user.
     *
     * @throws ProblemException if the verb takes no gate, or there can be no such gate
     */
    Command by(String user) throws ProblemException {
        try {
            return Command.of(verb, gate, user, reason);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(notUnderstood(AuditLog.clean(String.valueOf(e.getMessage())) + "."));
        }
    }

    private static JsonNode read(byte[] body) throws ProblemException {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            json = null;
        }
        if (json == null || !json.isObject()) {
            throw new ProblemException(new Problem(
                    "Not a command",
                    400,
                    "The body is no JSON object with every field once, expected one such as {\"command\": \"pause\","
                            + " \"reason\": \"rush hour\"}."));
        }
        return json;
    }

    private static Optional<String> text(JsonNode json, String field, List<String> sentences) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            sentences.add(field + " is " + AuditLog.clean(value.toString()) + ", expected a text.");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    private static Problem notUnderstood(String sentences) {
        return new Problem("Command not understood", 422, sentences);
    }
}
