package io.serinus.notify;

import static io.serinus.notify.Sample.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.serinus.release.Action.Announce.Severity;
import io.serinus.release.LogEntry;
import io.serinus.release.Reasons;
import io.serinus.release.Release;
import io.serinus.template.Notification.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatsTest {
    private static final String MESSAGE = "<!channel> & [a](https://evil.example)\u0007 " + "é".repeat(2000);

    private final Release release = Sample.release(List.of(), List.of());
    private final LogEntry entry = new LogEntry(7, T0.plusSeconds(60), Severity.WARNING, Reasons.RETURNING, MESSAGE);

    private JsonNode json(Type type) {
        return Json.read(new String(Json.bytes(Formats.of(type, release, entry)), StandardCharsets.UTF_8))
                .orElseThrow();
    }

    private static void isValid(JsonNode notification) throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schemas/notification.schema.json")));
        assertThat(schema.validate(notification.toString(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void slackMentionsNobody() {
        JsonNode message = json(Type.SLACK);
        String text = message.at("/blocks/0/text/text").asText();
        assertThat(text)
                .startsWith("*shop/checkout: RestoringRouting*\n&lt;!channel&gt; &amp; ")
                .hasSizeLessThan(3000);
        assertThat(message.toString()).doesNotContain("<", "\u0007", "\\u0007");
        assertThat(message.at("/blocks/1/elements/0/text").asText())
                .isEqualTo("Release checkout-v2-1, from v1 to v2, template asking, 2026-01-01T00:01:00Z");
    }

    @Test
    void teamsGetsACard() {
        JsonNode card = json(Type.TEAMS).at("/attachments/0");
        assertThat(card.at("/contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(card.at("/content/type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.at("/content/body/0/color").asText()).isEqualTo("Attention");
        assertThat(card.at("/content/body/1/text").asText()).contains("\\[a\\](https");
    }

    @Test
    void webhookFollowsItsSchema() throws IOException {
        isValid(json(Type.WEBHOOK));
        assertThat(json(Type.WEBHOOK).path("severity").asText()).isEqualTo("warning");
    }

    @Test
    void cloudEventHasItsRequiredAttributes() throws IOException {
        JsonNode event = json(Type.CLOUD_EVENTS);
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("type").asText()).isEqualTo("io.serinus.release.RestoringRouting");
        assertThat(event.path("source").asText()).isEqualTo("/serinus.io/namespaces/shop/canaryreleases/checkout-v2-1");
        assertThat(event.path("id").asText()).isEqualTo("shop/checkout-v2-1/2026-01-01T00:00:00Z/7");
        assertThat(event.path("subject").asText()).isEqualTo("shop/checkout");
        isValid(event.path("data"));
    }
}
