package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LintCommandTest {
    private static final String SOUND = virtualService("[{route: [{destination: {host: reviews}}]}]");
    private static final String WARNED = virtualService("[{route: [{destination: {host: reviews}, weight: 20}]}]");
    private static final String NOTED = virtualService("[{delegate: {name: other}}]");
    private static final String WRONG = virtualService("[{name: nothing}]");
    private static final String V1 = virtualService("[{route: [{destination: {host: reviews, subset: v1}}]}]");
    private static final String RULE = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews, namespace: shop}
            spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}]}
            """;

    @TempDir
    Path folder = Path.of("");

    private static String virtualService(String http) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: reviews, namespace: shop}
                spec: {hosts: [reviews], http: %s}
                """.formatted(http);
    }

    private Path write(String name, String... documents) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, String.join("---\n", documents));
    }

    private static Invocation lint(Path file, String... more) {
        return Invocation.of(Stream.concat(Stream.of("lint", "-f", file.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private Invocation lint(String document, String... more) throws IOException {
        return lint(write("objects.yaml", document), more);
    }

    static JsonNode json(Invocation linted) throws IOException {
        assertThat(linted.err()).isEmpty();
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schemas/lint.schema.json")));
        assertThat(schema.validate(linted.out(), InputFormat.JSON)).isEmpty();
        return new ObjectMapper().readTree(linted.out());
    }

    private static String refusal(Invocation linted) {
        assertThat(linted.exitCode()).isEqualTo(2);
        assertThat(linted.out()).isEmpty();
        return linted.err();
    }

    @Nested
    class ExitCodes {
        @Test
        void tellWhetherThereIsAnError() throws IOException {
            assertThat(lint(SOUND).exitCode()).isZero();
            assertThat(lint(NOTED).exitCode()).isZero();
            assertThat(lint(WARNED).exitCode()).isZero();
            assertThat(lint(WRONG).exitCode()).isEqualTo(1);
        }

        @Test
        void tellWhetherThereIsAWarningIfAsked() throws IOException {
            assertThat(lint(SOUND, "--strict").exitCode()).isZero();
            assertThat(lint(NOTED, "--strict").exitCode()).isZero();
            assertThat(lint(WARNED, "--strict").exitCode()).isEqualTo(1);
            assertThat(lint(WRONG, "--strict", "-o", "json").exitCode()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "--file",
                    "-f no-such-file.yaml",
                    "-f no-such-file.yaml -f docs/examples/lint",
                    "-f src/test/resources/io/serinus/stats",
                    "-f docs/examples/lint --canary",
                    "-f docs/examples/lint --canary v=2",
                    "-f docs/examples/lint --canary host:",
                    "-f docs/examples/lint --canary v2 --baseline v=1",
                    "-f docs/examples/lint --baseline v1",
                    "-f docs/examples/lint --output yaml",
                    "-f docs/examples/lint --strickt",
                    "-f docs/examples/lint-broken.yaml",
                })
        void tellBadInput(String arguments) {
            assertThat(refusal(Invocation.of(("lint " + arguments).strip().split(" "))))
                    .startsWith("serinus: ")
                    .doesNotContain("Exception", "org.yaml", "\tat ");
        }

        @Test
        void tellThatTheResultReachedNobody() throws IOException {
            var closed = new Writer() {
                @Override
                public void write(char[] text, int from, int length) throws IOException {
                    throw new IOException("closed");
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
            var err = new StringWriter();
            int exitCode = Main.commandLine()
                    .setOut(new PrintWriter(closed))
                    .setErr(new PrintWriter(err))
                    .execute("lint", "-f", write("a.yaml", WARNED).toString());
            assertThat(exitCode).isEqualTo(2);
            assertThat(err.toString()).contains("the result cannot be written");
        }
    }

    @Nested
    class NothingToLookAt {
        private static final String SENTENCE = "serinus: nothing to look at: none of the files has a VirtualService or"
                + " DestinationRule of networking.istio.io, or an AnalysisTemplate; give the file that has it with --file";

        @ParameterizedTest
        @ValueSource(strings = {"", "---\n", "# nothing\n", "kind: List\nitems: []\n"})
        void isBadInput(String document) throws IOException {
            assertThat(refusal(lint(document)).lines()).containsExactly(SENTENCE);
            assertThat(refusal(lint(document, "-o", "json")).lines()).containsExactly(SENTENCE);
        }

        @Test
        void saysWhatTheFilesHaveInstead() throws IOException {
            Path file = write("service.yaml", "{apiVersion: v1, kind: Service}\n");
            assertThat(refusal(lint(file)).lines())
                    .containsExactly("serinus: " + file + ": not looked at: Service (v1)", SENTENCE);
        }

        @Test
        void isANoteIfAnotherFileHasSomething() throws IOException {
            Path empty = write("empty.yaml", "");
            Invocation linted = lint(write("a.yaml", SOUND), "-f", empty.toString());
            assertThat(linted.exitCode()).isZero();
            assertThat(linted.err().lines())
                    .containsExactly(
                            "serinus: 1 object looked at: 0 errors, 0 warnings, 0 infos",
                            "serinus: " + empty + ": there is no object in it");
            assertThat(lint(write("b.yaml", WRONG), "-f", empty.toString()).exitCode())
                    .isEqualTo(1);
        }
    }

    @Test
    void readsFoldersWithAllThatIsBelow() throws IOException {
        write("a.yaml", SOUND.replace("reviews, namespace", "a, namespace"));
        write("below/b.yml", SOUND.replace("reviews, namespace", "b, namespace"));
        write("below/again/c.json", """
                {
                \t"apiVersion": "networking.istio.io/v1", "kind": "VirtualService",
                \t"metadata": {"name": "c", "namespace": "shop"}, "spec": {"hosts": ["c"], "http": [{"name": "nothing"}]}
                }
                """);
        write("below/notes.txt", "{");
        Path list = write("below/list.json", "[1]");
        Invocation linted = lint(folder);
        assertThat(linted.err()).contains("3 objects looked at");
        assertThat(linted.out()).contains("c.json:3:84: VirtualService shop/c: spec.http[0]: error");
        assertThat(refusal(lint(list))).contains("document 1 is a list");
        assertThat(lint(folder, "-f", folder.resolve("a.yaml").toString()).err())
                .as("what is given twice is read once")
                .contains("3 objects looked at");
    }

    @Nested
    class Text {
        @Test
        void hasOneLineForEachFinding() throws IOException {
            Path file = write("objects.yaml", WARNED, WRONG);
            Invocation linted = lint(file);
            assertThat(linted.out().lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith(file
                                            + ":4:73: VirtualService shop/reviews: spec.http[0].route[0].weight: warning"
                                            + " weights-sum: The weight 20 does nothing:"),
                            line -> assertThat(line)
                                    .startsWith(file + ":9:33: VirtualService shop/reviews: spec.http[0]: error"
                                            + " route-without-action: The route has no destination,"));
            assertThat(linted.err())
                    .isEqualToNormalizingNewlines("serinus: 2 objects looked at: 1 error, 1 warning, 0 infos\n");
        }

        @Test
        void isEmptyIfAllIsWell() throws IOException {
            Invocation linted = lint(SOUND);
            assertThat(linted.out()).isEmpty();
            assertThat(linted.err())
                    .isEqualToNormalizingNewlines("serinus: 1 object looked at: 0 errors, 0 warnings, 0 infos\n");
        }

        @Test
        void obeysNoNames() throws IOException {
            Invocation linted =
                    lint(virtualService("[{name: \"a\\n\\e[31m\", route: [{destination: {host: a}}]}, {name: b}]"));
            assertThat(linted.out()).hasLineCount(2).doesNotContain("\u001b");
        }
    }

    @Nested
    class Json {
        @Test
        void hasEverythingOfTheText() throws IOException {
            Path file = write("objects.yaml", WRONG, "kind: Service\nmetadata: {}\n");
            JsonNode tree = json(lint(file, "--output", "json"));
            assertThat(tree.path("objects").asInt()).isEqualTo(1);
            assertThat(tree.path("errors").asInt()).isEqualTo(1);
            assertThat(tree.path("warnings").asInt()).isZero();
            JsonNode finding = tree.path("findings").path(0);
            assertThat(finding.path("file").asText()).isEqualTo(file.toString());
            assertThat(finding.path("kind").asText()).isEqualTo("VirtualService");
            assertThat(finding.path("namespace").asText()).isEqualTo("shop");
            assertThat(finding.path("name").asText()).isEqualTo("reviews");
            assertThat(finding.path("line").asInt()).isEqualTo(4);
            assertThat(finding.path("column").asInt()).isEqualTo(33);
            assertThat(finding.path("path").asText()).isEqualTo("spec.http[0]");
            assertThat(finding.path("severity").asText()).isEqualTo("error");
            assertThat(finding.path("code").asText()).isEqualTo("route-without-action");
            assertThat(finding.path("sentence").asText()).endsWith(".");
            JsonNode skipped = tree.path("skipped").path(0);
            assertThat(skipped.path("kind").asText()).isEqualTo("Service");
            assertThat(skipped.path("namespace").asText()).isEqualTo("default");
        }

        @Test
        void isEmptyIfAllIsWell() throws IOException {
            JsonNode tree = json(lint(SOUND, "-o", "json"));
            assertThat(tree.path("findings").isArray()).isTrue();
            assertThat(tree.path("findings")).isEmpty();
        }
    }

    @Nested
    class Inputs {
        @Test
        void ofAFolderAreReadInOrder() throws IOException {
            write("b/2.yml", WRONG);
            write("b/10.yaml", WRONG);
            write("a.yaml", WARNED);
            write("a.txt", "no: [yaml");
            assertThat(lint(folder).out().lines())
                    .extracting(line -> folder.relativize(Path.of(
                                    line.substring(0, line.indexOf(".y")) + line.replaceFirst(".*?(\\.ya?ml).*", "$1")))
                            .toString()
                            .replace('\\', '/'))
                    .containsExactly("a.yaml", "b/10.yaml", "b/2.yml");
        }

        @Test
        void areReadOnce() throws IOException {
            Path file = write("a.yaml", WRONG);
            assertThat(lint(file, "-f", folder.toString(), file.toString()).out())
                    .hasLineCount(1);
        }

        @Test
        void mayBeStandardInput() {
            Invocation linted = Invocation.reading(WRONG, "lint", "-f", "-");
            assertThat(linted.exitCode()).isEqualTo(1);
            assertThat(linted.out()).startsWith("standard input:4:33: VirtualService shop/reviews: ");
        }

        @Test
        void mayHoldLists() throws IOException {
            String item = WRONG.indent(4).replaceFirst(" {4}", "  - ");
            assertThat(lint("apiVersion: v1\nkind: List\nitems:\n" + item).out())
                    .contains("VirtualService shop/reviews: spec.http[0]: error");
            assertThat(refusal(lint("kind: VirtualServiceList\nitems: [a]\n")))
                    .contains("document 1, items[0], is \"a\", expected an object such as a VirtualService");
        }

        @Test
        void mayHoldOtherKinds() throws IOException {
            Invocation linted = lint(write(
                    "all.yaml",
                    "{apiVersion: v1, kind: Service}\n",
                    SOUND,
                    "{apiVersion: argoproj.io/v1alpha1, kind: AnalysisTemplate}\n",
                    "{apiVersion: appmesh.k8s.aws/v1beta2, kind: VirtualService, spec: {}}\n",
                    "{apiVersion: v1, kind: Service}\n",
                    "{a: 1}\n"));
            assertThat(linted.exitCode()).isZero();
            assertThat(linted.err())
                    .contains(
                            "all.yaml: not looked at: Service (v1), AnalysisTemplate (argoproj.io/v1alpha1), VirtualService"
                                    + " (appmesh.k8s.aws/v1beta2), an object without kind")
                    .contains("1 object looked at");
        }

        @ParameterizedTest
        @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
        void mayBeOfAnyVersion(String version) throws IOException {
            assertThat(lint(WRONG.replace("istio.io/v1", "istio.io/" + version)).exitCode())
                    .isEqualTo(1);
        }

        @Test
        void areAllRefusedIfOneIs() throws IOException {
            Path sound = write("a.yaml", WRONG);
            Path broken = write("b.yaml", WRONG, "spec: {http: [}\n");
            Path list = write("c.yaml", "- a\n");
            assertThat(refusal(lint(sound, broken.toString(), list.toString())).lines())
                    .containsExactly(
                            "serinus: " + broken
                                    + ": line 6, column 15: this is not YAML; check indentation, quotes and brackets"
                                    + " up to here",
                            "serinus: " + list
                                    + ": document 1 is a list, expected an object such as a VirtualService; correct or"
                                    + " remove it");
        }

        @Test
        void mustBeText() throws IOException {
            Path file = folder.resolve("a.yaml");
            Files.write(file, new byte[] {(byte) 0xff, 0, 1});
            assertThat(refusal(lint(file))).contains("a.yaml: this is not UTF-8");
        }
    }

    @Nested
    class Rules {
        @Test
        void comeFromAllFiles() throws IOException {
            Path object = write("a.yaml", V1);
            Path rule = write("z.yaml", RULE.replace("v1", "v0").replace("istio.io/v0", "istio.io/v1"));
            assertThat(lint(object).out()).contains(": info subset-unknown: ");
            assertThat(lint(object, rule.toString()).out()).contains(": error missing-subset: ");
            assertThat(lint(write("both.yaml", V1, RULE)).out()).isEmpty();
        }

        @Test
        void areLookedUpByNamespace() throws IOException {
            Path file = write("both.yaml", V1.replace(", namespace: shop", ""), RULE);
            assertThat(lint(file).out())
                    .contains("VirtualService default/reviews: ")
                    .contains("subset-unknown");
            assertThat(lint(file, "--namespace", "shop").out()).isEmpty();
        }

        @Test
        void areLookedUpByFullName() throws IOException {
            Path file = write("both.yaml", V1, RULE.replace("host: reviews", "host: reviews.shop.svc.example.org"));
            assertThat(lint(file).out()).contains("subset-unknown");
            assertThat(lint(file, "--cluster-domain", "example.org").out()).isEmpty();
        }
    }

    @Nested
    class Releases {
        @Test
        void areLookedAtIfAsked() throws IOException {
            Path file = write("a.yaml", V1, RULE);
            assertThat(lint(file, "--canary", "v1").out())
                    .contains(
                            ": spec.http[0].route: error release-refused: A release would be refused: spec.http[0].route");
            assertThat(lint(file, "--canary", "v2").out()).contains(": error missing-subset: ");
            assertThat(lint(file, "--canary", "v2", "--baseline", "v7").out())
                    .contains("error release-refused: A release would be refused: --baseline is \"v7\"");
            assertThat(lint(file, "--canary", "host:reviews-v2", "--baseline", "v1")
                            .out())
                    .isEmpty();
        }

        /** As preview and the controller do. */
        @Test
        void areReadFromTheAnnotationsAsWell() throws IOException {
            assertThat(annotated("serinus.io/routes: nope"))
                    .contains(": metadata.annotations[\"serinus.io/routes\"]: error release-refused: A release would be"
                            + " refused: serinus.io/routes names the route \"nope\", expected ");
            assertThat(annotated("serinus.io/rotues: a"))
                    .contains(
                            ": metadata.annotations[\"serinus.io/rotues\"]: error release-refused: A release would be"
                                    + " refused: annotation serinus.io/rotues is unknown, expected one of serinus.io/release, ");
            assertThat(annotated("serinus.io/baseline: v7"))
                    .contains(": metadata.annotations[\"serinus.io/baseline\"]: error release-refused: ")
                    .contains("serinus.io/baseline is \"v7\"");
            assertThat(annotated("serinus.io/baseline: v7", "--baseline", "v1")).doesNotContain("release-refused");
            // The option goes before it, and what else is wrong is another matter.
            assertThat(annotated("serinus.io/release: v1")).doesNotContain("release-refused");
        }

        private String annotated(String annotation, String... more) throws IOException {
            return lint(
                            V1.replace("metadata: {", "metadata: {annotations: {" + annotation + "}, "),
                            Stream.concat(Stream.of("--canary", "v2"), Stream.of(more))
                                    .toArray(String[]::new))
                    .out();
        }
    }

    @Nested
    class Templates {
        @Test
        void haveOneLineForEachMistake() throws IOException {
            String template = Files.readString(Path.of("analysis-templates/default.yaml"));
            assertThat(lint(template).out()).isEmpty();
            Invocation linted = lint(template.replace("falseAbort: 1%", "falseAbbort: 1%")
                    .replace("weight: 5,", "weight: 140,")
                    .replace("tick: 5s", "tick: soon"));
            assertThat(linted.exitCode()).isEqualTo(1);
            assertThat(linted.out().lines().map(line -> line.substring(line.indexOf("AnalysisTemplate"))))
                    .contains(
                            "AnalysisTemplate default/default: spec.risk.falseAbbort: error template-invalid: falseAbbort is not"
                                    + " a field, did you mean falseAbort?")
                    .anySatisfy(line -> assertThat(line)
                            .startsWith(
                                    "AnalysisTemplate default/default: spec.steps[0].weight: error template-invalid:"
                                            + " weight is 140, expected")
                            .endsWith("."));
        }

        @Test
        void ofOtherVersionsAreMistakes() throws IOException {
            String template = Files.readString(Path.of("analysis-templates/default.yaml"));
            assertThat(lint(template.replace("serinus.io/v1alpha1", "serinus.io/v9"))
                            .out())
                    .contains("apiVersion: error template-invalid: apiVersion is \"serinus.io/v9\", expected"
                            + " serinus.io/v1alpha1.");
        }

        @Test
        void thatComeWithTheProgramAreSound() {
            Invocation linted = lint(Path.of("analysis-templates"), "--strict");
            assertThat(linted.exitCode()).isZero();
            assertThat(linted.out()).isEmpty();
        }
    }

    @Test
    void explainsItself() {
        assertThat(Invocation.of("lint", "--help").out())
                .contains("Exit codes:", "2   bad input", "Examples:", "kubectl get", "docs/lint.md");
        assertThat(List.of(Invocation.of("--help").out().split("\n")))
                .anySatisfy(line -> assertThat(line).contains("lint").contains("Explains"));
    }
}
