package io.serinus.report;

import static io.restassured.RestAssured.given;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.serinus.release.AccessReview.Answer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading takes a token: whoever has none, a wrong one, or one without the right, sees nothing. */
@QuarkusTest
@TestProfile(AuthenticatedProfile.class)
class ReadAccessTest {
    private static final String ALL = "/api/v1/releases";
    private static final String CART = ALL + "/shop/cart-1";
    private static Instant now = START;

    @Inject
    FakeReleaseStore store;

    @Inject
    FakeAccessReview access;

    @Inject
    FakeRouter router;

    @Inject
    SetClock clock;

    @BeforeEach
    void fill() {
        // Whatever an earlier test was told has been forgotten by then.
        now = now.plus(Duration.ofHours(1));
        clock.set(now);
        access.always = null;
        access.knows("everything", "root", "*");
        access.knows("shop-only", "alice", "shop");
        access.knows("nothing", "mallory", "nowhere");
        store.holds(
                release("shop", "cart-1", "cart").progressing(1),
                release("bank", "account-1", "account").progressing(1));
    }

    private static ValidatableResponse get(String path, String token) {
        return given().header("Authorization", "Bearer " + token)
                .redirects()
                .follow(false)
                .when()
                .get(path)
                .then();
    }

    static Stream<Endpoint> protectedEndpoints() {
        return Endpoint.all().stream().filter(endpoint -> !ReadFilter.isExempt(endpoint.method()));
    }

    @Test
    void onlyThesePassWithoutTheRightToRead() {
        assertThat(Endpoint.all().stream()
                        .filter(endpoint -> ReadFilter.isExempt(endpoint.method()))
                        .map(Endpoint::toString))
                .containsExactlyInAnyOrder(
                        "GET /metrics", "GET /assets/{name}", "POST /api/v1/releases/{namespace}/{name}/commands");
        assertThat(protectedEndpoints().map(Endpoint::toString))
                .contains(
                        "GET /",
                        "GET /releases/{namespace}/{name}",
                        "GET " + ALL,
                        "GET " + ALL + "/{namespace}/{name}",
                        "GET /api/v1/events");
    }

    @ParameterizedTest
    @MethodSource("protectedEndpoints")
    void everyOtherTakesATokenWithTheRight(Endpoint endpoint) {
        for (String verb : endpoint.verb().equals("GET") ? List.of("GET", "HEAD") : List.of(endpoint.verb())) {
            given().when()
                    .request(verb, endpoint.example())
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer realm=\"serinus\""));
            given().header("Authorization", "Bearer wrong")
                    .when()
                    .request(verb, endpoint.example())
                    .then()
                    .statusCode(401);
            given().header("Authorization", "Bearer nothing")
                    .when()
                    .request(verb, endpoint.example())
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void saysSoInTheFormatOfWhoeverAsks() {
        get(CART, "wrong")
                .statusCode(401)
                .contentType("application/problem+json")
                .body("title", equalTo("Not authenticated"))
                .body("status", equalTo(401));
        get("/releases/shop/cart-1", "nothing")
                .statusCode(403)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<h1>Not allowed</h1>"))
                .body(containsString("mallory may not see it."))
                .body(containsString("href=\"../../assets/serinus.css\""))
                .body(not(containsString("v2")));
        given().when()
                .get("/")
                .then()
                .statusCode(401)
                .contentType("text/html")
                .body(containsString("<h1>Not authenticated</h1>"))
                .body(containsString("href=\"./assets/serinus.css\""));
    }

    @Test
    void whoeverMayReadAllReadsAll() {
        get(ALL, "everything").statusCode(200).body("releases.size()", equalTo(2));
        get(CART, "everything").statusCode(200).body("name", equalTo("cart-1"));
        get("/", "everything").statusCode(200).body(containsString("bank/account-1"));
        get("/releases/bank/account-1", "everything").statusCode(200);
    }

    @Test
    void eventsComeToThoseWhoMayHearOfThem() throws IOException, InterruptedException {
        assertThat(listen("", "everything")).isEqualTo(200);
        assertThat(listen("?namespace=shop", "shop-only")).isEqualTo(200);
        assertThat(listen("?namespace=shop&name=cart-1", "shop-only")).isEqualTo(200);
        access.knows("one", "carol", "shop");
        access.has("one", FakeAccessReview.Right.GET);
        assertThat(listen("?namespace=shop&name=cart-1", "one")).isEqualTo(200);
        assertThat(listen("?namespace=shop", "one")).isEqualTo(403);
        assertThat(listen("?namespace=shop&name=", "one")).isEqualTo(403);
        assertThat(listen("?namespace=shop&name=cart-1&name=cart-2", "one")).isEqualTo(403);
        assertThat(listen("", "shop-only")).isEqualTo(403);
        assertThat(listen("?namespace=bank", "shop-only")).isEqualTo(403);
        assertThat(listen("?namespace=shop", "wrong")).isEqualTo(401);
    }

    /** The status; whoever listens then goes away. */
    private static int listen(String query, String token) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        try {
            var request = HttpRequest.newBuilder(
                            URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/events" + query))
                    .header("Authorization", "Bearer " + token)
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            answer.body().close();
            return answer.statusCode();
        } finally {
            // To close it would wait for the stream's end.
            http.shutdownNow();
        }
    }

