package io.serinus.report;

import static io.restassured.RestAssured.given;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.serinus.release.AccessReview.Answer;
import io.serinus.release.Command;
import io.serinus.release.Outcome;
import io.serinus.routing.Router;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(ReportProfile.class)
class CommandsResourceTest {
    private static final String CART = "/api/v1/releases/shop/cart-2/commands";
    private static final String PAUSE = "{\"command\": \"pause\", \"gate\": null, \"reason\": \"rush hour\"}";
    private static final AtomicInteger USERS = new AtomicInteger();

    @Inject
    FakeReleaseStore store;

    @Inject
    FakeAccessReview access;

    @Inject
    FakeRouter router;

    private final List<String> audit = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            audit.add(((org.jboss.logmanager.ExtLogRecord) entry).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** A user of its own for every test, since the limit counts by user. */
    private String user = "";

    @BeforeEach
    void fill() {
        user = "system:serviceaccount:ci:bot" + USERS.incrementAndGet();
        access.always = null;
        access.knows("good", user, "shop");
        access.knows("elsewhere", "mallory", "bank");
        router.reset();
        router.holds("shop", "cart", Map.of("serinus.io/release", "v2"));
        store.holds(
                release("shop", "cart-1", "cart").ended(Outcome.ABORTED, "Errors rose."),
                release("shop", "cart-2", "cart")
                        .createdAt(START.plusSeconds(20))
                        .progressing(1));
        Logger.getLogger("io.serinus.audit").addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("io.serinus.audit").removeHandler(handler);
        access.always = null;
    }

    private static ValidatableResponse post(String path, String token, String body) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .when()
                .post(path)
                .then();
    }

    private ValidatableResponse refused(ValidatableResponse answer, int status, String... words) {
        answer.statusCode(status).contentType("application/problem+json").body("status", equalTo(status));
        for (String word : words) {
            answer.body("detail", containsString(word));
        }
        assertThat(audit).singleElement().satisfies(line -> assertThat(line).contains("status=" + status));
        return answer;
    }

    private boolean isWritten() {
        return router.annotations("shop", "cart").containsKey(Command.ANNOTATION);
    }

    @Test
    void writesTheCommandInTheUsersName() {
        post(CART, "good", PAUSE)
                .statusCode(202)
                .contentType("application/json")
                .header("Location", containsString("/api/v1/releases/shop/cart-2"))
                .body("command", equalTo("pause by " + user + ": rush hour"))
                .body("by", equalTo(user))
                .body("release", equalTo("cart-2"))
                .body("virtualService", equalTo("cart"))
                .body("links.page", equalTo("/releases/shop/cart-2"));

        assertThat(Command.parse(router.annotations("shop", "cart").getOrDefault(Command.ANNOTATION, "")))
                .isEqualTo(new Command(Command.Verb.PAUSE, Optional.empty(), user, "rush hour"));
        assertThat(audit)
                .containsExactly("command user=\"" + user + "\" release=\"shop/cart-2\" command=\"pause by " + user
                        + ": rush hour\" status=202 outcome=\"accepted\"");
    }

    @Test
    void triesAgainAfterAConflictAndSaysSoWhenItGoesOn() {
        router.conflicts = 2;
        post(CART, "good", "{\"command\": \"approve\", \"gate\": \"sign-off\"}")
                .statusCode(202)
                .body("command", equalTo("approve sign-off by " + user));
        router.holds("shop", "cart", Map.of());
        router.conflicts = 100;
        post(CART, "good", PAUSE).statusCode(409).body("detail", containsString("changed again and again"));
    }

    @Test
    void asksWhoItIs() {
        refused(given().contentType("application/json").body(PAUSE).post(CART).then(), 401)
                .header("WWW-Authenticate", containsString("Bearer"));
        audit.clear();
        refused(post(CART, "stolen", PAUSE), 401, "Nobody knows the token.");
        audit.clear();
        refused(
                given().auth()
                        .preemptive()
                        .basic("admin", "good")
                        .contentType("application/json")
                        .body(PAUSE)
                        .post(CART)
                        .then(),
                401);
        assertThat(isWritten()).isFalse();
        assertThat(audit).noneMatch(line -> line.contains("good") || line.contains("stolen"));
    }

    @Test
    void tellsNobodyWhoMayNotWhatThereIs() {
        refused(post(CART, "elsewhere", PAUSE), 403, "mallory may not.");
        audit.clear();
        refused(post("/api/v1/releases/shop/nothing-9/commands", "elsewhere", PAUSE), 403);
        audit.clear();
        refused(post("/api/v1/releases/shop/nothing-9/commands", "good", PAUSE), 404, "nothing-9");
        assertThat(isWritten()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"command\": \"pause\", \"by\": \"root\"}|422|The field \"by\" is not known, expected one of command, gate, reason.",
                "{\"reason\": \"why\"}|422|command is missing, expected one of pause, resume, approve",
                "{\"command\": \"Pause\"}|422|command is \"Pause\", expected one of pause",
                "{\"command\": 3}|422|command is 3, expected a text.",
                "{\"command\": \"pause\", \"gate\": \"x\"}|422|expected it beside approve only",
                "{\"command\": \"approve\", \"gate\": \"a b\"}|422|expected the name of an approval",
                "{\"command\": \"pause\", \"reason\": [1]}|422|reason is [1], expected a text.",
                "{\"command\": \"pause\", \"command\": \"abort\"}|400|every field once",
                "{\"command\": \"pause\"} {}|400|no JSON object",
                "[\"pause\"]|400|no JSON object",
                "pause|400|no JSON object",
                "``|400|no JSON object",
            })
    void refusesWhatItDoesNotUnderstand(String body, int status, String sentence) {
        refused(post(CART, "good", body), status, sentence).body("detail", not(containsString("Exception")));
        assertThat(isWritten()).isFalse();
    }

