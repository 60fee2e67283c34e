package io.serinus.report;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.release.Trouble;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ReportProfile.class)
class PagesResourceTest {
    private static final String REFRESH = "http-equiv=\"refresh\" content=\"5\"";
    private static final Pattern LOADED = Pattern.compile("assets/([^\"]+)\"");

    @Inject
    FakeReleaseStore store;

    @Inject
    SetClock clock;

    @BeforeEach
    void setClock() {
        clock.set(START.plusSeconds(3600));
    }

    @Test
    void listsReleasesWithTheirReasons() {
        store.holds(
                release("shop", "cart-1", "cart").progressing(1),
                release("shop", "pay-1", "pay").held(Trouble.Kind.NO_DATA, "The canary has no requests."));

        assertThat(page("/"))
                .contains("<a href=\"./releases/shop/cart-1\">shop/cart-1</a>", "v1 → v2", "2 of 3", "25 %")
                .contains("The canary has no requests.", "<small>held: no data</small>", "54 min 50 s");
    }

    @Test
    void showsOneReleaseWithLadderMetricsEvidenceAndHistory() {
        store.holds(release("shop", "cart-1", "cart").progressing(1));

        assertThat(page("/releases/shop/cart-1"))
                .contains("<p class=\"reason busy\">Not enough requests to tell.</p>")
                .contains("Step 1: passed", "Step 2: now", "Step 3: not reached", "Promotion: not reached")
                .contains("aria-current=\"step\"", "at least 10 min, at least 1,000 canary requests")
                .contains("max=\"2.000\" low=\"1.000\"", "value=\"1.726\"", "53.2 of 100")
                .contains("0.05 %", "10 of 20,000", "0.243 %", "3 of 1,234", "no requests")
                .contains("2.51 of 20", "not known of 20")
                .contains("about 13 min until the evidence is in", "about 10 min, its shortest time")
                .contains(
                        "At 41.3 requests per second, and if the canary is as good as the baseline, promotion comes about"
                                + " 2026-03-01 12:29:05 UTC.")
                .contains("2026-03-01 12:06:10 UTC</time> The canary gets 25 % of the traffic.")
                .contains("href=\"../../assets/serinus.css\"", "href=\"../../api/v1/releases/shop/cart-1\"");
    }

    @Test
    void showsWhatStandsBehindTheVerdicts() {
        assertThat(shown(release("shop", "r", "cart").progressing(1)))
                .contains(
                        "<dd>4.86 (1.2 or more)</dd>",
                        "<dd>0.05 % (0.02 % to 0.1 %)</dd>",
                        "<dd>0.243 % (0.03 % to 0.81 %)")
                .contains("<p>Fails after about 420 more requests, if this goes on.</p>")
                .doesNotContain("does not decide", "Findings", "Durations of");
        assertThat(shown(explained("Almost.")))
                .contains("slow<small>advisory, does not decide", "memory<small>dry run, does not decide", "plain</th>")
                .contains("<dd>5.3 or less</dd>", "Durations of slow", "p50</th>", "p99.9</th>")
                .contains("43.5 ms (41 ms to 45 ms)", "1230 ms (900 ms to 2000 ms)", "no limits known")
                .contains("<dd>52.5</dd>", "<dd>not known</dd>", "<dd>0.25 (-3 to 4)</dd>", "<p>Almost.</p>")
                .contains("<span class=\"word warn\">traffic share</span> Almost.")
                .contains("<span class=\"word calm\">calibration</span> The baseline has one pod only.")
                .doesNotContain("<h3>plain</h3>");
    }

    @Test
    void showsTheArgumentsBesideTheTemplate() {
        assertThat(shown(release("shop", "r", "cart")
                        .arguments(Map.of("window", "5m", "queue", "invoices"))
                        .progressing(1)))
                .contains("<dt>Template</dt><dd>default <small>queue = invoices, window = 5m</small></dd>");
        assertThat(shown(release("shop", "r", "cart").progressing(1))).contains("<dt>Template</dt><dd>default</dd>");
    }

    private static Release explained(String sentence) {
        return release("shop", "r", "cart").progressing(1).with(ReleaseFixture.explained(sentence), Optional.empty());
    }

