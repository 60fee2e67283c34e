package io.serinus.report;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.serinus.analysis.Verdict;
import io.serinus.browser.Chromium;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of a release in a real browser, where answers do not come, or hold what is hard to draw. */
@QuarkusTest
@TestProfile(ReportProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTroubleIT {
    private static final Pattern PAGE = Pattern.compile("^[^/]*//[^/]*/releases/shop/search-2$");
    private static final LocatorAssertions.ContainsTextOptions PATIENT =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);

    @Inject
    FakeReleaseStore store;

    @Inject
    SetClock clock;

    private Chromium chromium;
    private String series = "";

    @BeforeAll
    @SuppressWarnings("NullAway.Init")
    void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    void close() {
        chromium.close();
    }

    @BeforeEach
    void oneRelease() {
        clock.set(START.plusSeconds(1500));
        store.holds(progressing("The canary is watched."));
        series = point("2026-03-01T12:00:15Z", "0.1", "null", true, 250) + ","
                + point("2026-03-01T12:00:30Z", "0.2", "null", true, 250);
    }

    @AfterEach
    void noPageComplained() {
        assertThat(chromium.complaints()).isEmpty();
    }

    private static Release progressing(String reason) {
        return release("shop", "search-2", "search")
                .progressing(1)
                .with(ReleaseFixture.judgement(Verdict.UNDECIDED, reason, 0.9), Optional.of(START));
    }

    /** A point of a series as the API tells it. */
    private static String point(String at, String againstLog10, String ratio, boolean share, int boundMillis) {
        return """
                {"at": "%s", "intervals": 1, "step": 1, "weight": 5, "share": %s,
                 "baselineRequests": 95, "canaryRequests": 5, "againstLog10": %s,
                 "metrics": [{"name": "latency", "baseline": {"bad": 1, "total": 100, "ratio": 0.01},
                   "canary": {"bad": 2, "total": 4, "ratio": 0.5}, "boundMillis": %d, "levels": null, "ratio": %s,
                   "againstLog10": %s, "forLog10": 0.1, "promoteAtLog10": 1.3}]}
                """.formatted(at, share, againstLog10, boundMillis, ratio, againstLog10);
    }

    private Page open() {
        Page page = chromium.page();
        page.route("**/series", route -> route.fulfill(new Route.FulfillOptions().setBody("""
                {"intervalSeconds": 15, "metrics": ["latency"], "abortAtLog10": 2.0, "points": [%s]}
                """.formatted(series))));
        page.navigate("http://localhost:" + RestAssured.port + "/releases/shop/search-2");
        page.evaluate("window.loaded = 'once'");
        return page;
    }

    private static Locator canvas(Page page) {
        return page.locator("#chart-against canvas");
    }

    private void tell(Page page, String reason) {
        store.save(progressing(reason));
        assertThat(page.locator(".reason")).containsText(reason, PATIENT);
    }

    @Test
    void aReleaseThatComesBackIsDrawnAgain() {
        Page page = open();
        assertThat(canvas(page)).isVisible();
        store.delete(new ReleaseId("shop", "search-2"));
        assertThat(page.locator("h1")).containsText("Release not found", PATIENT);
        assertThat(page.locator("#connection")).isHidden();
        assertThat(page.locator("body[data-events]")).hasCount(0);

        store.create(progressing("It is back."));
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(page.locator(".reason")).containsText("It is back.", PATIENT);
        assertThat(canvas(page)).isVisible();
        assertThat(page.locator("body[data-events]")).hasCount(1);
        tell(page, "It is listened to.");
        assertThat(page.evaluate("window.loaded")).isEqualTo("once");
        assertThat(chromium.complaints()).isNotEmpty().allMatch(complaint -> complaint.contains("404"));
    }

    @Test
    void saysThatItIsOldWhenItIsRefused() {
        losesTheConnection(
                route -> route.fulfill(new Route.FulfillOptions().setStatus(403).setBody("No.")));
        assertThat(chromium.complaints()).isNotEmpty().allMatch(complaint -> complaint.contains("403"));
    }

    @Test
    void saysThatItIsOldWhenNoAnswerComes() {
        losesTheConnection(route -> {});
    }

    /** What is shown stays, and goes on when the server is there again. */
    private void losesTheConnection(Consumer<Route> answer) {
        Page page = open();
        assertThat(canvas(page)).isVisible();
        page.evaluate("""
                () => {
                  const timeout = AbortSignal.timeout.bind(AbortSignal);
                  AbortSignal.timeout = (millis) => timeout(Math.min(millis, 3_000));
                }
                """);
        page.route(PAGE, answer);
        store.save(progressing("Nobody hears it."));
        assertThat(page.locator("#connection")).containsText("Connection lost", PATIENT);
        assertThat(page.locator(".reason")).containsText("The canary is watched.");
        assertThat(canvas(page)).isVisible();

        page.unroute(PAGE);
        assertThat(page.locator(".reason")).containsText("Nobody hears it.", PATIENT);
        assertThat(page.locator("#connection")).isHidden();
    }

    @Test
    void saysThatChartsCouldNotBeDrawn() {
        series = "{}";
        Page page = open();
        Locator trouble = page.locator("[data-charts] > .trouble");
        assertThat(trouble).containsText("could not be drawn");
        tell(page, "The page lives.");
        assertThat(page.locator("#connection")).isHidden();
        assertThat(trouble).hasCount(1);

        series = point("2026-03-01T12:00:15Z", "0.1", "null", true, 250);
        tell(page, "It is mended.");
        assertThat(canvas(page)).isVisible();
        assertThat(trouble).hasCount(0);
        assertThat(chromium.complaints()).isNotEmpty().allMatch(complaint -> complaint.contains("TypeError"));
    }

    @Test
    void anUpdateIsNotReadOut() {
        Page page = open();
        assertThat(canvas(page)).isVisible();
        page.locator("#chart-against .plot").focus();
        page.keyboard().press("Home");
        Locator where = page.locator("#chart-against .where");
        assertThat(where).hasText("12:00:15");
        where.evaluate("element => { element.firstChild.mark = 'same' }");
        page.evaluate("""
                () => {
                  const key = document.querySelector('#chart-against .key');
                  new MutationObserver(() => { window.live = [...window.live ?? [], key.getAttribute('aria-live')] })
                    .observe(key, { attributeFilter: ['aria-live'] });
                }
                """);
        series = series + "," + point("2026-03-01T12:00:45Z", "0.3", "null", true, 250);
        tell(page, "Something was heard.");
        assertThat(page.locator("#chart-against tbody tr")).hasCount(3);
        page.waitForFunction("() => window.live?.[0] === null && window.live.at(-1) === 'polite'");
        page.keyboard().press("Home");
        assertThat(where).hasText("12:00:15");
        assertThat(where.evaluate("element => element.firstChild.mark")).isEqualTo("same");
    }

    /** Across midnight, with counts over several bounds, and with numbers that a logarithmic scale does not have. */
    @Test
    void drawsNumbersThatAreNone() {
        series = String.join(
                ",",
                point("2026-03-01T23:59:45Z", "300", "{\"low\": 0, \"estimate\": 0, \"high\": 3}", false, 250),
                point("2026-03-02T00:00:00Z", "null", "{\"low\": 1.2, \"estimate\": null, \"high\": null}", false, 500),
                point("2026-03-02T00:00:15Z", "1e9", "{\"low\": 2, \"estimate\": 1000, \"high\": 1e6}", false, 500));
        Page page = open();
        assertThat(page.locator("#chart-ratio-0 tbody td"))
                .hasText(new String[] {"1000 × (2 × to 1000000 ×)", "at least 1.2 ×", "0 × (0 × to 3 ×)"});
        assertThat(end(page, "ratio-0", "y", "max")).isBetween(Math.log(1000) / Math.log(2), 12.0);
        assertThat(end(page, "against", "y", "max")).isBetween(8.0, 10.0);
        assertThat(page.locator("#chart-against tbody th").first()).hasText("2026-03-02 00:00:15");
        assertThat(page.locator("#chart-against .where")).hasText("2026-03-02 00:00:15");

        assertThat(page.locator("#chart-bad-0 h3")).hasText("latency: slow requests");
        assertThat(page.locator("#chart-bad-0 tbody tr").last().locator("td").first())
                .hasText("50 % over 250 ms");
        assertThat(page.locator("#chart-ratio-0 .note")).containsText("the bound that weighed most");
        assertThat(page.locator("#chart-traffic")).containsText("nothing to hold it against");
        assertThat(page.locator("#chart-traffic canvas")).hasCount(0);
        assertThat(Chromium.barriers(page)).isEmpty();
    }

    @Test
    void drawsASinglePoint() {
        series = point("2026-03-01T12:00:15Z", "0.5", "null", true, 250);
        Page page = open();
        assertThat(canvas(page)).isVisible();
        assertThat(end(page, "against", "x", "max") - end(page, "against", "x", "min"))
                .isEqualTo(120);
        assertThat(page.locator("#chart-bad-0 h3")).hasText("latency: requests over 250 ms");
        assertThat(page.locator("#chart-traffic .key")).containsText("wanted 5 %");
    }

    private static double end(Page page, String figure, String scale, String end) {
        Object value = page.locator("#chart-" + figure + " .plot")
                .evaluate("(plot, [scale, end]) => plot.chart.scales[scale][end]", new Object[] {scale, end});
        return ((Number) value).doubleValue();
    }
}
