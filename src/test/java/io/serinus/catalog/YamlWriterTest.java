package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {
    @Provide
    Arbitrary<Object> trees() {
        return tree(3);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars(" -:#'\"\n\t{}[],&*!|>%@`?~=<.0123456789eExyYnN_")
                        .ofMaxLength(8),
                Arbitraries.strings().ascii().ofMaxLength(12),
                Arbitraries.strings()
                        .withChars("aé漢\u0000\u0007\u0085\u2028\uFEFF\r\n ")
                        .ofMaxLength(6),
                Arbitraries.of("true", "no", "null", "~", "", "1e3", "0x1F", "0o17", "1_000", "12:30", "2024-01-01"));
    }

    private static Arbitrary<Object> tree(int depth) {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                texts().asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().between(3_000_000_000L, Long.MAX_VALUE).asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        if (depth == 0) {
            return leaf.injectNull(0.05);
        }
        Arbitrary<Object> below = tree(depth - 1);
        return Arbitraries.oneOf(
                leaf,
                below.list().ofMaxSize(4).asGeneric(),
                Arbitraries.maps(texts(), below)
                        .ofMaxSize(4)
                        .map(LinkedHashMap::new)
                        .asGeneric());
    }

    @Property
    void writesWhatIsReadAsTheSame(@ForAll("trees") Object tree) throws YamlDocuments.InvalidYamlException {
        String yaml = YamlWriter.write(tree);
        assertThat(yaml).endsWith("\n");
        assertThat(YamlDocuments.read(yaml)).as(yaml).containsExactly(tree);
    }

    /** The reader of kubectl takes all of these for something else than a text. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y",
                "N",
                "on",
                "Off",
                "YES",
                "true",
                "null",
                "~",
                "",
                "5",
                "-5",
                "+5",
                "0777",
                "0o17",
                "0x1F",
                "0b1",
                "1_000",
                "1_",
                "0_17",
                "0x_1_0",
                "1_000.5",
                "08",
                "1e3",
                "1.5",
                ".5",
                ".inf",
                ".NaN",
                "2024-01-01",
                "<<"
            })
    void quotesATextThatSomeReaderMistakes(String text) throws IOException {
        String yaml = YamlWriter.write(new LinkedHashMap<>(Map.of("a", text)));
        assertThat(yaml).matches("a: (['\"]).*\\1\n");
        assertThat(new YAMLMapper().readTree(yaml).get("a").asText()).isEqualTo(text);
    }

    @Test
    void writesLinesAsLines() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("body", "one\n  two\n");
        tree.put("odd", "one\u2028\ntwo");
        assertThat(YamlWriter.write(tree)).isEqualTo("body: |\n  one\n    two\nodd: \"one\\L\\ntwo\"\n");
    }

    @Test
    void writesAsPeopleDo() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("z", List.of(new LinkedHashMap<>(Map.of("weight", 100)), List.of()));
        tree.put("a", "10s");
        tree.put("long", "x ".repeat(100) + "x");
        assertThat(YamlWriter.write(tree))
                .isEqualTo("z:\n  - weight: 100\n  - []\na: 10s\nlong: " + "x ".repeat(100) + "x\n");
    }
}
