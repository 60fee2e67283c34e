package io.serinus.report;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.release.State.Phase;
import io.serinus.release.Trouble;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ReportProfile.class)
class ReleasesResourceTest {
    private static final String ALL = "/api/v1/releases";

    @Inject
    FakeReleaseStore store;

    @Inject
    FakeMeshView mesh;

    @BeforeEach
    void fill() {
        store.holds(
                release("shop", "cart-1", "cart").ended(Outcome.PROMOTED, "All steps passed."),
                release("shop", "cart-2", "cart")
                        .createdAt(START.plusSeconds(10))
                        .ended(Outcome.ABORTED, "Errors rose."),
                release("shop", "cart-3", "cart")
                        .createdAt(START.plusSeconds(20))
                        .progressing(1),
                release("shop", "pay-1", "pay").createdAt(START.plusSeconds(30)).pending("Subset v2 is missing."),
                release("bank", "pay-1", "pay").createdAt(START.plusSeconds(40)).promoting());
    }

    @Test
    void listsAllReleasesNewestFirst() {
        when().get(ALL)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body(
                        "releases.links.self",
                        contains(
                                ALL + "/bank/pay-1",
                                ALL + "/shop/pay-1",
                                ALL + "/shop/cart-3",
                                ALL + "/shop/cart-2",
                                ALL + "/shop/cart-1"));
    }

    @Test
    void filtersByNamespaceVirtualServiceAndPhaseTogether() {
        given().queryParam("namespace", "shop")
                .queryParam("virtualService", "cart")
                .queryParam("phase", "Aborted")
                .when()
                .get(ALL)
                .then()
                .statusCode(200)
                .body("releases.name", contains("cart-2"));
        given().queryParam("namespace", "nowhere").when().get(ALL).then().body("releases", empty());
        given().queryParam("phase", "").when().get(ALL).then().body("releases", hasSize(5));
    }

    @Test
    void refusesAnUnknownPhaseAndNamesThoseThereAre() {
        given().queryParam("phase", "RUNNING")
                .when()
                .get(ALL)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("title", equalTo("Unknown phase"))
                .body("status", equalTo(400))
                .body("detail", containsString("phase is \"RUNNING\", expected one of PENDING, PROGRESSING"))
                .body(
                        "phases",
                        contains(Stream.of(Phase.values()).map(Phase::name).toArray()));
    }

    @Test
    void saysThatThereIsNoSuchRelease() {
        when().get(ALL + "/shop/cart-9")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("status", equalTo(404))
                .body("detail", containsString("There is no release \"cart-9\" in namespace \"shop\"."))
                .body("$", org.hamcrest.Matchers.not(org.hamcrest.Matchers.hasKey("phases")));
    }

    @Test
    void showsARunningReleaseWithItsEvidence() {
        when().get(ALL + "/shop/cart-3")
                .then()
                .statusCode(200)
                .body("namespace", equalTo("shop"))
                .body("virtualService", equalTo("cart"))
                .body("canary", equalTo("v2"))
                .body("baseline", equalTo("v1"))
                .body("template", equalTo("default"))
                .body("phase", equalTo("PROGRESSING"))
                .body("step", equalTo(2))
                .body("steps", equalTo(3))
                .body("weight", equalTo(25))
                .body("verdict", equalTo("UNDECIDED"))
                .body("reason", equalTo("Not enough requests to tell."))
                .body("createdAt", equalTo("2026-03-01T12:00:20Z"))
                .body("since", equalTo("2026-03-01T12:05:30Z"))
                .body("firstCanaryRequest", equalTo("2026-03-01T12:00:50Z"))
                .body("trouble", nullValue())
                .body("plan.canary.host", equalTo("cart.shop.svc.cluster.local"))
                .body("plan.canary.version", equalTo("2.0"))
                .body("plan.steps.weight", contains(5, 25, 50))
                .body("plan.steps[0].minDurationSeconds", equalTo(300))
                .body("evidence.againstLog10", equalTo(1.7259f))
                .body("evidence.against", equalTo(53.2f))
                .body("evidence.abortAt", equalTo(100.0f))
                .body("evidence.canaryRequestsInStep", equalTo(1234))
                .body("metrics.name", contains("errors", "latency"))
                .body("metrics[0].canary.bad", equalTo(3))
                .body("metrics[0].baseline.ratio", equalTo(0.0005f))
                .body("metrics[0].evidence.promoteAtLog10", equalTo(1.30103f))
                .body("history.step", contains(1, 2))
                .body("history.weight", contains(5, 25))
                .body("outcome", nullValue());
    }