    @Test
    void aRightToOneNamespaceIsForThatOneOnly() {
        get(CART, "shop-only").statusCode(200);
        get("/releases/shop/cart-1", "shop-only").statusCode(200);
        get(ALL + "?namespace=shop", "shop-only").statusCode(200).body("releases.name", equalTo(List.of("cart-1")));
        get("/?namespace=shop", "shop-only").statusCode(200).body(not(containsString("account")));

        get(ALL + "/bank/account-1", "shop-only").statusCode(403);
        get("/releases/bank/account-1", "shop-only").statusCode(403);
        get(ALL + "/bank/nothing-9", "shop-only").statusCode(403);
        for (String query : List.of(
                "",
                "?namespace=bank",
                "?namespace=",
                "?namespace=shop&namespace=bank",
                "?namespace=bank&namespace=shop",
                "?Namespace=shop")) {
            get(ALL + query, "shop-only").statusCode(403).body(not(containsString("account")));
            get("/" + query, "shop-only").statusCode(403).body(not(containsString("account")));
        }
    }

    @Test
    void theClusterIsNotAskedAboutNamesThatNothingCanHave() {
        int before = access.readings.get();
        for (String path : List.of(ALL + "/sh%0Aop/cart-1", CART + "%1B%5B2J", "/releases/shop/ca%20rt")) {
            given().urlEncodingEnabled(false)
                    .header("Authorization", "Bearer nothing")
                    .when()
                    .get(path)
                    .then()
                    .statusCode(404);
        }
        assertThat(access.readings.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/assets/serinus.css", "/q/health/live"})
    void whatTellsNothingOfReleasesIsOpen(String path) {
        given().when().get(path).then().statusCode(200);
    }

    @Test
    void aPageThatLoadsItselfAgainCostsOneQuestion() {
        int before = access.readings.get();
        for (int i = 0; i < 5; i++) {
            get(ALL, "everything").statusCode(200);
            get(CART, "everything").statusCode(200);
            get("/releases/bank/account-1", "everything").statusCode(200);
        }
        assertThat(access.readings.get()).isEqualTo(before + 1);

        clock.set(now.plus(Readers.YES_COUNTS));
        get(ALL, "everything").statusCode(200);
        assertThat(access.readings.get()).isEqualTo(before + 2);
    }

    @Test
    void aRightThatIsTakenAwayOrGivenCountsSoon() {
        access.knows("changing", "bob", "*");
        get(ALL, "changing").statusCode(200);
        access.knows("changing", "bob", "nowhere");
        clock.set(now.plus(Readers.YES_COUNTS));
        get(ALL, "changing").statusCode(403);
        access.knows("changing", "bob", "*");
        get(ALL, "changing").statusCode(403);
        clock.set(now.plus(Readers.YES_COUNTS).plus(Readers.NO_COUNTS));
        get(ALL, "changing").statusCode(200);
    }

    @Test
    void wrongTokensDoNotKeepTheClusterBusy() {
        get(ALL, "everything").statusCode(200);
        int before = access.readings.get();
        for (int i = 0; i < FailedTokens.AT_ONCE; i++) {
            get(ALL, "guess" + i).statusCode(401);
        }
        for (int i = 0; i < 10; i++) {
            get(ALL, "further" + i).statusCode(429).header("Retry-After", "2").contentType("application/problem+json");
        }
        assertThat(access.readings.get()).isEqualTo(before + FailedTokens.AT_ONCE);

        get(ALL, "everything").statusCode(200);
        given().when().get(ALL).then().statusCode(401);
        given().header("Authorization", "Bearer another")
                .contentType("application/json")
                .body("{\"command\": \"pause\"}")
                .post(CART + "/commands")
                .then()
                .statusCode(429);

        given().header("Authorization", "Bearer everything")
                .contentType("application/json")
                .body("{\"command\": \"pause\"}")
                .post(CART + "/commands")
                .then()
                .statusCode(403);

        clock.set(now.plus(FailedTokens.ONE_MORE));
        get(ALL, "one-more").statusCode(401);
        get(ALL, "and-another").statusCode(429);
    }

    @Test
    void nobodyReadsWhileNobodyCanBeAsked() {
        access.always = new Answer.Unanswered("Nobody answers.");
        get(ALL, "everything").statusCode(503).header("Retry-After", "2").body("detail", equalTo("Nobody answers."));
        access.always = null;
        get(ALL, "everything").statusCode(200);
        access.always = new Answer.Unsupported("No cluster here.");
        get(ALL, "fresh").statusCode(501);
    }

    @Test
    void commandsTakeTheirOwnRightAndNotThatToRead() {
        router.reset();
        router.holds("shop", "cart", Map.of("serinus.io/release", "v2"));
        given().header("Authorization", "Bearer everything")
                .contentType("application/json")
                .body("{\"command\": \"pause\"}")
                .post(CART + "/commands")
                .then()
                .statusCode(403);
        assertThat(router.annotations("shop", "cart")).doesNotContainKey("serinus.io/command");
        given().header("Authorization", "Bearer shop-only")
                .contentType("application/json")
                .body("{\"command\": \"pause\"}")
                .post(CART + "/commands")
                .then()
                .statusCode(202);
    }
}
