package io.serinus.report;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.serinus.release.Outcome;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has an answer is told that it still holds. */
@QuarkusTest
@TestProfile(ReportProfile.class)
class RepliesTest {
    @Inject
    FakeReleaseStore store;

    @BeforeEach
    void fill() {
        store.holds(release("shop", "cart-1", "cart").progressing(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/releases", "/api/v1/releases/shop/cart-1", "/api/v1/releases?phase=ABORTED"})
    void anAnswerThatIsKnownIsNotSentAgain(String path) {
        String tag = when().get(path).then().statusCode(200).extract().header("ETag");
        assertThat(tag).matches("\"[\\w-]{22}\"");
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            given().header("If-None-Match", known)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", equalTo(tag))
                    .header("Cache-Control", equalTo("private, no-cache"))
                    .header("Vary", equalTo("Accept"))
                    .body(emptyString());
            given().header("If-None-Match", known)
                    .head(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", equalTo(tag));
        }
        given().header("If-None-Match", "\"other\", " + tag.substring(0, 5))
                .get(path)
                .then()
                .statusCode(200)
                .header("ETag", equalTo(tag));
        when().head(path).then().statusCode(200).header("ETag", equalTo(tag)).body(emptyString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/releases", "/api/v1/releases/shop/cart-1"})
    void theTagFollowsTheContent(String path) {
        String before = when().get(path).header("ETag");
        store.holds(release("shop", "cart-1", "cart").ended(Outcome.ABORTED, "Errors rose."));
        assertThat(when().get(path).header("ETag")).isNotEqualTo(before);
        given().header("If-None-Match", before).get(path).then().statusCode(200);
        store.holds(release("shop", "cart-1", "cart").progressing(0));
        assertThat(when().get(path).header("ETag")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing, 404, There is nothing at this address.",
        "GET, /api/v2/releases, 404, There is nothing at this address.",
        "DELETE, /api/v1/releases, 405, This address does not take the method.",
        "PATCH, /api/v1/releases/shop/cart-1, 405, This address does not take the method."
    })
    void whatTheFrameworkRefusesIsAProblemToo(String method, String target, int status, String sentence)
            throws IOException {
        RawRequest.Answer answer = RawRequest.of(method, target).send();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
        JsonPath problem = new JsonPath(answer.text());
        assertThat(problem.getInt("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).startsWith(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE|/api/v1/releases|GET, HEAD, OPTIONS",
                "GET|/api/v1/releases/shop/cart-1/commands|POST, OPTIONS",
                "HEAD|/api/v1/lint|POST, OPTIONS"
            })
    void saysWhichMethodsAnAddressTakes(String method, String path, String allowed) {
        given().request(method, path).then().statusCode(405).header("Allow", equalTo(allowed));
    }

    @Test
    void leavesOtherAddressesAsTheyAre() {
        assertThat(when().get("/nothing").then().statusCode(404).extract().asString())
                .doesNotContain("title");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/releases/shop/gone", "/api/v1/releases?limit=x", "/api/v1/nothing"})
    void whatIsRefusedIsRefusedWithHeadToo(String path) {
        var got =
                when().get(path).then().contentType("application/problem+json").extract();
        when().head(path)
                .then()
                .statusCode(got.statusCode())
                .contentType("application/problem+json")
                .body(emptyString());
        assertThat(got.header("ETag")).isNull();
        assertThat(got.header("Cache-Control")).isEqualTo("no-store");
        given().header("If-None-Match", "*").get(path).then().statusCode(got.statusCode());
    }
}