    @Test
    void saysWhatStandsBehindTheVerdicts() {
        store.holds(release("shop", "cart-1", "cart")
                .progressing(1)
                .with(ReleaseFixture.explained("Almost."), Optional.empty()));

        when().get(ALL + "/shop/cart-1")
                .then()
                .statusCode(200)
                .body("metrics.role", contains("ADVISORY", "DRY_RUN", "CRITICAL"))
                .body("metrics[0].explanation.ratio.low", nullValue())
                .body("metrics[0].explanation.ratio.high", equalTo(5.3f))
                .body("metrics[0].explanation.quantiles.quantile", contains(0.5f, 0.999f))
                .body("metrics[0].explanation.quantiles[0].canary.estimate", equalTo(44.25f))
                .body("metrics[0].explanation.outlook.requestsToPass", equalTo(12_000))
                .body("metrics[0].explanation.outlook.requestsToFail", nullValue())
                .body("metrics[0].explanation.outlook.sentence", equalTo("Almost."))
                .body("metrics[1].explanation.levels.baseline", equalTo(52.5f))
                .body("metrics[1].explanation.levels.canary", nullValue())
                .body("metrics[1].explanation.levels.difference.low", equalTo(-3.0f))
                .body("metrics[2].explanation", nullValue())
                .body("findings.code", contains("TRAFFIC_SHARE", "CALIBRATION"))
                .body("findings[0].message", equalTo("Almost."));
    }

    @Test
    void tellsHowTheEvidenceCameAbout() {
        store.holds(release("shop", "cart-1", "cart").progressing(1).with(ReleaseFixture.SERIES));

        when().get(ALL + "/shop/cart-1/series")
                .then()
                .statusCode(200)
                .body("intervalSeconds", equalTo(15))
                .body("metrics", contains("errors", "latency"))
                .body("abortAtLog10", equalTo(2.0f))
                .body("points.at", contains("2026-03-01T12:05:00Z", "2026-03-01T12:05:15Z"))
                .body("points.weight", contains(5, 25))
                .body("points[1].step", equalTo(2))
                .body("points[1].canaryRequests", equalTo(75))
                .body("points[1].metrics.name", contains("errors", "latency"))
                .body("points[1].metrics[0].canary.bad", equalTo(3))
                .body("points[1].metrics[0].canary.ratio", equalTo(0.04f))
                .body("points[1].metrics[0].ratio.estimate", equalTo(4.86f))
                .body("points[1].metrics[0].ratio.high", nullValue())
                .body("points[1].metrics[0].promoteAtLog10", equalTo(1.30103f))
                .body("points[0].metrics[0].ratio", nullValue())
                .body("points[0].metrics[1].canary.ratio", nullValue());
    }

