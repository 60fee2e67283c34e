package io.serinus.notify;

import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.LogEntry;
import io.serinus.release.Release;
import io.serinus.template.Notification.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One entry of a release's log in the form that its reader takes. */
final class Formats {
    static final String JSON = "application/json";
    static final String CLOUD_EVENT = "application/cloudevents+json; charset=UTF-8";

    private Formats() {}

    static String contentType(Type type) {
        return type == Type.CLOUD_EVENTS ? CLOUD_EVENT : JSON;
    }

    static Map<String, Object> of(Type type, Release release, LogEntry entry) {
        return switch (type) {
            case SLACK -> slack(release, entry);
            case TEAMS -> teams(release, entry);
            case WEBHOOK -> Payload.notification(release, entry);
            case CLOUD_EVENTS -> cloudEvent(release, entry);
        };
    }

    /** Blocks for people, and a text for notices and screen readers. */
    private static Map<String, Object> slack(Release release, LogEntry entry) {
        String head = slackText(head(release, entry));
        String message = slackText(Texts.sentence(entry.message()));
        return Map.of(
                "text",
                head + ": " + message,
                "blocks",
                List.of(
                        Map.of("type", "section", "text", markdown("*" + head + "*\n" + message)),
                        Map.of("type", "context", "elements", List.of(markdown(slackText(foot(release, entry)))))));
    }

    private static Map<String, Object> markdown(String text) {
        return Map.of("type", "mrkdwn", "text", text);
    }

    /** Nothing in it is a link, a mention or a command to Slack. */
    private static String slackText(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** As the workflow "post to a channel when a webhook request is received" takes it. */
    private static Map<String, Object> teams(Release release, LogEntry entry) {
        var card = new LinkedHashMap<String, Object>();
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("type", "AdaptiveCard");
        card.put("version", "1.4");
        card.put(
                "body",
                List.of(
                        Map.of(
                                "type",
                                "TextBlock",
                                "text",
                                cardText(head(release, entry)),
                                "weight",
                                "Bolder",
                                "color",
                                entry.severity() == Severity.WARNING ? "Attention" : "Default",
                                "wrap",
                                true),
                        Map.of("type", "TextBlock", "text", cardText(Texts.sentence(entry.message())), "wrap", true),
                        Map.of(
                                "type",
                                "TextBlock",
                                "text",
                                cardText(foot(release, entry)),
                                "isSubtle",
                                true,
                                "size",
                                "Small",
                                "wrap",
                                true)));
        return Map.of(
                "type",
                "message",
                "attachments",
                List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }

    /** Nothing in it is a link or a list to a card. */
    private static String cardText(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]])", "\\\\$1");
    }

    private static Map<String, Object> cloudEvent(Release release, LogEntry entry) {
        var event = new LinkedHashMap<String, Object>();
        event.put("specversion", "1.0");
        event.put("id", Payload.id(release, entry));
        event.put(
                "source",
                "/serinus.io/namespaces/" + release.id().namespace() + "/canaryreleases/"
                        + release.id().name());
        event.put("type", "io.serinus.release." + entry.reason());
        event.put("subject", release.id().namespace() + "/" + release.request().virtualService());
        event.put("time", entry.at().toString());
        event.put("datacontenttype", JSON);
        event.put("data", Payload.notification(release, entry));
        return event;
    }

    private static String head(Release release, LogEntry entry) {
        return release.id().namespace() + "/" + release.request().virtualService() + ": " + entry.reason();
    }

    private static String foot(Release release, LogEntry entry) {
        String baseline = Payload.baseline(release);
        return "Release " + release.id().name() + (baseline.isEmpty() ? "" : ", from " + baseline) + " to "
                + release.request().canary() + ", template " + release.request().template() + ", " + entry.at();
    }
}
