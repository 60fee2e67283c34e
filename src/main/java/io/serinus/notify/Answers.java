package io.serinus.notify;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.release.HookAnswer;
import java.util.Optional;
import java.util.Set;

/** What a hook's answer means. */
final class Answers {
    /** Accepted and not decided yet, conflict, locked, too early. */
    private static final Set<Integer> NOT_YET = Set.of(202, 409, 423, 425);

    private static final int FORBIDDEN = 403;

    private Answers() {}

    /** What it says; {@link HookAnswer.Failed} if it is no answer and may be tried for again. */
    static HookAnswer read(Post.Reply reply) {
        return switch (reply) {
            case Post.Reply.Failed(String reason) -> new HookAnswer.Failed(reason);
            case Post.Reply.Answered answered -> read(answered.status(), answered.body());
        };
    }

    private static HookAnswer read(int status, String body) {
        String text = body.strip();
        Optional<JsonNode> json = text.startsWith("{") ? Json.read(text) : Optional.empty();
        String message = json.map(node -> node.path("message"))
                .filter(JsonNode::isTextual)
                .map(node -> Texts.shown(node.asText()))
                .filter(words -> !words.isEmpty())
                .orElse("It answered HTTP " + status + ".");
        boolean isAgreement = status >= 200 && status < 300;
        if (!isAgreement && !NOT_YET.contains(status) && status != FORBIDDEN) {
            return new HookAnswer.Failed(
                    status >= 300 && status < 400
                            ? "It answered HTTP " + status
                                    + ", and redirects are not followed; name the address itself."
                            : message);
        }
        if (text.startsWith("{") && json.isEmpty()) {
            return new HookAnswer.Failed("It answered HTTP " + status + " with JSON that cannot be read.");
        }
        Optional<JsonNode> decision = json.map(node -> node.path("decision")).filter(node -> !node.isMissingNode());
        return switch (decision.map(JsonNode::asText).orElse(isAgreement ? "" : "none")) {
            case "veto" -> new HookAnswer.Vetoed(message);
            case "hold" -> new HookAnswer.Held(message);
            case "go" ->
                isAgreement
                        ? new HookAnswer.Agreed()
                        : new HookAnswer.Failed(
                                "It answered HTTP " + status + " with the decision go, expected HTTP 200.");
            case "" -> NOT_YET.contains(status) ? new HookAnswer.Held(message) : new HookAnswer.Agreed();
            case "none" ->
                NOT_YET.contains(status) && decision.isEmpty()
                        ? new HookAnswer.Held(message)
                        : new HookAnswer.Failed(message);
            default -> new HookAnswer.Failed("Its decision is not understood, expected go, hold or veto.");
        };
    }
}