    @Test
    void hasNoSeriesOfAReleaseThatHasNotBegun() {
        when().get(ALL + "/shop/pay-1/series")
                .then()
                .statusCode(200)
                .body("intervalSeconds", nullValue())
                .body("points", empty());
        when().get(ALL + "/shop/pay-9/series").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void showsWhatItHasChangedInItsVirtualService() {
        Release release = release("shop", "cart-1", "cart").progressing(0);
        store.holds(release);
        mesh.holds(cart(Map.of("serinus.io/applied", "cart-1 step=1 weight=5"), 95, 5));

        List<String> changes = when().get(ALL + "/shop/cart-1/diff")
                .then()
                .statusCode(200)
                .body("note", equalTo(""))
                .extract()
                .jsonPath()
                .getList(
                        "lines.findAll { it.kind != 'SAME' }.collect { it.kind + it.text.replace('- ', '').trim() }",
                        String.class);

        assertThat(changes)
                .containsExactlyInAnyOrder(
                        "REMOVEDweight: 100", "ADDEDweight: 95", "REMOVEDweight: 0", "ADDEDweight: 5");
    }

    @Test
    void showsNoChangesThatAreNotItsOwn() {
        mesh.reset();
        when().get(ALL + "/shop/cart-3/diff")
                .then()
                .statusCode(200)
                .body("lines", empty())
                .body("note", containsString("not written for this release"));
        mesh.holds(cart(Map.of("serinus.io/applied", "cart-4 step=1 weight=5"), 95, 5));
        when().get(ALL + "/shop/cart-3/diff").then().statusCode(200).body("lines", empty());
        when().get(ALL + "/shop/cart-9/diff").then().statusCode(404);
    }

    private static Map<String, Object> cart(Map<String, Object> annotations, int baseline, int canary) {
        String host = "cart.shop.svc.cluster.local";
        return Map.of(
                "metadata",
                Map.of("namespace", "shop", "name", "cart", "annotations", annotations),
                "spec",
                Map.of(
                        "hosts",
                        List.of(host),
                        "http",
                        List.of(Map.of(
                                "name",
                                "all",
                                "route",
                                List.of(
                                        Map.of("destination", Map.of("host", host, "subset", "v1"), "weight", baseline),
                                        Map.of(
                                                "destination",
                                                Map.of("host", host, "subset", "v2"),
                                                "weight",
                                                canary))))));
    }

    @Test
    void showsDurationsOfBothVersions() {
        store.holds(release("shop", "cart-1", "cart")
                .progressing(1)
                .with(ReleaseFixture.explained("Almost."), Optional.empty()));

        when().get(ALL + "/shop/cart-1")
                .then()
                .body("metrics[0].explanation.durations.boundsMillis", contains(100.0f, 250.0f))
                .body("metrics[0].explanation.durations.baseline", contains(90, 98))
                .body("metrics[0].explanation.durations.canaryTotal", equalTo(10))
                .body("metrics[1].explanation.durations", nullValue());
    }

    @Test
    void answersAsThePageAboutItSays() throws IOException {
        store.holds(release("shop", "cart-7d9f", "cart").progressing(1));
        var example = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "report.md")));
        assertThat(example.find()).isTrue();

        String answer = when().get(ALL + "/shop/cart-7d9f").asString();

        var json = new ObjectMapper();
        assertThat(json.readTree(answer)).isEqualTo(json.readTree(example.group(1)));
    }

    @Test
    void showsTheArgumentsThatTheReleaseHasSet() {
        store.holds(release("shop", "cart-1", "cart")
                .arguments(Map.of("window", "5m", "queue", "invoices"))
                .progressing(0));
        assertThat(when().get(ALL + "/shop/cart-1").asString())
                .contains("\"arguments\":{\"queue\":\"invoices\",\"window\":\"5m\"},\"routes\"");
    }

    @Test
    void writesNumbersThatAreNoneAsNull() {
        when().get(ALL + "/shop/cart-3")
                .then()
                .body("metrics[1].canary.ratio", nullValue())
                .body("metrics[1].evidence.againstLog10", nullValue())
                .body("metrics[1].evidence.forLog10", nullValue())
                .body("metrics[1].evidence.against", nullValue());
    }

    @Test
    void showsAPendingReleaseThatNobodyCouldStart() {
        when().get(ALL + "/shop/pay-1")
                .then()
                .statusCode(200)
                .body("phase", equalTo("PENDING"))
                .body("reason", equalTo("Subset v2 is missing."))
                .body("baseline", nullValue())
                .body("step", nullValue())
                .body("steps", nullValue())
                .body("plan", nullValue())
                .body("evidence", nullValue())
                .body("metrics", empty())
                .body("weight", equalTo(0));
    }

    @Test
    void saysHowAReleaseEnded() {
        when().get(ALL + "/shop/cart-2")
                .then()
                .body("outcome", equalTo("ABORTED"))
                .body("reason", equalTo("Errors rose."))
                .body("weight", equalTo(0))
                .body("step", equalTo(2))
                .body("plan", notNullValue());
    }

    @Test
    void letsTroubleSpeakBeforeTheJudge() {
        store.holds(release("shop", "cart-1", "cart").held(Trouble.Kind.SOURCE_DOWN, "Prometheus does not answer."));

        when().get(ALL + "/shop/cart-1")
                .then()
                .body("reason", equalTo("Prometheus does not answer."))
                .body("trouble.kind", equalTo("SOURCE_DOWN"))
                .body("trouble.since", equalTo("2026-03-01T12:05:00Z"));
    }

    @Test
    void forbidsBrowsersToDoAnythingWithAnAnswer() {
        for (String path : new String[] {ALL, ALL + "/shop/cart-9", "/", "/assets/serinus.css", "/metrics"}) {
            when().get(path)
                    .then()
                    .header(
                            "Content-Security-Policy",
                            equalTo(
                                    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
                                            + " img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"))
                    .header("Cross-Origin-Opener-Policy", "same-origin")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer");
        }
    }
}
