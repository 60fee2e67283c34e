package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateFilesTest {
    @TempDir
    private Path directory;

    private static String template(String name, int weight) {
        return """
                apiVersion: serinus.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: %s}
                spec:
                  metrics: [{name: a, errorRate: {}}]
                  steps: [{weight: %d}]
                """.formatted(name, weight);
    }

    private TemplateFiles load() {
        return TemplateFiles.load(Optional.of(directory));
    }

    @Test
    void builtInTemplatesAreAllThereAndValid() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("analysis-templates"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(TemplateFiles.BUILT_IN);
        }
        TemplateFiles builtIn = TemplateFiles.load(Optional.empty());
        assertThat(builtIn.problems()).isEmpty();
        assertThat(builtIn.names().stream().map(name -> name + ".yaml"))
                .containsExactlyElementsOf(TemplateFiles.BUILT_IN);
    }

    @Test
    void aFileWithMistakesDoesNotHideTheOthers() throws IOException {
        Files.writeString(directory.resolve("a.yaml"), template("one", 5) + "---\n" + template("two", 140) + "---\n");
        Files.writeString(directory.resolve("b.yaml"), "spec: {steps: [}");
        Files.writeString(directory.resolve("c.yaml"), "spec:\n  tick: 5s\n  tick: 6s\n");
        Files.writeString(directory.resolve("d.yaml"), template("three", 5));
        Files.writeString(directory.resolve("e.yaml"), "just text");
        Files.writeString(directory.resolve("notes.txt"), "not read");
        TemplateFiles files = load();
        assertThat(files.names()).contains("default", "one", "three").doesNotContain("two");
        assertThat(files.find("two")).isEmpty();
        String two = directory.resolve("a.yaml")
                + ":13:12: AnalysisTemplate two: spec.steps[0].weight is 140, expected a whole number from 1 to 99";
        assertThat(files.problems("two")).containsExactly(two);
        assertThat(files.problems())
                .containsExactly(
                        two,
                        directory.resolve("b.yaml")
                                + ": line 1, column 16: this is not YAML; check indentation, quotes and brackets up to here",
                        directory.resolve("c.yaml")
                                + ": line 3, column 3: the key \"tick\" stands a second time in the same object; keep one of the two",
                        directory.resolve("e.yaml") + ":1:1: document 1 is \"just text\", expected an object");
    }

    @Test
    void theDirectoryTakesTheBuiltInsPlaceAlsoWithMistakes() throws IOException {
        Files.writeString(directory.resolve("default.yaml"), template("default", 7));
        assertThat(load().find("default").orElseThrow().template().steps()).hasSize(1);
        Files.writeString(directory.resolve("default.yaml"), template("default", 0));
        assertThat(load().find("default")).isEmpty();
        assertThat(load().problems("default")).hasSize(1);
    }

    @Test
    void namesAreUniqueInTheDirectory() throws IOException {
        Files.writeString(directory.resolve("a.yaml"), template("same", 5));
        Files.writeString(directory.resolve("b.yaml"), template("same", 6));
        assertThat(load().problems())
                .containsExactly(
                        directory.resolve("b.yaml") + ":3:12: AnalysisTemplate same: metadata.name is \"same\" a second"
                                + " time, expected a new name; the first one is used");
    }

    @Test
    void aDirectoryThatCannotBeReadIsSaid() {
        TemplateFiles files = TemplateFiles.load(Optional.of(directory.resolve("none")));
        assertThat(files.problems()).singleElement().asString().contains("the template directory");
        assertThat(files.find("default")).isPresent();
    }
}