    @Test
    void showsEveryState() {
        assertThat(shown(release("shop", "r", "cart").pending(""))).contains("Waiting for the first look at the mesh.");
        assertThat(shown(release("shop", "r", "cart").entering()))
                .contains("Waiting for the VirtualService to give the canary 5 % of the traffic.", "not judged yet");
        assertThat(shown(release("shop", "r", "cart").held(Trouble.Kind.SOURCE_DOWN, "No answer.")))
                .contains("<strong>Held at 25 %</strong> for 55 min: metrics backend down.");
        assertThat(shown(release("shop", "r", "cart").promoting())).contains("Promotion: now", "Step 2: passed");
        assertThat(shown(release("shop", "r", "cart").returning(Outcome.ABORTED, "Errors rose.")))
                .contains("aborting", "Step 2: ended here", "251 of 100");
        assertThat(shown(release("shop", "r", "cart").ended(Outcome.PROMOTED, "All passed.")))
                .contains("Promotion: done", "Ended: promoted");
        assertThat(shown(release("shop", "r", "cart").ended(Outcome.SUPERSEDED, "v3 came.")))
                .contains("Ended: superseded", "v3 came.");
    }

    @Test
    void loadsItselfAgainOnlyWhileAReleaseIsUnderWay() {
        Release over = release("shop", "cart-1", "cart").ended(Outcome.PROMOTED, "All passed.");
        Release underWay = release("shop", "cart-2", "cart").progressing(0);
        store.holds(over, underWay);
        assertThat(page("/")).contains(REFRESH);
        assertThat(page("/releases/shop/cart-1")).doesNotContain(REFRESH);
        assertThat(page("/releases/shop/cart-2")).contains(REFRESH);

        store.holds(over);
        assertThat(page("/")).doesNotContain(REFRESH);
    }

    @Test
    void tellsWhatLintSaysOfTheVirtualService() {
        store.holds(release("shop", "cart-1", "cart").progressing(0));
        assertThat(page("/releases/shop/cart-1"))
                .contains("consistent-hash-with-weights</span> spec.http[0].route: The hash", "&lt;not&gt; a version")
                .doesNotContain("<not>");
    }

    @Test
    void escapesWhateverUsersWrote() {
        String attack = "<script>alert('x')</script>\" onload=\"y";
        String judged = shown(explained(attack));
        String tuned = shown(release("shop", "r", "cart")
                .arguments(Map.of("queue", attack))
                .pending("Waiting for the first look at the mesh."));
        store.holds(release("shop", "cart-1", "cart").canary(attack).pending(attack));

        for (String page : new String[] {
            judged,
            tuned,
            page("/"),
            page("/releases/shop/cart-1"),
            given().queryParam("namespace", attack).get("/").asString()
        }) {
            assertThat(page)
                    .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;y")
                    .doesNotContain("<script>", "\" onload=");
        }
        String missing = given().pathParam("name", attack)
                .when()
                .get("/releases/shop/{name}")
                .then()
                .statusCode(404)
                .extract()
                .asString();
        assertThat(missing).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void filtersByTheFormAndKeepsWhatWasTyped() {
        store.holds(
                release("shop", "cart-1", "cart").progressing(0),
                release("shop", "pay-1", "pay").ended(Outcome.ABORTED, "Errors rose."));

        assertThat(given().queryParam("phase", "aborted")
                        .queryParam("namespace", "shop")
                        .get("/")
                        .asString())
                .contains("shop/pay-1", "value=\"ABORTED\" selected", "name=\"namespace\" value=\"shop\"")
                .doesNotContain("shop/cart-1");
    }

    @Test
    void saysWhatIsWrongWithARequestAsAPage() {
        store.holds();
        given().queryParam("phase", "RUNNING")
                .when()
                .get("/")
                .then()
                .statusCode(400)
                .contentType("text/html")
                .body(org.hamcrest.Matchers.containsString("expected one of PENDING"));
        String missing = when().get("/releases/shop/gone")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .extract()
                .asString();
        assertThat(missing).contains("Release not found", "<a href=\"../../\">All releases</a>");
        assertThat(page("/")).contains("No release was found.");
    }

    @Test
    void showsTheNewestOfMany() {
        store.holds(IntStream.range(0, 230)
                .mapToObj(i -> release("shop", "cart-" + i, "cart")
                        .createdAt(START.plusSeconds(i))
                        .ended(Outcome.PROMOTED, "All passed."))
                .toArray(Release[]::new));

        assertThat(page("/"))
                .contains("The newest 200 of 230 releases", "shop/cart-229<", "shop/cart-30<")
                .doesNotContain("shop/cart-29<");
    }

    /** The policy for content allows nothing else either. */
    @Test
    void loadsEverythingFromItsOwnAssets() {
        store.holds(release("shop", "cart-1", "cart").progressing(1));
        for (String page : new String[] {page("/"), page("/releases/shop/cart-1")}) {
            Matcher loaded = LOADED.matcher(page);
            int found = 0;
            while (loaded.find()) {
                when().get("/assets/" + loaded.group(1)).then().statusCode(200);
                found++;
            }
            assertThat(found).isGreaterThanOrEqualTo(4);
            assertThat(page.replaceAll("<script (type=\"module\" )?src=\"[./]+assets/[^\"]+\"( defer)?></script>", ""))
                    .doesNotContain("style=", "<style", "<script", " onload=", "http://", "https://");
        }
        String css = when().get("/assets/serinus.css")
                .then()
                .contentType("text/css")
                .extract()
                .asString();
        assertThat(css).contains("prefers-color-scheme: dark").doesNotContain("url(", "@import");
        when().get("/assets/nothing.js").then().statusCode(404);
    }

    @Test
    void sendsAnAssetAgainOnlyIfItHasChanged() {
        String tag = when().get("/assets/serinus.js")
                .then()
                .contentType("text/javascript")
                .header("Cache-Control", "private, no-cache")
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag).get("/assets/serinus.js").then().statusCode(304);
        given().header("If-None-Match", "\"other\"")
                .get("/assets/serinus.js")
                .then()
                .statusCode(200);
    }

