package io.serinus.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serinus.kayenta.Classification;
import io.serinus.kayenta.KayentaConfig;
import io.serinus.kayenta.KayentaJudge;
import io.serinus.kayenta.KayentaJudgement;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page about Kayenta knows what can come out; its command lines are run with the command. */
class KayentaPageTest {
    private static final Path EXAMPLE = Path.of("docs/examples/kayenta");

    private String page = "";
    private KayentaJudgement judgement = judge();

    private static KayentaJudgement judge() {
        try {
            KayentaConfig config = KayentaFiles.config(EXAMPLE.resolve("config.json"));
            return KayentaJudge.judge(
                    config,
                    KayentaFiles.samples(EXAMPLE.resolve("samples.json"), config),
                    config.scoreThresholds().orElseThrow());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void read() throws Exception {
        page = Files.readString(Path.of("docs/kayenta.md"));
    }

    @Test
    void theSameAsJson() {
        JsonNode tree = KayentaJson.of(judgement);
        assertThat(tree.path("classification").asText())
                .isEqualTo(judgement.outcome().label());
        assertThat(tree.path("score").doubleValue()).isEqualTo(judgement.score());
        assertThat(tree.path("groups")).hasSameSizeAs(judgement.groups());
        assertThat(tree.path("metrics")).hasSameSizeAs(judgement.metrics());
        JsonNode zoneB = tree.path("metrics").path(2);
        assertThat(zoneB.path("tags").path("zone").asText()).isEqualTo("b");
        assertThat(zoneB.path("classification").asText()).isEqualTo("High");
        assertThat(zoneB.path("experiment").path("mean").doubleValue())
                .isEqualTo(judgement.metrics().get(2).experiment().mean());
    }

    @Test
    void theSchemaHasTheFieldsThatTheReaderTakes() throws Exception {
        JsonNode entry = new ObjectMapper()
                .readTree(Path.of("docs/schemas/kayenta-samples.schema.json").toFile())
                .at("/properties/metrics/items/properties");
        assertThat(entry.fieldNames()).toIterable().containsExactly("name", "tags", "control", "experiment");
    }

    @Test
    void everyLabelIsExplained() {
        for (Classification classification : Classification.values()) {
            assertThat(page).contains("`" + classification.label() + "`");
        }
    }
}
