package io.serinus.report;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.serinus.release.Outcome;
import io.serinus.release.Release;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters and parts of the list of releases. */
@QuarkusTest
@TestProfile(ReportProfile.class)
class ReleasesListTest {
    private static final String ALL = "/api/v1/releases";

    @Inject
    FakeReleaseStore store;

    @BeforeEach
    void fill() {
        store.holds(
                release("shop", "cart-1", "cart").ended(Outcome.PROMOTED, "All steps passed."),
                release("shop", "cart-3", "cart")
                        .createdAt(START.plusSeconds(20))
                        .canary("v3")
                        .progressing(1),
                release("shop", "pay-1", "pay").createdAt(START.plusSeconds(30)).pending("Subset v2 is missing."),
                release("bank", "pay-1", "pay").createdAt(START.plusSeconds(40)).promoting());
    }

    private static List<String> names(String query) {
        return given()
                .urlEncodingEnabled(false)
                .get(ALL + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("releases.links.self", String.class)
                .stream()
                .map(path -> path.substring(ALL.length() + 1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "service=cart|shop/cart-3 shop/cart-1",
                "service=cart.shop|shop/cart-3 shop/cart-1",
                "service=cart.shop.svc.cluster.local|shop/cart-3 shop/cart-1",
                "service=car|none",
                "service=cart.bank|none",
                // Whose versions are not resolved yet routes to nobody; the other pay does.
                "service=pay|bank/pay-1",
                "version=v3|shop/cart-3",
                "version=2.0|bank/pay-1 shop/cart-3 shop/cart-1",
                "version=v2|bank/pay-1 shop/pay-1 shop/cart-1",
                "version=V2|none",
                "since=2026-03-01T12:00:20Z|bank/pay-1 shop/pay-1 shop/cart-3",
                "until=2026-03-01T12:00:20Z|shop/cart-1",
                "since=2026-03-01T13:00:20%2B01:00&until=2026-03-01T12:00:30.5Z|shop/pay-1 shop/cart-3",
                "since=2026-03-01T12:00:30Z&until=2026-03-01T12:00:20Z|none",
                "service=pay&version=v2&namespace=bank&phase=promoting|bank/pay-1",
                "service=&version=%20&since=&until=&limit=&continue=|bank/pay-1 shop/pay-1 shop/cart-3 shop/cart-1",
            })
    void filters(String query, String expected) {
        assertThat(names("?" + query)).isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "since=yesterday|since is \"yesterday\", expected a time of RFC 3339",
                "until=2026-03-01|until is \"2026-03-01\", expected a time of RFC 3339",
                "since=2026-03-01T12:00:00+01:00|a + written as %2B",
                "limit=0|limit is \"0\", expected a whole number from 1 to 500.",
                "limit=501|limit is \"501\"",
                "limit=-1|limit is \"-1\"",
                "limit=99999999999999999999|expected a whole number from 1 to 500",
                "limit=ten|limit is \"ten\"",
                "continue=abc|continue is \"abc\", expected the \"continue\" of an earlier answer",
                "continue=%C3%A9|expected the \"continue\" of an earlier answer",
                "namespaces=shop|The parameter \"namespaces\" is not known, expected one of namespace, phase,",
                "a=1&b=2|\"a\" is not known",
                "a=1&b=2|\"b\" is not known",
                "phase=ABORTED&phase=PROMOTED|The parameter \"phase\" is given 2 times, expected once.",
                "%0A%E2%80%AE=1|The parameter \"\" is not known",
            })
    void refusesWhatItWouldHaveToIgnore(String query, String sentence) {
        given().urlEncodingEnabled(false)
                .get(ALL + "?" + query)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400))
                .body("detail", containsString(sentence));
    }

    @Test
    void oneReleaseTakesNoParameters() {
        when().get(ALL + "/shop/cart-1?verbose=true")
                .then()
                .statusCode(400)
                .body("detail", equalTo("The parameter \"verbose\" is not known, expected none."));
    }

    @Test
    void thePageTakesTheSameFilters() {
        assertThat(given().get("/?version=v3").asString())
                .contains("shop/cart-3<")
                .doesNotContain("cart-1", "pay-1");
        assertThat(given().get("/?service=pay.bank").asString())
                .contains("bank/pay-1<")
                .doesNotContain("shop/cart");
        given().get("/?since=now")
                .then()
                .statusCode(400)
                .contentType("text/html")
                .body(containsString("RFC 3339"));
    }

    @Test
    void goesThroughPartsWhileReleasesComeAndGo() {
        var releases = new ArrayList<>(IntStream.range(0, 7)
                .mapToObj(i -> release("shop", "cart-" + i, "cart")
                        // Two at a time are of the same second.
                        .createdAt(START.plusSeconds(i / 2))
                        .ended(Outcome.PROMOTED, "All passed."))
                .toList());
        store.holds(releases.toArray(Release[]::new));

        JsonPath first = when().get(ALL + "?limit=3&namespace=shop").jsonPath();
        assertThat(first.getList("releases.name")).containsExactly("cart-6", "cart-4", "cart-5");
        assertThat(first.getInt("total")).isEqualTo(7);
        assertThat(first.getString("links.self")).isEqualTo(ALL + "?limit=3&namespace=shop");
        assertThat(first.getString("links.next"))
                .isEqualTo(ALL + "?limit=3&namespace=shop&continue=" + first.getString("continue"));

        releases.add(release("shop", "newer", "cart")
                .createdAt(START.plusSeconds(99))
                .progressing(0));
        releases.removeIf(gone -> gone.id().name().equals("cart-5"));
        store.holds(releases.toArray(Release[]::new));
        JsonPath second = when().get(first.getString("links.next")).jsonPath();
        assertThat(second.getList("releases.name")).containsExactly("cart-2", "cart-3", "cart-0");
        assertThat(second.getString("links.self")).isEqualTo(first.getString("links.next"));

        when().get(second.getString("links.next"))
                .then()
                .statusCode(200)
                .body("releases.name", equalTo(List.of("cart-1")))
                .body("continue", nullValue())
                .body("links.next", nullValue())
                .body("total", equalTo(7));
    }

    @Test
    void showsAHundredUnlessMoreAreAskedFor() {
        store.holds(IntStream.range(0, 510)
                .mapToObj(i -> release("shop", "cart-" + i, "cart").pending("Soon."))
                .toArray(Release[]::new));
        assertThat(names("")).hasSize(100);
        assertThat(names("?limit=500")).hasSize(500);
    }
}