    /** As npm has it: `npm pack uplot@1.6.32`, folder dist. */
    @Test
    void servesTheChartLibraryAsItWasPublished() throws NoSuchAlgorithmException {
        assertThat(hash("uPlot-1.6.32.iife.min.js"))
                .isEqualTo("19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f");
        assertThat(hash("uPlot-1.6.32.min.css"))
                .isEqualTo("df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04");
        assertThat(when().get("/assets/uPlot-1.6.32.LICENSE.txt").asString())
                .contains("The MIT License", "Leon Sorokin");
    }

    private static String hash(String asset) throws NoSuchAlgorithmException {
        byte[] content = when().get("/assets/" + asset).asByteArray();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void listensOnlyWhereSomethingMayHappen() {
        store.holds(
                release("shop", "cart-1", "cart").ended(Outcome.PROMOTED, "All passed."),
                release("shop", "cart-2", "cart").progressing(0));
        assertThat(page("/")).contains("data-events=\"./api/v1/events\"");
        assertThat(given().queryParam("namespace", "a b&c").get("/").asString())
                .contains("data-events=\"./api/v1/events?namespace=a%20b%26c\"");
        assertThat(page("/releases/shop/cart-1")).doesNotContain("data-events");
        assertThat(page("/releases/shop/cart-2"))
                .contains("data-events=\"../../api/v1/events?namespace=shop&amp;name=cart-2\"");
    }

    @Test
    void drawsTheCourseOfEachRelease() {
        store.holds(
                release("shop", "cart-1", "cart").ended(Outcome.PROMOTED, "All passed."),
                release("shop", "cart-2", "cart").progressing(1).with(ReleaseFixture.SERIES),
                release("shop", "cart-3", "cart").pending("Waiting."));
        assertThat(page("/"))
                .contains("aria-label=\"Weight: 5 %, 25 %, 100 %\"", "no step yet")
                .contains("aria-label=\"Weight: 5 %, 25 %; evidence against the canary: 53.2 of 100\"");
    }

    private String shown(Release release) {
        store.holds(release);
        return page("/releases/shop/r");
    }

    private static String page(String path) {
        return when().get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .extract()
                .asString();
    }
}
