package io.serinus.report;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ReportProfile.class)
class FormatTest {
    private static final String ONE = "/api/v1/releases/shop/cart-1";

    @Inject
    FakeReleaseStore store;

    @BeforeEach
    void fill() {
        store.holds(release("shop", "cart-1", "cart").progressing(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';application/json",
                "*/*;application/json",
                "text/html,application/xhtml+xml,application/xml|q=0.9,*/*|q=0.8;application/json",
                "text/plain;text/plain",
                "TEXT/Plain|charset=utf-8;text/plain",
                "text/*;text/plain",
                "text/markdown;text/markdown",
                "text/*|q=0.5, text/markdown|q=0.7;text/markdown",
                "text/plain|q=0.1, application/json|q=0.2;application/json",
                "application/json|q=0, */*;text/plain",
                "nonsense, text/plain;text/plain",
                "text/markdown|q=9, text/plain|q=0.001;text/plain"
            })
    void answersInTheFormatThatIsLikedBest(String accept, String type) throws IOException {
        for (String path : new String[] {ONE, "/api/v1/releases"}) {
            var answer = new RawRequest("GET", path, Map.of("Accept", accept.replace('|', ';')), new byte[0]).send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.type()).isEqualTo(type);
            assertThat(answer.headers()).containsEntry("vary", "Accept").containsKey("etag");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/*", "application/json;q=0", "text/plain;q=0.0001", "x", "*"})
    void refusesWhatItCannotWrite(String accept) {
        for (String path : new String[] {ONE, "/api/v1/releases"}) {
            given().header("Accept", accept)
                    .get(path)
                    .then()
                    .statusCode(406)
                    .contentType("application/problem+json")
                    .body(
                            "detail",
                            equalTo("Accept is \"" + accept
                                    + "\", expected one of application/json, text/plain, text/markdown."));
            given().header("Accept", accept).head(path).then().statusCode(406).body(emptyString());
        }
    }

    @Test
    void writesTextsInUtf8WithATagOfTheirOwn() {
        var text = given().header("Accept", "text/plain")
                .get(ONE)
                .then()
                .statusCode(200)
                .extract();
        assertThat(text.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(text.asString()).startsWith("Release shop/cart-1: PROGRESSING\n");
        String tag = text.header("ETag");
        assertThat(tag).isNotEqualTo(when().get(ONE).header("ETag"));
        given().header("Accept", "text/plain")
                .header("If-None-Match", tag)
                .get(ONE)
                .then()
                .statusCode(304);
        given().header("Accept", "text/markdown")
                .header("If-None-Match", tag)
                .get(ONE)
                .then()
                .statusCode(200);
        given().header("Accept", "text/plain").head(ONE).then().statusCode(200).header("ETag", equalTo(tag));
    }

    @Test
    void theListIsATable() {
        given().header("Accept", "text/plain")
                .get("/api/v1/releases?phase=PROGRESSING")
                .then()
                .body(startsWith("  RELEASE      VERSIONS"))
                .body(containsString("1 of 1 releases, newest first."));
        given().header("Accept", "text/markdown")
                .get("/api/v1/releases?phase=ABORTED")
                .then()
                .body(equalTo("No release was found.\n"));
    }
}
