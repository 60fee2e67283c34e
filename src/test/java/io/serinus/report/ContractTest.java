package io.serinus.report;

import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.serinus.release.AccessReview.Answer;
import io.serinus.release.Outcome;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Every kind of answer is as the description of the API says, and its examples are what the server answers; {@code
 * -Dopenapi.write=true} writes them into the description.
 */
@QuarkusTest
@TestProfile(ReportProfile.class)
class ContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RELEASES = "/api/v1/releases";
    private static final String RELEASE = RELEASES + "/{namespace}/{name}";
    private static final String COMMANDS = RELEASE + "/commands";
    private static final String CART = RELEASES + "/shop/cart-7d9f";
    private static final String LINT = "/api/v1/lint";
    private static final String TEMPLATES = "/api/v1/templates";
    private static final String TEMPLATE = TEMPLATES + "/{namespace}/{name}";
    private static final String OPENAPI = "/api/v1/openapi";
    private static final String USER = "system:serviceaccount:shop:operator";
    private static final String PAUSE = "{\"command\": \"pause\", \"reason\": \"rush hour\"}";

    private static final String WRITTEN = """
            metadata: {namespace: shop, name: cart, annotations: {serinus.io/applied: cart-7d9f step=2 weight=25}}
            spec:
              hosts: [cart]
              http:
                - name: all
                  route:
                    - destination: {host: cart.shop.svc.cluster.local, subset: v1}
                      weight: 75
                    - destination: {host: cart.shop.svc.cluster.local, subset: v2}
                      weight: 25
            """;

    private static final String VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: cart
            spec:
              hosts: [cart]
              http:
                - route:
                    - destination: {host: cart, subset: v1}
                      weight: 60
                    - destination: {host: cart, subset: v2}
                      weight: 50
            """;

    @Inject
    FakeReleaseStore store;

    @Inject
    FakeAccessReview access;

    @Inject
    FakeRouter router;

    @Inject
    FakeMeshView mesh;

    @Inject
    SetClock clock;

    private final Contract contract;

    /** What was seen of each operation. */
    private final Map<String, TreeSet<String>> seen = new TreeMap<>();

    private final Map<String, JsonNode> examples = new LinkedHashMap<>();

    ContractTest() throws IOException {
        contract = new Contract();
    }

    @BeforeEach
    void fill() throws IOException {
        mesh.reset();
        mesh.holds(new YAMLMapper().readValue(WRITTEN, new TypeReference<Map<String, Object>>() {}));
        clock.set(START.plusSeconds(7200));
        access.always = null;
        access.knows("good", USER, "shop");
        access.knows("elsewhere", "mallory", "bank");
        access.knows("hasty", "system:serviceaccount:ci:hasty", "shop");
        router.reset();
        router.holds("shop", "cart", Map.of("serinus.io/release", "v2"));
        store.holds(
                release("shop", "cart-6c1b", "cart")
                        .createdAt(START.minusSeconds(86_400))
                        .ended(Outcome.ABORTED, "Errors rose."),
                release("shop", "cart-7d9f", "cart").progressing(1).with(ReleaseFixture.SERIES),
                release("shop", "pay-1", "pay").createdAt(START.plusSeconds(30)).pending("Subset v2 is missing."),
                release("shop", "pay-2", "pay").createdAt(START.plusSeconds(60)).pending("Subset v3 is missing."));
    }

    @AfterEach
    void reset() {
        access.always = null;
        router.reset();
        mesh.reset();
    }

    private JsonNode example(String name, int status, String path, RawRequest request) throws IOException {
        RawRequest.Answer answer = check(status, path, request);
        JsonNode body = JSON.readTree(answer.body());
        examples.put(name, body);
        return body;
    }

    private RawRequest.Answer check(int status, String path, RawRequest request) throws IOException {
        RawRequest.Answer answer = request.send();
        assertThat(answer.status())
                .as(request.method() + " " + request.target())
                .isEqualTo(status);
        contract.require(request.method(), path, answer);
        seen.computeIfAbsent(request.method().toLowerCase(Locale.ROOT) + " " + path, _ -> new TreeSet<>())
                .add(String.valueOf(status));
        return answer;
    }

    private static RawRequest get(String target) {
        return RawRequest.of("GET", target);
    }

    private static RawRequest get(String target, String header, String value) {
        return new RawRequest("GET", target, Map.of(header, value), new byte[0]);
    }

    private static RawRequest post(String target, String type, String body, String... headers) {
        var all = new HashMap<>(Map.of("Content-Type", type));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new RawRequest("POST", target, all, body.getBytes(UTF_8));
    }

    private static RawRequest command(String token, String body) {
        return post(CART + "/commands", "application/json", body, "Authorization", "Bearer " + token);
    }

    @Test
    void everyAnswerIsAsDescribed() throws IOException {
        reads();
        commands();
        lints();

        // Too many at once cannot be had one after the other.
        seen.computeIfAbsent("post " + LINT, _ -> new TreeSet<>()).add("429");
        // Where reading takes a token, which AuthenticatedContractTest tries.
        seen.forEach((operation, statuses) -> {
            if (!operation.endsWith("/commands")) {
                statuses.addAll(AuthenticatedContractTest.STATUSES);
            }
        });
        examples.put("TooManyTokens", JSON.valueToTree(FailedTokens.problem()));
        examples.put(
                "NobodyAnswers",
                JSON.valueToTree(CommandProblems.unanswered("The API server does not answer.")
                        .problem()));
        // These last as long as somebody listens, and are tested by themselves; what is refused ends at once.
        check(400, "/api/v1/events", get("/api/v1/events?verbose=1"));
        seen.computeIfAbsent("get /api/v1/events", _ -> new TreeSet<>()).addAll(AuthenticatedContractTest.STATUSES);
        seen.computeIfAbsent("get /api/v1/events", _ -> new TreeSet<>()).add("200");
        examples.put("TooManyListeners", JSON.valueToTree(EventsResource.TOO_MANY));
        var described = new TreeMap<String, TreeSet<String>>();
        contract.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(status -> described
                                        .computeIfAbsent(operation.getKey() + " " + path.getKey(), _ -> new TreeSet<>())
                                        .add(status))));
        seen.keySet().retainAll(described.keySet());
        assertThat(seen).isEqualTo(described);
        requireExamples();
    }

    private void reads() throws IOException {
        example("Release", 200, RELEASE, get(CART));
        example("ReleaseList", 200, RELEASES, get(RELEASES + "?phase=PENDING&limit=1"));
        example("BadParameter", 400, RELEASES, get(RELEASES + "?limit=0"));
        example("ReleaseNotFound", 404, RELEASE, get(RELEASES + "/shop/cart-9"));
        example("NotAcceptable", 406, RELEASES, get(RELEASES, "Accept", "text/html"));
        example("Series", 200, RELEASE + "/series", get(CART + "/series"));
        example("Diff", 200, RELEASE + "/diff", get(CART + "/diff"));
        check(404, RELEASE + "/series", get(RELEASES + "/shop/cart-9/series"));
        check(404, RELEASE + "/diff", get(RELEASES + "/shop/cart-9/diff"));
        example("Template", 200, TEMPLATE, get(TEMPLATES + "/bank/careful"));
        example("TemplateList", 200, TEMPLATES, get(TEMPLATES));
        example("TemplateNotFound", 404, TEMPLATE, get(TEMPLATES + "/shop/carefull"));
        check(200, OPENAPI, get(OPENAPI));
        check(200, OPENAPI, get(OPENAPI, "Accept", "application/json"));
        for (Map.Entry<String, String> read : Map.of(
                        RELEASE + "/series",
                        CART + "/series",
                        RELEASE + "/diff",
                        CART + "/diff",
                        RELEASES,
                        RELEASES,
                        RELEASE,
                        CART,
                        TEMPLATES,
                        TEMPLATES,
                        TEMPLATE,
                        TEMPLATES + "/shop/fast",
                        OPENAPI,
                        OPENAPI)
                .entrySet()) {
            String path = read.getKey();
            String target = read.getValue();
            check(200, path, RawRequest.of("HEAD", target));
            check(304, path, get(target, "If-None-Match", "*"));
            check(400, path, get(target + "?verbose=1"));
            check(406, path, get(target, "Accept", "image/png"));
            check(406, path, new RawRequest("HEAD", target, Map.of("Accept", "image/png"), new byte[0]));
            check(405, path, RawRequest.of("DELETE", target));
            check(200, path, RawRequest.of("OPTIONS", target));
        }
        for (String type : new String[] {"text/plain", "text/markdown"}) {
            check(200, RELEASES, get(RELEASES, "Accept", type));
            check(200, RELEASE, get(CART, "Accept", type));
        }
        check(404, "/api/v1/nothing", get("/api/v1/nothing"));
    }

    private void commands() throws IOException {
        examples.put("Command", JSON.readTree(PAUSE));
        example("AcceptedCommand", 202, COMMANDS, command("good", PAUSE));
        example("NotACommand", 400, COMMANDS, command("good", "pause"));
        example("NotAuthenticated", 401, COMMANDS, command("stolen", PAUSE));
        example("NotAllowed", 403, COMMANDS, command("elsewhere", PAUSE));
        check(
                404,
                COMMANDS,
                post(RELEASES + "/shop/x/commands", "application/json", PAUSE, "Authorization", "Bearer good"));
        check(406, COMMANDS, post(CART + "/commands", "application/json", PAUSE, "Accept", "image/png"));
        example(
                "NotTheNewest",
                409,
                COMMANDS,
                post(RELEASES + "/shop/cart-6c1b/commands", "application/json", PAUSE, "Authorization", "Bearer good"));
        example("CommandTooLong", 413, COMMANDS, command("good", " ".repeat(5000) + PAUSE));
        example("NotJson", 415, COMMANDS, post(CART + "/commands", "text/plain", PAUSE));
        example("NotUnderstood", 422, COMMANDS, command("good", "{\"command\": \"stop\"}"));
        for (int i = 0; i < 10; i++) {
            check(422, COMMANDS, command("hasty", "{}"));
        }
        example("TooManyCommands", 429, COMMANDS, command("hasty", PAUSE));
        router.down = true;
        example("NotWritten", 503, COMMANDS, command("good", PAUSE));
        access.always = new Answer.Unsupported("This controller works on no cluster that could tell users apart.");
        example("NoCluster", 501, COMMANDS, command("good", PAUSE));
    }

    private void lints() throws IOException {
        String yaml = "application/yaml";
        examples.put("VirtualService", JSON.getNodeFactory().textNode(VIRTUAL_SERVICE));
        example("LintReport", 200, LINT, post(LINT + "?namespace=shop", yaml, VIRTUAL_SERVICE));
        check(200, LINT, post(LINT, yaml, VIRTUAL_SERVICE, "Accept", "text/plain"));
        check(400, LINT, post(LINT + "?canary=a%20b", yaml, VIRTUAL_SERVICE));
        example("NotReadable", 400, LINT, post(LINT, yaml, "a: ["));
        check(406, LINT, post(LINT, yaml, VIRTUAL_SERVICE, "Accept", "image/png"));
        example("BodyTooLong", 413, LINT, post(LINT, yaml, "#".repeat(300_000)));
        example("NeitherYamlNorJson", 415, LINT, post(LINT, "text/plain", VIRTUAL_SERVICE));
        example("NothingToLookAt", 422, LINT, post(LINT, yaml, "apiVersion: apps/v1\nkind: Deployment\n"));
        examples.put("Busy", JSON.valueToTree(LintResource.BUSY));
    }

    private void requireExamples() throws IOException {
        // Of the templates those of the cluster are enough to show.
        ArrayNode templates =
                (ArrayNode) requireNonNull(examples.get("TemplateList")).path("templates");
        templates.removeIf(template -> template.path("source").asText().equals("BUILT_IN"));
        ObjectNode written = (ObjectNode) contract.document().at("/components/examples");
        if (Boolean.getBoolean("openapi.write")) {
            examples.forEach((name, value) -> ((ObjectNode) written.path(name)).set("value", value));
            Files.writeString(Contract.SOURCE, yaml(contract.document()));
        }
        examples.forEach((name, value) ->
                assertThat(written.path(name).path("value")).as(name).isEqualTo(value));
        assertThat(written.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(examples.keySet());
    }

    private static String yaml(JsonNode tree) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        return new Yaml(options).dump(JSON.convertValue(tree, Object.class));
    }
}
