package io.serinus.report;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.serinus.offline.LintJson;
import io.serinus.offline.LintRun;
import io.serinus.offline.Manifests;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ReportProfile.class)
class LintResourceTest {
    private static final String PATH = "/api/v1/lint";
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n# serinus lint -f -\n(.*?)```", Pattern.DOTALL);

    private static final String TWO = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: cart}
            spec:
              hosts: [cart]
              http:
                - route:
                    - destination: {host: cart, subset: v1}
                      weight: 60
                    - destination: {host: cart, subset: v2}
                      weight: 50
            ---
            apiVersion: serinus.io/v1alpha1
            kind: AnalysisTemplate
            metadata: {name: careful}
            spec:
              steps: [{weight: 140}]
              metrics: [{name: errors, errorRate: {}}]
            """;

    private static ValidatableResponse post(String query, String type, byte[] body) throws IOException {
        return given().config(io.restassured.RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .encodeContentTypeAs(type, io.restassured.http.ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .urlEncodingEnabled(false)
                .contentType(type)
                .body(body)
                .post(PATH + query)
                .then();
    }

    private static ValidatableResponse post(String query, String type, String body) throws IOException {
        return post(query, type, body.getBytes(UTF_8));
    }

    @Test
    void findsMistakesOfSeveralObjectsWithTheirPlaces() throws IOException {
        post("?namespace=shop", "application/yaml", TWO)
                .statusCode(200)
                .contentType("application/json")
                .body("objects", equalTo(2))
                .body("findings.kind", org.hamcrest.Matchers.hasItems("VirtualService", "AnalysisTemplate"))
                .body("findings.find { it.code == 'template-invalid' }.line", equalTo(17))
                .body("findings.find { it.code == 'template-invalid' }.column", equalTo(12))
                .body("findings.namespace.unique()", contains("shop"))
                .body("findings.file.unique()", contains("body"));
        given().header("Accept", "text/plain")
                .contentType("application/yaml")
                .body(TWO.getBytes(UTF_8))
                .post(PATH)
                .then()
                .contentType("text/plain")
                .body(containsString("body:17:12: AnalysisTemplate default/careful: spec.steps[0].weight: error"))
                .body(containsString("2 objects looked at"));
    }

    /** Every example of the page about lint, in YAML, and what it says in the format that its schema describes. */
    @Test
    void findsWhatTheCommandFinds() throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schemas/lint.schema.json")));
        var examples = EXAMPLE.matcher(Files.readString(Path.of("docs/lint.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThan(20);
        for (String yaml : examples) {
            String answer =
                    post("", "application/yaml", yaml).statusCode(200).extract().asString();
            var printed = new StringWriter();
            LintJson.write(
                    LintRun.of(Manifests.of("body", yaml, "default"), Optional.empty(), "cluster.local"), printed);
            assertThat(answer).isEqualTo(printed.toString());
            assertThat(schema.validate(answer, InputFormat.JSON)).isEmpty();
        }
    }

    @Test
    void readsJsonAndLooksFromTheViewOfARelease() throws IOException {
        String json =
                "{\"apiVersion\": \"networking.istio.io/v1\", \"kind\": \"VirtualService\", \"metadata\": {\"name\":"
                        + " \"cart\"}, \"spec\": {\"hosts\": [\"cart\"], \"http\": [{\"route\": [{\"destination\": {\"host\":"
                        + " \"cart\", \"subset\": \"v1\"}}]}]}}";
        post("", "application/json; charset=utf-8", json)
                .statusCode(200)
                .body("findings.code", contains("subset-unknown"));
        // A baseline that no route leads to is refused only from the view of a release.
        post("?canary=v2&baseline=v9", "application/json", json)
                .statusCode(200)
                .body("findings.code", org.hamcrest.Matchers.hasItem("release-refused"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: [|400|body: line 1, column",
                "a: 1\\na: 2|400|the key \"a\" stands a second time",
                "just text|400|body: document 1 is \"just text\", expected an object",
                "kind: Deployment\\napiVersion: apps/v1|422|Expected a VirtualService or DestinationRule",
                "``|422|Expected a VirtualService",
                "a: {{ .Values.x }}|400|render",
            })
    void refusesWhatHasNothingToLookAt(String body, int status, String sentence) throws IOException {
        post("", "application/yaml", body.replace("\\n", "\n"))
                .statusCode(status)
                .contentType("application/problem+json")
                .body("detail", containsString(sentence))
                .body("detail", not(containsString("Exception")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?canary=v%202|canary is \"v 2\", expected a subset such as v2",
                "?baseline=v1|baseline is \"v1\", expected none without the canary",
                "?namespace=Shop|namespace is \"Shop\", expected the name of a namespace",
                "?strict=true|The parameter \"strict\" is not known, expected one of namespace, canary, baseline."
            })
    void refusesWrongParameters(String query, String sentence) throws IOException {
        post(query, "application/yaml", TWO).statusCode(400).body("detail", containsString(sentence));
    }

    @Test
    void refusesOtherTypesFormatsAndTooMuch() throws IOException {
        post("", "text/plain", TWO).statusCode(415).body("detail", containsString("expected one of application/yaml"));
        post("", "application/yaml", new byte[] {'a', ':', ' ', (byte) 0xff})
                .statusCode(400)
                .body("detail", containsString("not UTF-8"));
        post("", "application/yaml", "#".repeat(LintResource.LONGEST_BODY + 1))
                .statusCode(413)
                .body("detail", containsString("at most 262144"));
        given().header("Accept", "text/html")
                .contentType("application/yaml")
                .body(TWO.getBytes(UTF_8))
                .post(PATH)
                .then()
                .statusCode(406);
        RawRequest.Answer untyped = new RawRequest("POST", PATH, Map.of(), TWO.getBytes(UTF_8)).send();
        assertThat(untyped.status()).isEqualTo(415);
        assertThat(untyped.text()).contains("Content-Type is missing");
    }

    @Test
    void survivesWhatIsMadeToHarm() throws IOException {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        post("", "application/yaml", bomb.toString()).statusCode(400);
        post("", "application/yaml", "[".repeat(100_000)).statusCode(400);
        post("", "application/yaml", "a: &a [*a]").statusCode(400);
    }

    @Test
    void refusesListsThatBecomeMillionsByAnchors() throws IOException {
        var lists =
                new StringBuilder("kind: List\nitems:\n- &a0 {kind: List, items: [{}, {}, {}, {}, {}, {}, {}, {}]}\n");
        for (int i = 1; i < 7; i++) {
            String alias = "*a" + (i - 1);
            lists.append(
                    "- &a" + i + " {kind: List, items: [" + String.join(", ", Collections.nCopies(8, alias)) + "]}\n");
        }
        post("", "application/yaml", lists.toString())
                .statusCode(400)
                .body("detail", containsString("becomes too large"));
        post("", "application/yaml", "kind: List\nitems: [" + "{}, ".repeat(1001) + "]")
                .statusCode(400)
                .body("detail", containsString("more than 1000 objects"));
    }

    /** Far too long a body is not even read. */
    @Test
    void refusesABodyByItsLength() throws IOException {
        var headers = Map.of("Content-Type", "application/yaml", "Content-Length", "9000000");
        assertThat(new RawRequest("HEAD", PATH, headers, new byte[0]).send().status())
                .isEqualTo(413);
        assertThat(new RawRequest("GET", "/api/v1/releases/shop/cart-1/commands", headers, new byte[0])
                        .send()
                        .status())
                .isEqualTo(413);
    }
}
