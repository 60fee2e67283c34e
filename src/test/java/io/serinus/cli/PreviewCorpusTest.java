package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serinus.catalog.YamlDocuments;
import io.serinus.catalog.YamlWriter;
import io.serinus.offline.Manifest;
import io.serinus.offline.Manifests;
import io.serinus.offline.UnifiedDiffs;
import io.serinus.routing.CanaryName;
import io.serinus.routing.Selection;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every real VirtualService, with every version that stands in it and some that do not, is previewed or refused. */
class PreviewCorpusTest {
    private static final String CORPUS = "src/test/resources/io/serinus/routing/corpus.yaml";

    @TempDir
    Path folder = Path.of("");

    static List<Manifest> corpus() {
        return Manifests.read(List.of(CORPUS), "default", InputStream.nullInputStream()).all().stream()
                .filter(manifest -> manifest.is("networking.istio.io", "VirtualService"))
                .toList();
    }

    private static Set<String> canaries(Manifest manifest) {
        var canaries = new LinkedHashSet<>(List.of("next", "host:next"));
        collect(manifest.tree(), canaries);
        return canaries;
    }

    private static void collect(@Nullable Object value, Set<String> canaries) {
        switch (value) {
            case Map<?, ?> map -> {
                if (map.get("destination") instanceof Map<?, ?> destination) {
                    if (destination.get("subset") instanceof String subset) {
                        canaries.add(subset);
                    } else if (destination.get("host") instanceof String host && !host.startsWith("*")) {
                        canaries.add("host:" + host);
                    }
                }
                map.values().forEach(below -> collect(below, canaries));
            }
            case List<?> list -> list.forEach(below -> collect(below, canaries));
            case null, default -> {}
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "layered", "mirror-first", "sticky"})
    void isShownOrRefused(String template) throws Exception {
        int shown = 0;
        int refused = 0;
        for (Manifest manifest : corpus()) {
            Path file = Files.writeString(folder.resolve("object.yaml"), YamlWriter.write(manifest.tree()));
            for (String canary : canaries(manifest)) {
                Invocation invocation = Invocation.of(
                        "preview",
                        "-f",
                        file.toString(),
                        "--canary",
                        canary,
                        "--template",
                        template,
                        "--diff",
                        "-o",
                        "json");
                String which = manifest.namespace() + "/" + manifest.name() + " " + canary;
                assertThat(invocation.exitCode()).as(which).isIn(0, 1);
                assertThat(invocation.out()).doesNotContain("Exception", "java.");
                JsonNode tree = PreviewCommandTest.json(invocation);
                Selection selection = Selection.of(
                        manifest.toVirtualService(),
                        CanaryName.parse(canary),
                        Optional.empty(),
                        List.of(),
                        "cluster.local");
                if (invocation.exitCode() == 0) {
                    assertThat(selection).as(which).isInstanceOf(Selection.Selected.class);
                    requireExact(manifest, tree);
                    shown++;
                } else {
                    requireReason(tree.path("refused").asText(), selection, template);
                    refused++;
                }
            }
        }
        assertThat(shown).isGreaterThan(20);
        assertThat(refused).isGreaterThan(20);
    }

    /** The diffs lead from the file through the steps, and an abort back to it. */
    private static void requireExact(Manifest manifest, JsonNode tree) {
        List<String> now = YamlWriter.write(manifest.tree()).lines().toList();
        for (JsonNode stage : PreviewCommandTest.elements(tree.path("stages"))) {
            now = UnifiedDiffs.applied(now, stage.path("diff").asText());
            assertThat(String.join("\n", now) + "\n")
                    .isEqualTo(YamlWriter.write(PreviewCommandTest.tree(stage.path("virtualService"))));
        }
        assertThat(tree.path("abort").path("asBefore").asBoolean()).isTrue();
    }

    private static void requireReason(String reason, Selection selection, String template) {
        switch (selection) {
            case Selection.Refused(String sentence) -> assertThat(reason).isEqualTo(sentence + ".");
            case Selection.Selected _ ->
                assertThat(reason).contains("of template " + template + " is not possible: VirtualService ");
        }
    }

    @Test
    void isTheSameAsTextAndAsYaml() throws Exception {
        for (Manifest manifest : corpus()) {
            Path file = Files.writeString(folder.resolve("object.yaml"), YamlWriter.write(manifest.tree()));
            for (String canary : canaries(manifest)) {
                Invocation text = Invocation.of("preview", "-f", file.toString(), "--canary", canary);
                Invocation yaml = Invocation.of("preview", "-f", file.toString(), "--canary", canary, "-o", "yaml");
                assertThat(text.exitCode()).isIn(0, 1).isEqualTo(yaml.exitCode());
                assertThat(text.err()).isEqualTo(yaml.err()).doesNotContain("Exception", "\tat ");
                assertThat(YamlDocuments.read(yaml.out())).hasSize(text.exitCode() == 0 ? 5 : 0);
                assertThat(yaml.out().replaceAll("(?m)^---\n# ", "\n").replaceAll("(?m)^# (Abort)", "\n$1"))
                        .isEqualTo(text.out().replaceFirst("^Step", "# Step"));
            }
        }
    }
}
