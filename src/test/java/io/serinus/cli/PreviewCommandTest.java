package io.serinus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.serinus.catalog.YamlDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewCommandTest {
    private static final String V1 = virtualService("[{route: [{destination: {host: reviews, subset: v1}}]}]");
    private static final String RULE = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: reviews, namespace: shop}
            spec: {host: reviews, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
            """;
    private static final String TEMPLATE = """
            apiVersion: serinus.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: quick, namespace: shop}
            spec:
              metrics: [{name: errors, errorRate: {}}]
              steps: [{weight: 40}]
            """;

    static final JsonSchema SCHEMA = schema();

    @TempDir
    Path folder = Path.of("");

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("docs/schemas/preview.schema.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String virtualService(String http) {
        return """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: reviews, namespace: shop}
                spec: {hosts: [reviews], http: %s}
                """.formatted(http);
    }

    private static String annotated(String annotations) {
        return V1.replace("namespace: shop", "namespace: shop, annotations: {" + annotations + "}");
    }

    private Path write(String name, String... documents) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("---\n", documents));
    }

    private static Invocation preview(Path file, String... more) {
        return Invocation.of(Stream.concat(Stream.of("preview", "-f", file.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private Invocation preview(String documents, String... more) throws IOException {
        return preview(write("objects.yaml", documents), more);
    }

    static JsonNode json(Invocation shown) throws IOException {
        assertThat(shown.err()).isEmpty();
        assertThat(SCHEMA.validate(shown.out(), InputFormat.JSON))
                .as(shown.out())
                .isEmpty();
        return new ObjectMapper().readTree(shown.out());
    }

    private static String badInput(Invocation shown) {
        assertThat(shown.exitCode()).as(shown.err()).isEqualTo(2);
        assertThat(shown.out()).isEmpty();
        return shown.err();
    }

    private static String refusal(Invocation shown) {
        assertThat(shown.exitCode()).as(shown.err()).isEqualTo(1);
        assertThat(shown.out()).isEmpty();
        return shown.err();
    }

    private static String shown(Invocation shown) {
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        return shown.out();
    }

    @Nested
    class Stages {
        @Test
        void areTheStepsThePromotionAndTheAbort() throws IOException {
            String out = shown(preview(V1, "--canary", "v2"));
            assertThat(out.lines().filter(line -> line.matches("[A-Z].*")))
                    .containsExactly(
                            "Step 1 of 4: 5 %",
                            "Step 2 of 4: 10 %",
                            "Step 3 of 4: 25 %",
                            "Step 4 of 4: 50 %",
                            "Promotion: 100 %",
                            "Abort, after any step: the spec is that of " + folder.resolve("objects.yaml") + " again.");
            assertThat(out).contains("weight: 95", "weight: 90", "weight: 75", "weight: 50", "weight: 100");
        }

        @Test
        void keepTheOrderOfFieldsAndWhatNobodyKnows() throws IOException {
            String out = shown(preview(
                    "spec: {zoo: [1, true], http: [{route: [{destination: {subset: v1, host: reviews}, extra: 'yes'}], name:"
                            + " a}], hosts: [reviews]}\nmetadata: {name: reviews}\nkind: VirtualService\n"
                            + "apiVersion: networking.istio.io/v1beta1\n",
                    "--canary",
                    "v2",
                    "--weight",
                    "5"));
            assertThat(out).isEqualTo("""
                    Weight: 5 %
                    spec:
                      zoo:
                        - 1
                        - true
                      http:
                        - route:
                            - destination:
                                subset: v1
                                host: reviews
                              extra: 'yes'
                              weight: 95
                            - destination:
                                subset: v2
                                host: reviews
                              extra: 'yes'
                              weight: 5
                          name: a
                      hosts:
                        - reviews
                    metadata:
                      name: reviews
                    kind: VirtualService
                    apiVersion: networking.istio.io/v1beta1
                    """);
        }

        @Test
        void areDiffsIfAsked() throws IOException {
            String out = shown(preview(V1, "--canary", "v2", "--weight", "5", "--diff"));
            assertThat(out).isEqualTo("""
                    Weight: 5 %
                    --- shop/reviews file
                    +++ shop/reviews weight
                    @@ -11,3 +11,8 @@
                             - destination:
                                 host: reviews
                                 subset: v1
                    +          weight: 95
                    +        - destination:
                    +            host: reviews
                    +            subset: v2
                    +          weight: 5
                    """);
            assertThat(shown(preview(out(5), "--canary", "v2", "--baseline", "v1", "--weight", "5", "--diff")))
                    .isEqualTo("Weight: 5 %\nNothing changes.\n");
        }

        @Test
        void writeOutWhatTheFileRepeatsByAnchors() throws IOException {
            String anchored = virtualService(
                    "[{name: a, match: &m [{uri: {prefix: /a}}], route: &r [{destination: {host: reviews,"
                            + " subset: v1}}]}, {name: b, match: *m, route: *r}]");
            String plain =
                    virtualService("[{name: a, match: [{uri: {prefix: /a}}], route: [{destination: {host: reviews,"
                            + " subset: v1}}]}, {name: b, match: [{uri: {prefix: /a}}], route: [{destination: {host: reviews,"
                            + " subset: v1}}]}]");
            for (String form : List.of("--diff", "--output=yaml")) {
                assertThat(shown(preview(anchored, "--canary", "v2", form)))
                        .doesNotContain("&id", "*id")
                        .isEqualTo(shown(preview(plain, "--canary", "v2", form)));
            }
        }

        private String out(int percent) {
            return virtualService(
                    "[{route: [{destination: {host: reviews, subset: v1}, weight: %d}, {destination: {host:"
                                    .formatted(100 - percent)
                            + " reviews, subset: v2}, weight: %d}]}]".formatted(percent));
        }

        @Test
        void areOneStreamOfYaml() throws Exception {
            String out = shown(preview(V1, "--canary", "v2", "--output", "yaml"));
            assertThat(YamlDocuments.read(out))
                    .hasSize(5)
                    .allSatisfy(document ->
                            assertThat(document).asString().contains("kind=VirtualService", "subset=v1", "subset=v2"));
            assertThat(out).contains("# Step 1 of 4: 5 %\n", "---\n# Promotion: 100 %\n", "# Abort, after any step: ");
        }

        @Test
        void areInTheJson() throws IOException {
            Path file = write("objects.yaml", V1, RULE);
            JsonNode tree = json(preview(file, "--canary", "v2", "-o", "json", "--template", "dark"));
            assertThat(tree.path("file").asText()).isEqualTo(file.toString());
            assertThat(tree.path("template").asText()).isEqualTo("dark");
            assertThat(tree.path("baseline").asText()).isEqualTo("reviews.shop.svc.cluster.local subset v1");
            assertThat(tree.path("routes").path(0).asText()).isEqualTo("spec.http[0]");
            assertThat(tree.path("abort").path("asBefore").asBoolean()).isTrue();
            assertThat(tree.path("abort").has("virtualService")).isFalse();
            JsonNode first = tree.path("stages").path(0);
            assertThat(first.path("layout").asText()).isEqualTo("0 %, matching requests");
            assertThat(first.at("/virtualService/spec/http/0/name").asText()).isEqualTo("serinus-match");
            assertThat(first.has("diff")).isFalse();
            assertThat(tree.path("stages").path(3).path("stage").asText()).isEqualTo("promotion");
            assertThat(tree.path("stages").path(3).path("weight").asInt()).isEqualTo(100);
            assertThat(tree.path("findings")).isEmpty();
        }

        @Test
        void sayIfAnAbortLeavesSomethingElse() throws IOException {
            String leftover = annotated("serinus.io/added: route serinus-match")
                    .replace(
                            "http: [",
                            "http: [{name: serinus-match, route: [{destination: {host: reviews, subset: v2}}]}, ");
            String out = shown(preview(leftover, "--canary", "v2", "--diff"));
            assertThat(out)
                    .contains(
                            "Abort: the spec is not quite that of ", "--- shop/reviews file\n+++ shop/reviews abort\n")
                    .doesNotContain("Abort, after any step");
            JsonNode abort =
                    json(preview(leftover, "--canary", "v2", "-o", "json")).path("abort");
            assertThat(abort.path("asBefore").asBoolean()).isFalse();
            assertThat(abort.at("/virtualService/spec/http")).hasSize(1);
        }
    }

    @Nested
    class Wishes {
        @Test
        void mayStandInAnnotations() throws IOException {
            String asking = annotated("serinus.io/release: v2, serinus.io/template: blue-green");
            assertThat(shown(preview(asking))).contains("Step 1 of 1: 0 %, matching requests");
            assertThat(shown(preview(asking, "--template", "sticky"))).contains("Step 1 of 3: 5 %, cookie");
            assertThat(shown(preview(asking, "--weight", "7", "--canary", "v3")))
                    .contains("subset: v3", "weight: 7");
            assertThat(badInput(preview(V1))).contains("--canary is missing", "VirtualService shop/reviews has no");
        }

        @Test
        void nameTheRoutes() throws IOException {
            String two = virtualService(
                    "[{name: a, match: [{uri: {prefix: /a}}], route: [{destination: {host: reviews, subset:"
                            + " v1}}]}, {name: b, route: [{destination: {host: reviews, subset: v1}}]}]");
            assertThat(preview(two, "--canary", "v2").err()).contains("managed spec.http[0] (a), spec.http[1] (b)");
            assertThat(preview(two, "--canary", "v2", "--routes", "b").err()).contains("managed spec.http[1] (b)\n");
            assertThat(refusal(preview(two, "--canary", "v2", "--routes", "c"))).contains("\"c\"");
        }

        @Test
        void takeATemplateOfTheFilesOrAFile() throws IOException {
            Path template = write("quick.yaml", TEMPLATE);
            Path file = write("objects.yaml", V1);
            assertThat(shown(preview(file, "--canary", "v2", "--template", template.toString())))
                    .contains("Step 1 of 1: 40 %");
            assertThat(shown(preview(file, template.toString(), "--canary", "v2", "--template", "quick")))
                    .contains("Step 1 of 1: 40 %");
            Path two = write("two.yaml", TEMPLATE, TEMPLATE.replace("quick", "slow"));
            assertThat(badInput(preview(file, "--canary", "v2", "--template", two.toString())))
                    .contains(
                            "two.yaml\", which has the AnalysisTemplates quick, slow, expected a file with exactly one");
            Path none = write("none.yaml", "");
            assertThat(badInput(preview(file, "--canary", "v2", "--template", none.toString())))
                    .contains("none.yaml\", which has no AnalysisTemplate, expected a file with exactly one");
        }

        @Test
        void takeNoOtherObjectForATemplate() throws IOException {
            Path file = write("objects.yaml", V1);
            assertThat(badInput(preview(file, "--canary", "v2", "--template", file.toString()))
                            .lines())
                    .containsExactly("serinus: --template is \"" + file
                            + "\", which has no AnalysisTemplate but VirtualService, expected a file with exactly one");
            Path meant = write("meant.yaml", TEMPLATE.replace("kind: AnalysisTemplate", "kind: AnalysisTemplat"));
            assertThat(refusal(preview(file, "--canary", "v2", "--template", meant.toString())))
                    .contains("kind is \"AnalysisTemplat\"");
        }

        @Test
        void areRefusedInTheWordsThatWereTyped() throws IOException {
            assertThat(refusal(preview(V1, "--canary", "v2", "--baseline", "v3")))
                    .contains("--baseline is \"v3\", expected a destination with traffic")
                    .doesNotContain("serinus.io/baseline");
            assertThat(json(preview(V1, "--canary", "v2", "--baseline", "v3", "-o", "json"))
                            .path("refused")
                            .asText())
                    .contains("--baseline is \"v3\"");
            String annotated = V1.replace("metadata: {", "metadata: {annotations: {serinus.io/baseline: v3}, ");
            assertThat(refusal(preview(annotated, "--canary", "v2"))).contains("serinus.io/baseline is \"v3\"");
        }

        @Test
        void giveTheTemplateItsArguments() throws IOException {
            Path template = write(
                    "tuned.yaml",
                    TEMPLATE.replace("weight: 40", "weight: \"${args.first}\"")
                            .replace("spec:", "spec:\n  args: [{name: first}]"));
            Path file = write("objects.yaml", annotated("serinus.io/release: v2, serinus.io/arg.first: '30'"));
            assertThat(shown(preview(file, "--template", template.toString()))).contains("Step 1 of 1: 30 %");
            assertThat(shown(preview(file, "--template", template.toString(), "--arg", "first=20")))
                    .contains("Step 1 of 1: 20 %");
            assertThat(shown(preview(file, "--weight", "7"))).contains("weight: 7");
            assertThat(refusal(preview(file, "--template", template.toString(), "--arg", "fisrt=20")))
                    .contains("spec.args has no \"fisrt\", but --arg fisrt gives one a value, expected one of first;"
                            + " correct or remove it");
            assertThat(refusal(preview(file, "--template", template.toString(), "--arg", "first=${x}")))
                    .contains("spec.args[0] has the value \"${x}\" by --arg first, expected one without ${");
            assertThat(refusal(preview(
                            annotated("serinus.io/release: v2, serinus.io/arg.fisrt: '30'"),
                            "--template",
                            template.toString())))
                    .contains("spec.args has no \"fisrt\", but the annotation serinus.io/arg.fisrt gives one a value,"
                            + " expected one of first; correct or remove the annotation");
            assertThat(refusal(preview(file, "--template", template.toString(), "--arg", "first=all")))
                    .contains("spec.steps[0].weight is \"all\", expected a whole number from 1 to 99; it comes from"
                            + " ${args.first}");
            assertThat(refusal(preview(V1, "--canary", "v2", "--template", template.toString())))
                    .contains("spec.args[0] is \"first\" without a default, expected its value in the annotation"
                            + " serinus.io/arg.first of the VirtualService");
            assertThat(refusal(preview(annotated("serinus.io/release: v2, serinus.io/args.first: '30'"))))
                    .contains("annotation serinus.io/args.first is unknown", "or serinus.io/arg.NAME for an argument");
        }

        @Test
        void noteThatABackendMustBeConfigured() throws IOException {
            Path template = write(
                    "elsewhere.yaml",
                    Files.readString(Path.of("analysis-templates/mirror-first.yaml"))
                            .replace("spec:", "spec:\n  backend: thanos")
                            .replace("name: mirror-first", "name: elsewhere"));
            Invocation mirroring = preview(V1, "--canary", "v2", "--template", template.toString());
            assertThat(shown(mirroring)).contains("Step 1 of 4: 0 %, mirror 10 %", "mirrorPercentage:");
            assertThat(mirroring.err())
                    .contains("serinus: template elsewhere is judged by the backend thanos, which the controller must");
            assertThat(json(preview(V1, "--canary", "v2", "--template", template.toString(), "-o", "json"))
                            .path("notes"))
                    .hasSize(1);
            assertThat(json(preview(V1, "--canary", "v2", "--template", "mirror-first", "-o", "json"))
                            .path("notes"))
                    .isEmpty();
        }

        @Test
        void showTheCopyOfTheBaseline() throws IOException {
            Path template = write("alike.yaml", """
                    apiVersion: serinus.io/v1alpha1
                    kind: AnalysisTemplate
                    metadata: {name: alike}
                    spec:
                      baselineCopy: true
                      metrics: [{name: errors, errorRate: {}}]
                      steps: [{weight: 5}, {weight: 50}]
                    """);
            Invocation copied = preview(V1, "--canary", "v2", "--template", template.toString());
            assertThat(shown(copied))
                    .contains(
                            "Step 1 of 2: 5 %, as much to a copy of the baseline",
                            "serinus.io/added: destination reviews-serinus-copy.shop.svc.cluster.local ",
                            "host: reviews-serinus-copy.shop.svc.cluster.local");
            assertThat(copied.err())
                    .contains(
                            "serinus: template alike compares the canary with a copy of the baseline; whether that can be"
                                    + " made, only the cluster knows, and the controller refuses the release if not");
        }

        @Test
        void chooseAmongSeveralVirtualServices() throws IOException {
            String other = V1.replace("name: reviews, namespace: shop", "name: ratings, namespace: shop");
            String elsewhere = V1.replace("namespace: shop", "namespace: test");
            Path file = write("objects.yaml", V1, other, elsewhere);
            assertThat(badInput(preview(file, "--canary", "v2")))
                    .contains(
                            "several VirtualServices; choose one with --name: shop/reviews, shop/ratings, test/reviews");
            assertThat(badInput(preview(file, "--canary", "v2", "--name", "reviews")))
                    .contains("--name is \"reviews\", which several", "shop/reviews, test/reviews")
                    .doesNotContain("ratings");
            assertThat(badInput(preview(file, "--canary", "v2", "--name", "details")))
                    .contains("--name is \"details\", expected one of", "shop/reviews, shop/ratings, test/reviews");
            assertThat(shown(preview(file, "--canary", "v2", "--name", "ratings")))
                    .contains("name: ratings");
            assertThat(shown(preview(file, "--canary", "v2", "--name", "test/reviews")))
                    .contains("namespace: test");
            assertThat(badInput(preview(write("twice.yaml", V1, V1), "--canary", "v2")))
                    .contains("VirtualService shop/reviews is in the files ", "expected it once");
        }

        @Test
        void knowTheNamespaceAndTheDomain() throws IOException {
            String bare = V1.replace(", namespace: shop", "");
            Invocation shown = preview(bare, "--canary", "v2", "-n", "shop", "--cluster-domain", "example.org");
            assertThat(shown.err()).contains("baseline reviews.shop.svc.example.org subset v1, canary ");
        }
    }

    @Nested
    class Refusals {
        @Test
        void areTheSentencesOfTheCluster() throws IOException {
            assertThat(refusal(preview(V1, "--canary", "v1")))
                    .contains("serinus: VirtualService shop/reviews: spec.http[0].route");
            assertThat(refusal(preview(V1 + "---\n" + RULE, "--canary", "v3")))
                    .endsWithIgnoringCase(
                            "serinus: VirtualService shop/reviews: DestinationRule shop/reviews has no subset"
                                    + " \"v3\" under spec.subsets, expected it there; found v1, v2.\n");
            assertThat(refusal(preview(V1, "--canary", "v2", "--template", "quick")))
                    .contains(
                            "VirtualService shop/reviews: serinus.io/template is \"quick\", expected an AnalysisTemplate in"
                                    + " the namespace shop, or one of the controller's own: default, ");
            String mirrored = V1.replace("http: [{", "http: [{mirror: {host: other}, ");
            assertThat(refusal(preview(mirrored, "--canary", "v2", "--template", "mirror-first")))
                    .contains(
                            "step 1 of template mirror-first is not possible: VirtualService shop/reviews: spec.http[0]");
            assertThat(refusal(preview(annotated("serinus.io/realease: v2"), "--canary", "v2")))
                    .contains("annotation serinus.io/realease is unknown");
        }

        @Test
        void comeFromMistakesOfTheTemplate() throws IOException {
            Path wrong = write("wrong.yaml", TEMPLATE.replace("weight: 40", "weight: 140"));
            Path file = write("objects.yaml", V1);
            String sentence = "VirtualService shop/reviews: AnalysisTemplate shop/quick: spec.steps[0].weight is 140";
            assertThat(refusal(preview(file, "--canary", "v2", "--template", wrong.toString())))
                    .contains(sentence);
            assertThat(refusal(preview(file, wrong.toString(), "--canary", "v2", "--template", "quick")))
                    .contains(sentence);
        }

        @Test
        void areInTheJson() throws IOException {
            Invocation refused = preview(V1, "--canary", "v1", "-o", "json");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(json(refused).path("refused").asText()).startsWith("VirtualService shop/reviews: spec.http[0]");
        }

        @Test
        void doNotComeFromRulesThatTheFilesDoNotHave() throws IOException {
            Invocation shown = preview(V1, "--canary", "v2");
            assertThat(shown.exitCode()).isZero();
            assertThat(shown.err()).contains(": spec.http[0].route[0].destination.subset: info subset-unknown: ");
            assertThat(preview(V1 + "---\n" + RULE, "--canary", "v2").err()).doesNotContain("subset-unknown");
        }
    }

    @Nested
    class Findings {
        private static final String TIMEOUT = virtualService(
                "[{name: status, match: [{uri: {exact: /status}}], timeout: 1s, route: [{destination: {host: a}}]},"
                        + " {name: main, timeout: 3s, route: [{destination: {host: reviews, subset: v1}}]}]");

        /** Testers, who come first, take the requests that the step would lead to the canary. */
        private static final String TAKEN = virtualService(
                "[{name: testers, match: [{headers: {x-canary: {exact: 'true'}}}], route: [{destination: {host: other}}]},"
                        + " {name: main, route: [{destination: {host: reviews, subset: v1}}]}]");

        /** The testers' route is hidden in the file, and the step's route moves it down. */
        private static final String HIDDEN = virtualService(
                "[{name: slow, match: [{uri: {prefix: /slow}}], route: [{destination: {host: reviews, subset: v1}}]},"
                        + " {name: testers, match: [{uri: {prefix: /slow/x}}], route: [{destination: {host: other}}]}]");

        private JsonNode stages(String documents, String template) throws IOException {
            return json(preview(documents + "---\n" + RULE, "--canary", "v2", "--template", template, "-o", "json"))
                    .path("stages");
        }

        @Test
        void nameTheStepWhoseRouteIsHidden() throws IOException {
            Invocation shown = preview(TAKEN + "---\n" + RULE, "--canary", "v2", "--template", "layered");
            assertThat(shown.exitCode()).isZero();
            assertThat(shown.err())
                    .contains("VirtualService shop/reviews: step 1, step 2: spec.http[1]: warning hidden-match: This is"
                            + " serinus-match, which the release adds. spec.http[0] (\"testers\") stands before it")
                    .doesNotContain("step 3", "promotion");
            JsonNode stages = stages(TAKEN, "layered");
            assertThat(stages.findValuesAsText("code")).containsExactly("hidden-match", "hidden-match");
            assertThat(stages.at("/0/findings/0/path").asText()).isEqualTo("spec.http[1]");
            assertThat(stages.at("/0/findings/0/line").isMissingNode())
                    .as("the file has no such route")
                    .isTrue();
            assertThat(stages.at("/2/findings").isArray()).isTrue();
        }

        @Test
        void leaveOutWhatTheFileHasInAnotherPlace() throws IOException {
            assertThat(json(preview(HIDDEN, "--canary", "v2", "-o", "json"))
                            .path("findings")
                            .findValuesAsText("code"))
                    .contains("hidden-match");
            assertThat(stages(HIDDEN, "layered").findValuesAsText("code")).isEmpty();
        }

        @Test
        void leaveOutWhatTheStepsOwnRouteOrMirrorBrings() throws IOException {
            JsonNode stages = stages(TIMEOUT, "dark");
            assertThat(stages.at("/0/findings")).isEmpty();
            assertThat(stages.at("/1/findings").findValuesAsText("path")).containsExactly("spec.http[1].timeout");
            assertThat(stages.at("/1/findings/0/line").asInt()).isEqualTo(4);
            assertThat(stages.at("/1/findings/0/column").asInt())
                    .isEqualTo(TIMEOUT.lines().toList().get(3).indexOf("timeout: 3s") + 1);
            assertThat(stages(V1, "mirror-first").findValuesAsText("code")).isEmpty();
        }
    }

    @Nested
    class BadInput {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "--canary v2",
                    "-f no-such-file.yaml --canary v2",
                    "-f docs/examples/preview",
                    "-f docs/examples/preview --canary",
                    "-f docs/examples/preview --canary v=2",
                    "-f docs/examples/preview --canary v2 --baseline v=1",
                    "-f docs/examples/preview --canary v2 --routes ,",
                    "-f docs/examples/preview --canary v2 --weight 101",
                    "-f docs/examples/preview --canary v2 --weight -1",
                    "-f docs/examples/preview --canary v2 --weight five",
                    "-f docs/examples/preview --canary v2 --weight 5 --template default",
                    "-f docs/examples/preview --canary v2 --template no-such-file.yaml",
                    "-f docs/examples/preview --canary v2 --template docs/examples/lint-broken.yaml",
                    "-f docs/examples/preview --canary v2 --template docs/examples",
                    "-f docs/examples/preview --canary v2 --diff -o yaml",
                    "-f docs/examples/preview --canary v2 -o xml",
                    "-f docs/examples/preview --canary v2 --name other",
                    "-f docs/examples/preview --canary v2 --dif",
                    "-f docs/examples/preview/destinationrule.yaml --canary v2",
                    "-f docs/examples/lint-broken.yaml --canary v2",
                    "-f README.md --canary v2",
                })
        void isToldInOneSentence(String arguments) {
            assertThat(badInput(Invocation.of(("preview " + arguments).strip().split(" "))))
                    .startsWith("serinus: ")
                    .doesNotContain("Exception", "org.yaml", "\tat ");
        }

        @Test
        void isAnObjectWithoutNameOrOfAnySize() throws IOException {
            assertThat(badInput(preview(V1.replace("name: reviews, ", ""), "--canary", "v2")))
                    .contains("a VirtualService has no metadata.name");
            var bomb = new StringBuilder(V1).append("a0: &a0 [x, x]\n");
            for (int i = 1; i < 17; i++) {
                bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
            }
            assertThat(badInput(preview(bomb.toString(), "--canary", "v2"))).contains("has more than 500000 values");
        }
    }

    @Test
    void readsStandardInput() {
        assertThat(shown(Invocation.reading(V1, "preview", "-f", "-", "--canary", "v2")))
                .contains("the spec is that of standard input again.");
    }

    @Test
    void obeysNoNames() throws IOException {
        String evil = V1.replace("name: reviews", "name: \"a\\e[31m\\nb\"");
        Invocation shown = preview(evil, "--canary", "v2", "--diff");
        assertThat(shown(shown)).doesNotContain("\u001b");
        assertThat(shown.err()).doesNotContain("\u001b");
        assertThat(preview(evil, "--canary", "v1").err()).doesNotContain("\u001b");
    }

    @Test
    void explainsItself() {
        assertThat(Invocation.of("preview", "--help").out())
                .contains(
                        "Exit codes:", "1   the release would be refused", "Examples:", "Comments", "docs/preview.md");
    }

    static Map<String, Object> tree(JsonNode node) {
        return new ObjectMapper().convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    static JsonNode map(Map<String, Object> tree) {
        return new ObjectMapper().valueToTree(tree);
    }

    static List<JsonNode> elements(JsonNode list) {
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(list::path)
                .toList();
    }
}
