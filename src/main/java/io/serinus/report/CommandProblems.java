package io.serinus.report;

import io.serinus.release.CommandWriter.Result;
import io.serinus.release.ReleaseId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a command was not accepted. */
final class CommandProblems {
    private CommandProblems() {}

    static ProblemException notJson(@Nullable String contentType) {
        return problem(
                "Not JSON",
                415,
                "Content-Type is "
                        + (contentType == null ? "missing" : "\"" + AuditLog.clean(contentType) + "\"")
                        + ", expected application/json.");
    }

    static ProblemException crossSite() {
        return problem(
                "Sent by another site",
                403,
                "A browser sent the command on behalf of another site (Sec-Fetch-Site, Origin). Send it from the command"
                        + " line, or from a page of this address.");
    }

    static ProblemException unknown(String sentence) {
        return problem("Not authenticated", 401, sentence);
    }

    static ProblemException forbidden(String sentence) {
        return problem("Not allowed", 403, sentence);
    }

    static ProblemException unanswered(String sentence) {
        return problem("Nobody can be asked", 503, sentence);
    }

    static ProblemException unsupported(String sentence) {
        return problem("No cluster", 501, sentence);
    }

    static ProblemException busy() {
        return problem("Busy", 503, "Too many commands are being checked at once. Try again in a few seconds.");
    }

    static ProblemException tooMany(int atOnce, Duration span) {
        return problem(
                "Too many commands",
                429,
                "One user may send " + atOnce + " commands at once and then one in every " + span.toSeconds()
                        + " seconds. Try again later.");
    }

    static ProblemException outdated(ReleaseId id, ReleaseId newest, String virtualService) {
        return problem(
                "Not the newest release",
                409,
                "A command reaches the newest release of VirtualService " + id.namespace() + "/" + virtualService
                        + ", which is " + newest.name() + " and not " + id.name()
                        + ". Command that one if you mean it.");
    }

    static ProblemException notWritten(String virtualService) {
        return problem(
                "Not written",
                503,
                "The API server did not say whether the command was written. Look at the annotations of VirtualService "
                        + virtualService + " and at the release's log before you send it again.");
    }

    static ProblemException of(Result.NotWritten result, ReleaseId id, String virtualService) {
        String object = "VirtualService " + id.namespace() + "/" + virtualService;
        String detail = result.problem(object);
        return switch (result) {
            case Result.Waiting _ -> problem("Another command is waiting", 409, detail);
            case Result.Superseded _ -> problem("Another release is wanted", 409, detail);
            case Result.Contended() -> problem("Somebody else is writing", 409, detail);
            case Result.Gone() -> problem("VirtualService not found", 404, detail);
            // What the API server says is about the controller's rights, and nothing for the user.
            case Result.Refused _ ->
                problem(
                        "Not written",
                        503,
                        "The API server does not let the controller write to " + object
                                + ". Ask an administrator: its ClusterRole, an admission webhook or a quota may be in"
                                + " the way.");
        };
    }

    private static ProblemException problem(String title, int status, String detail) {
        return new ProblemException(new Problem(title, status, detail));
    }
}
