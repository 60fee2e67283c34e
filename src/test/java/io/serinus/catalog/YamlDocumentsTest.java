package io.serinus.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentsTest {
    private static List<@Nullable Object> read(String text) throws YamlDocuments.InvalidYamlException {
        return YamlDocuments.read(text);
    }

    private static void assertRefused(String text, String sentence) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(YamlDocuments.InvalidYamlException.class)
                .hasMessage(sentence);
    }

    @Test
    void readsEveryDocument() throws YamlDocuments.InvalidYamlException {
        assertThat(read("")).isEmpty();
        var expected = new ArrayList<@Nullable Object>(List.of(Map.of("a", 1)));
        expected.add(null);
        expected.add(List.of("b"));
        assertThat(read("a: 1\n---\n# nothing\n---\n- b\n")).isEqualTo(expected);
        assertThat(read("\uFEFFa: 1\r\nb: 2\r\n")).isEqualTo(List.of(Map.of("a", 1, "b", 2)));
    }

    @ParameterizedTest
    @CsvSource({
        "10, java.lang.Integer",
        "-3, java.lang.Integer",
        "3000000000, java.lang.Long",
        "99999999999999999999, java.math.BigInteger",
        "08, java.lang.Integer",
        "1.5, java.lang.Double",
        "1e3, java.lang.Double",
        ".nan, java.lang.Double",
        "true, java.lang.Boolean",
        "'\"10\"', java.lang.String",
        "10%, java.lang.String",
        "1h30m, java.lang.String",
        "10:30, java.lang.String",
        "2010-01-01, java.lang.String",
        "2010-01-01T00:00:00Z, java.lang.String",
        "v1, java.lang.String",
    })
    void knowsTheTypesOfKubernetes(String scalar, String type) throws YamlDocuments.InvalidYamlException {
        Object document = read("a: " + scalar).getFirst();
        assertThat(document)
                .isInstanceOfSatisfying(
                        Map.class,
                        map -> assertThat(map.get("a"))
                                .matches(value -> value.getClass().getName().equals(type), "is a " + type));
    }

    /** As {@code kubectl annotate --local -o json} prints them, which writes whole numbers without a point and rounds large ones. */
    @ParameterizedTest
    @CsvSource({
        "0x64, 100",
        "0X1f, 31",
        "-0x10, -16",
        "0x_1_0, 16",
        "0o17, 15",
        "-0O17, -15",
        "017, 15",
        "0_17, 15",
        "08, 8",
        "0b101, 5",
        "+0B101, 5",
        "0b1_0, 2",
        "1_000, 1000",
        "1__0, 10",
        "1_, 1",
        "+5, 5",
        "-0, 0",
        "00, 0",
        "0xFFFFFFFFFFFFFFFF, 18446744073709551615",
        "18446744073709551615, 18446744073709551615",
        "99999999999999999999, 99999999999999999999",
        "0777777777777777777777777, 777777777777777777777777",
        "1_000.5, 1000.5",
        "00.5, 0.5",
        ".1_5, 0.15",
        "5., 5.0",
        "1e1_0, 1.0E10",
        "y, true",
        "Y, true",
        "n, false",
        "N, false",
        "on, true",
        "Off, false",
    })
    void readsValuesAsKubectlDoes(String scalar, String value) throws YamlDocuments.InvalidYamlException {
        Object document = read("a: " + scalar).getFirst();
        assertThat(document)
                .isInstanceOfSatisfying(
                        Map.class,
                        map -> assertThat(map.get("a"))
                                .isNotInstanceOf(String.class)
                                .hasToString(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0o8",
                "0x",
                "0xG",
                "0b",
                "0b2",
                "0x1p4",
                "1e400",
                "0xFFFFFFFFFFFFFFFFF",
                "_1",
                "tRue",
                "1:30",
                "0x-1"
            })
    void leavesTheRestText(String scalar) throws YamlDocuments.InvalidYamlException {
        assertThat(read("a: " + scalar)).isEqualTo(List.of(Map.of("a", scalar)));
    }

    /** A scalar by itself is what it would be in a document. */
    @ParameterizedTest
    @CsvSource({"10", "-3", "3000000000", "08", "1.5", "1e3", "true", "No", "10%", "1h30m", "v1", "2010-01-01"})
    void readsScalarsByThemselves(String scalar) throws YamlDocuments.InvalidYamlException {
        assertThat(read("a: " + scalar)).isEqualTo(List.of(Map.of("a", YamlDocuments.scalar(scalar))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1:1",
                "spec | 2:1",
                "spec.steps | 3:3",
                "spec.steps[0] | 4:7",
                "spec.steps[1].weight | 5:16",
                "spec.steps[1].weigth | 5:7",
                "spec.steps[9].weight | 3:3",
                "spec.slo.p99.9 | 7:5",
                "spec.slo.p99 | 8:5",
                "spec.slo.p95 | 6:3",
                "metadata.name | 1:1",
            })
    void knowsWhereEveryFieldStands(String path, String place) throws YamlDocuments.InvalidYamlException {
        String yaml = """
                kind: A
                spec:
                  steps:
                    - weight: 5
                    - {a: "ü", weight: 10}
                  slo:
                    p99.9: 1s
                    p99: 2s
                """;
        assertThat(YamlDocuments.documents(yaml).getFirst().places().of(path)).hasToString(place);
        String list = "kind: List\nitems:\n- a: 1\n- " + yaml.stripTrailing().replace("\n", "\n  ");
        Place within = YamlDocuments.documents(list)
                .getFirst()
                .places()
                .within("items[1]")
                .of(path);
        String[] parts = place.split(":");
        assertThat(within).isEqualTo(new Place(Integer.parseInt(parts[0]) + 3, Integer.parseInt(parts[1]) + 2));
    }

    @Test
    void knowsNull() throws YamlDocuments.InvalidYamlException {
        var nothing = new LinkedHashMap<String, @Nullable Object>();
        for (String key : List.of("a", "b", "c")) {
            nothing.put(key, null);
        }
        assertThat(read("a:\nb: ~\nc: null\n")).isEqualTo(List.of(nothing));
    }

    @Test
    void followsAnchorsAndMergeKeys() throws YamlDocuments.InvalidYamlException {
        assertThat(read("""
                split: &split {weight: 10, host: a}
                list: [*split, {<<: *split, host: b}]
                """))
                .isEqualTo(List.of(Map.of(
                        "split", Map.of("weight", 10, "host", "a"),
                        "list", List.of(Map.of("weight", 10, "host", "a"), Map.of("weight", 10, "host", "b")))));
    }

    @Test
    void makesKeysTexts() throws YamlDocuments.InvalidYamlException {
        assertThat(read("1: a\ntrue: b\n")).isEqualTo(List.of(Map.of("1", "a", "true", "b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {b: 1               | 2 | 1",
                "a:\\n\\t- b            | 2 | 1",
                "a: b: c                | 1 | 5",
                "a: *nowhere            | 1 | 4",
                "a: !!java.net.URL [x]  | 1 | 4",
                "a: 'b                  | 2 | 1",
                "ok: 1\\n---\\n] x      | 3 | 1",
            })
    void saysWhereItIsNoYaml(String text, int line, int column) {
        assertRefused(
                text.replace("\\n", "\n").replace("\\t", "\t") + "\n",
                "line " + line + ", column " + column
                        + ": this is not YAML; check indentation, quotes and brackets up to here");
    }

    @Test
    void refusesKeysThatAreGivenTwice() {
        assertRefused(
                "a:\n  weight: 1\n  host: a\n  weight: 2\n",
                "line 4, column 3: the key \"weight\" stands a second time in the same object; keep one of the two");
    }

    @Test
    void refusesCharactersThatCannotBeSeen() {
        assertRefused(
                "a: 1\nb: \u0001\n",
                "line 2, column 4: here is a character that YAML does not allow; remove it, or write it as an escape in double"
                        + " quotes");
    }

    @Test
    void knowsHelmTemplates() {
        assertRefused(
                "metadata:\n  name: {{ .Values.name }}\n",
                "line 2, column 9: an object or a list stands as a key, which no Kubernetes object has; quote it, or render the"
                        + " Helm template before");
        assertRefused(
                "{{- if .Values.on }}\na: 1\n{{- end }}\n",
                "line 1, column 3: this is not YAML; check indentation, quotes and brackets up to here, and render a Helm"
                        + " template before");
    }

    @Test
    void refusesWhatHasNoEnd() {
        assertRefused("a: &a\n  b: *a\n", "an object contains itself by an anchor; write it plainly");
        String deep = "[".repeat(1000) + "]".repeat(1000);
        String laughs = IntStream.range(1, 10)
                .mapToObj(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n")
                .collect(Collectors.joining("", "a0: &a0 [x]\n", ""));
        for (String text : List.of(deep, laughs)) {
            assertRefused(
                    text,
                    "it is nested too deeply, or repeats too much by anchors (limits are 200 levels and 50 repeated objects);"
                            + " write it plainly");
        }
    }

    /** Few enough anchors for the limit of their number. */
    @Test
    void refusesWhatAnchorsMakeTooLarge() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 7; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a, *a, *a, *a, *a, *a, *a, *a]\n".replace("*a", "*a" + (i - 1)));
        }
        assertThatThrownBy(() -> read(bomb.toString()))
                .isInstanceOf(YamlDocuments.InvalidYamlException.class)
                .hasMessageContaining("becomes too large");
        String key = "a: &a [x, x]\n? [*a, *a]\n: 1\n";
        assertThatThrownBy(() -> read(key)).hasMessageContaining("stands as a key");
        String level = "[".repeat(150);
        String deep = "a: &a " + level + "]".repeat(150) + "\nb: " + level + "*a" + "]".repeat(150);
        assertThatThrownBy(() -> read(deep)).hasMessageContaining("too deep");
    }

    @Test
    void followsAnchorsAsOftenAsPeopleWriteThem() throws YamlDocuments.InvalidYamlException {
        String text = "a: &a {x: 1}\nb: [" + "*a, ".repeat(40) + "*a]";
        assertThat(read(text).getFirst())
                .isInstanceOfSatisfying(
                        Map.class, map -> assertThat((List<?>) map.get("b")).hasSize(41));
    }
}
