package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page about templates shows has to be what the parser takes. */
class TemplatesPageTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private final String page = read();

    private static String read() {
        try {
            return Files.readString(Path.of("docs/templates.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyExampleIsATemplate() {
        List<String> examples =
                YAML.matcher(page).results().map(match -> match.group(1)).toList();
        assertThat(examples).hasSize(3);
        examples.forEach(example -> Yaml.parsed(TemplateParser.parse(Yaml.tree(example))));
    }

    @Test
    void everyMessageIsOneOfTheParsers() {
        String careful = YAML.matcher(page).results().findFirst().orElseThrow().group(1);
        String wrong = careful.replace("weight: 10", "weight: 140").replace("spec:", "spec:\n  intervall: 15s");
        assertThat(Yaml.messages(TemplateParser.parse(Yaml.tree(wrong))))
                .hasSize(2)
                .allSatisfy(message -> assertThat(page).contains(message));
    }

    @Test
    void everyFieldIsExplained() {
        var fields = new TreeSet<String>();
        collect(Shape.SPEC, fields);
        assertThat(fields).allSatisfy(field -> assertThat(page).containsPattern("`([a-zA-Z]+\\.)?" + field + "`"));
    }

    private static void collect(Shape shape, Set<String> fields) {
        switch (shape) {
            case Shape.Leaf() -> {}
            case Shape.Items(Shape element) -> collect(element, fields);
            case Shape.Group(Map<String, Shape> group) -> {
                fields.addAll(group.keySet());
                group.values().forEach(field -> collect(field, fields));
            }
        }
    }
}