    @Test
    void refusesWhatIsTooLong() {
        refused(post(CART, "good", "{\"command\": \"pause\", \"reason\": \"" + "x".repeat(201) + "\"}"), 422, "201");
        audit.clear();
        refused(post(CART, "good", " ".repeat(5000) + PAUSE), 413, "at most 4096");
    }

    @Test
    void refusesWhatAFormOfAnotherSiteCouldSend() {
        for (String type : List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/*",
                "application/jsonx")) {
            audit.clear();
            refused(
                    given().config(io.restassured.RestAssured.config()
                                    .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                            .encodeContentTypeAs(type, io.restassured.http.ContentType.TEXT)
                                            .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                            .header("Authorization", "Bearer good")
                            .contentType(type)
                            .body(PAUSE.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .post(CART)
                            .then(),
                    415,
                    "expected application/json");
        }
        given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options(CART)
                .then()
                .header("Access-Control-Allow-Origin", org.hamcrest.Matchers.nullValue());
        assertThat(isWritten()).isFalse();
    }

    @Test
    void refusesWhatABrowserSendsForAnotherSite() {
        for (Map<String, String> headers : List.of(
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"))) {
            audit.clear();
            refused(
                    given().headers(headers)
                            .header("Authorization", "Bearer good")
                            .contentType("application/json")
                            .body(PAUSE)
                            .post(CART)
                            .then(),
                    403,
                    "on behalf of another site");
        }
        assertThat(isWritten()).isFalse();
        given().header("Sec-Fetch-Site", "same-origin")
                .header("Authorization", "Bearer good")
                .contentType("application/json")
                .body(PAUSE)
                .post(CART)
                .then()
                .statusCode(202);
    }

    @Test
    void refusesWhatWouldReachAnotherReleaseOrComeTooEarly() {
        refused(post("/api/v1/releases/shop/cart-1/commands", "good", PAUSE), 409, "which is cart-2 and not cart-1");
        audit.clear();
        router.holds("shop", "cart", Map.of("serinus.io/release", "v3"));
        refused(post(CART, "good", PAUSE), 409, "asks for the release of v3 now");
        audit.clear();
        router.holds("shop", "cart", Map.of("serinus.io/release", "v2", Command.ANNOTATION, "abort by bob"));
        refused(post(CART, "good", PAUSE), 409, "has not answered the command \"abort by bob\"");
        assertThat(router.annotations("shop", "cart")).containsEntry(Command.ANNOTATION, "abort by bob");
    }

    @Test
    void saysWhyNothingCouldBeWrittenWithoutTheServersWords() {
        router.down = true;
        refused(post(CART, "good", PAUSE), 503, "Look at the annotations")
                .header("Retry-After", equalTo("6"))
                .body("detail", not(containsString("secret")));
        router.down = false;
        router.always = new Router.Result.Refused("secret words");
        audit.clear();
        refused(post(CART, "good", PAUSE), 503, "does not let the controller write")
                .body("detail", not(containsString("secret")));
        router.reset();
        audit.clear();
        refused(post(CART, "good", PAUSE), 404, "VirtualService shop/cart does not exist");
        access.always = new Answer.Unsupported("No cluster here.");
        audit.clear();
        refused(post(CART, "good", PAUSE), 501, "No cluster here.");
        access.always = new Answer.Unanswered("Nobody answers.");
        audit.clear();
        refused(post(CART, "good", PAUSE), 503, "Nobody answers.");
    }

    @Test
    void letsOneUserSendOnlySoManyAtOnce() {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < 12; i++) {
            statuses.add(post(CART, "good", "{}").extract().statusCode());
        }
        assertThat(statuses.subList(0, 10)).containsOnly(422);
        assertThat(statuses.subList(10, 12)).containsOnly(429);
        access.knows("other", "somebody else " + user, "shop");
        post(CART, "other", PAUSE).statusCode(202);
    }

    @Test
    void keepsTheLogInLines() {
        access.knows("odd", "eve\nroot \"x\" \u202e", "shop");
        given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer odd")
                .contentType("application/json")
                .body("{\"command\": \"pause\", \"reason\": \"a\\nstatus=202\"}")
                .when()
                .post("/api/v1/releases/shop/a%0Ab%1B%5B2J/commands")
                .then()
                .statusCode(404)
                .body("detail", allOf(containsString("There is no release"), not(containsString("Exception"))));
        assertThat(audit).singleElement().satisfies(line -> {
            assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
            assertThat(line)
                    .startsWith(
                            "command user=\"everoot \\\"x\\\" \" release=\"shop/ab[2J\" command=\"pause by eve root");
        });
    }
}
