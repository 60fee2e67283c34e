package io.serinus.report;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.serinus.analysis.Explanation.Range;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Series;
import io.serinus.analysis.Verdict;
import io.serinus.browser.Chromium;
import io.serinus.metric.Compared;
import io.serinus.release.Outcome;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Trouble;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages in a real browser, of releases in every state. */
@QuarkusTest
@TestProfile(ReportProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
    private static final int POINTS = 40;
    private static final String ATTACK = "<img src=x onerror=\"window.attacked=1\"><script>window.attacked=1</script>";
    private static final LocatorAssertions.ContainsTextOptions PATIENT =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    private static final LocatorAssertions.HasCountOptions SLOW =
            new LocatorAssertions.HasCountOptions().setTimeout(30_000);

    @Inject
    FakeReleaseStore store;

    @Inject
    SetClock clock;

    private Chromium chromium;

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
    void releases() {
        clock.set(START.plusSeconds(1500));
        store.holds(
                release("shop", "promoted", "cart")
                        .ended(Outcome.PROMOTED, "All steps passed.")
                        .with(series(0)),
                release("shop", "aborted", "pay")
                        .returning(Outcome.ABORTED, "errors: canary 17 of 336 requests failed (5.1 %).")
                        .with(ReleaseFixture.explained("Nothing takes a failure back."), Optional.of(START))
                        .with(series(0.08)),
                progressing("The canary is watched."),
                release("shop", "held", "stock").held(Trouble.Kind.NO_DATA, "The canary has no requests."),
                release("shop", "pending", "mail").pending("Subset v2 is missing."));
    }

    @AfterEach
    void noPageComplained() {
        assertThat(chromium.complaints()).isEmpty();
    }

    private static Release progressing(String reason) {
        return release("shop", "progressing", "search")
                .progressing(1)
                .with(ReleaseFixture.judgement(Verdict.UNDECIDED, reason, 0.9), Optional.of(START))
                .with(series(0.02));
    }

    /** Evidence that grows by so much with each point, while the canary gets more. */
    private static Series series(double slope) {
        return new Series(
                IntStream.range(0, POINTS).mapToObj(i -> point(i, slope)).toList());
    }

    private static Series.Point point(int i, double slope) {
        int weight = i < POINTS / 2 ? 5 : 25;
        var errors = new Series.MetricPoint(
                new Compared<>(new BadOfTotal(i % 3, 950), new BadOfTotal(1 + i % 2, 50)),
                OptionalDouble.empty(),
                Optional.empty(),
                i < 5
                        ? Optional.empty()
                        : Optional.of(new Range(4.0 / i, 2, i < 8 ? Double.POSITIVE_INFINITY : 40.0 / i)),
                slope * i,
                0.03 * i);
        return new Series.Point(
                START.plusSeconds(15L * (i + 1)),
                1,
                i < POINTS / 2 ? 1 : 2,
                weight,
                true,
                new Compared<>(950L, 50L),
                slope * i,
                List.of(errors, errors));
    }

    private static String url(String path) {
        return "http://localhost:" + RestAssured.port + path;
    }

    private static Locator charts(Page page) {
        Locator charts = page.locator("figure.chart");
        assertThat(charts.first()).isVisible();
        return charts;
    }

    @Test
    void everythingCanBeReachedByKeys() {
        Page page = chromium.page();
        page.navigate(url("/"));
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("shop/progressing"));
        tabTo(page, link);
        page.keyboard().press("Enter");
        page.waitForURL("**/releases/shop/progressing");

        charts(page);
        Locator plot = page.locator(".plot").first();
        tabTo(page, plot);
        Locator where = page.locator("#chart-against .where");
        String newest = where.textContent();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");
        assertThat(where).not().hasText(newest);
        assertThat(page.locator("#chart-against .key")).hasAttribute("aria-live", "polite");
        page.keyboard().press("Home");
        assertThat(where).hasText("12:00:15");

        Locator summary = page.locator("#chart-against summary");
        tabTo(page, summary);
        page.keyboard().press("Enter");
        assertThat(page.locator("#chart-against tbody tr")).hasCount(POINTS);
        assertThat(page.locator("#chart-against tbody tr").first()).isVisible();
    }

    private static void tabTo(Page page, Locator wanted) {
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("60 times Tab do not lead to " + wanted);
    }

    /** What somebody has opened, where they are and what they have focused is theirs. */
    @Test
    void anUpdateKeepsWhatTheReaderDid() {
        Page page = chromium.page();
        page.navigate(url("/releases/shop/progressing"));
        charts(page);
        page.evaluate("window.loaded = 'once'");
        Locator summary = page.locator("#chart-traffic summary");
        summary.focus();
        page.keyboard().press("Enter");
        page.evaluate("scrollTo(0, 300)");
        page.locator("canvas").first().evaluate("element => { element.mark = 'same' }");

        store.save(progressing("Something was heard."));
        assertThat(page.locator(".reason")).containsText("Something was heard.", PATIENT);
        assertThat(summary).isFocused();
        assertThat(page.locator("#chart-traffic details")).hasAttribute("open", "");
        assertThat(page.evaluate("[scrollY, window.loaded, document.querySelector('canvas').mark].join()"))
                .isEqualTo("300,once,same");

        store.save(release("shop", "progressing", "search")
                .ended(Outcome.ABORTED, "Errors rose.")
                .with(series(0.02)));
        assertThat(page.locator("#said")).containsText("shop/progressing: aborted.", PATIENT);
        assertThat(page).hasTitle("progressing: aborted – Serinus");
        assertThat(page.locator("body")).not().hasAttribute("data-events", "");
    }

    @Test
    void theListFollowsWhatComesAndGoes() {
        Page page = chromium.page();
        page.navigate(url("/?namespace=shop"));
        page.evaluate("window.loaded = 'once'");
        Locator link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("shop/promoted"));
        link.focus();
        store.create(release("shop", "newest", "mail")
                .createdAt(START.plusSeconds(60))
                .progressing(0));
        assertThat(page.locator("tbody tr").first()).containsText("shop/newest", PATIENT);
        assertThat(page.locator("#said")).containsText("shop/newest: progressing.");
        assertThat(link).isFocused();
        store.delete(new ReleaseId("shop", "newest"));
        assertThat(page.locator("tbody")).not().containsText("shop/newest", PATIENT);
        assertThat(link).isFocused();
        assertThat(page.evaluate("window.loaded")).isEqualTo("once");
    }

    @Test
    void theFocusStaysWhenTroubleEnds() {
        store.save(release("shop", "held", "stock")
                .held(Trouble.Kind.NO_DATA, "The canary has no requests.")
                .with(series(0)));
        Page page = chromium.page();
        page.navigate(url("/releases/shop/held"));
        charts(page);
        Locator summary = page.locator("#chart-traffic summary");
        summary.focus();
        store.save(release("shop", "held", "stock").progressing(1).with(series(0)));
        assertThat(page.locator("main > .trouble")).hasCount(0, SLOW);
        assertThat(summary).isFocused();
    }

    @Test
    void aPhoneShowsEverythingWithoutScrollingToTheSide() {
        Page page = chromium.page(options -> options.setViewportSize(360, 740));
        for (String path : List.of("/", "/releases/shop/promoted", "/releases/shop/aborted", "/releases/shop/held")) {
            page.navigate(url(path));
            if (path.endsWith("ed") && !path.endsWith("held")) {
                charts(page);
                page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })");
                // Charts are as wide as there is room, once they have been measured.
                page.waitForFunction("[...document.querySelectorAll('canvas')].every((canvas) =>"
                        + " canvas.getBoundingClientRect().right <= innerWidth)");
            }
            Chromium.fits(page);
        }
    }

    @Test
    void followsTheDarkScheme() {
        Page page = chromium.page();
        page.navigate(url("/releases/shop/progressing"));
        charts(page);
        String light = look(page);
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setMedia(Media.SCREEN));
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(20, 23, 27)");
        page.waitForFunction("light => document.querySelector('canvas').toDataURL() !== light", light);
    }

    private static String look(Page page) {
        return (String) page.locator("canvas").first().evaluate("canvas => canvas.toDataURL()");
    }

    @Test
    void tellsTheEssentialsWithoutScripts() {
        Page page = chromium.page(options -> options.setJavaScriptEnabled(false));
        page.navigate(url("/"));
        assertThat(page.locator("svg.sparkline")).hasCount(4);
        page.navigate(url("/releases/shop/progressing"));
        assertThat(page.locator("#metrics ~ table")).containsText("3 of 1,234");
        assertThat(page.locator(".ladder [aria-current]")).containsText("Step 2: now");

        store.save(progressing("It loaded itself again."));
        assertThat(page.locator(".reason")).containsText("It loaded itself again.", PATIENT);
    }

    @Test
    void markupIsText() {
        store.holds(
                release("shop", "marked", "cart").canary(ATTACK).pending(ATTACK),
                release("shop", "told", "cart")
                        .progressing(1)
                        .with(ReleaseFixture.explained(ATTACK), Optional.of(START))
                        .with(series(0.01)));
        Page page = chromium.page();
        page.navigate(url("/"));
        assertThat(page.locator("tbody")).containsText(ATTACK);
        page.navigate(url("/releases/shop/marked"));
        assertThat(page.locator(".reason")).hasText(ATTACK);
        page.navigate(url("/releases/shop/told"));
        charts(page);
        assertThat(page.locator(".findings").first()).containsText(ATTACK);
        store.save(release("shop", "told", "cart").ended(Outcome.ABORTED, ATTACK));
        assertThat(page.locator(".reason")).containsText(ATTACK, PATIENT);
        assertThat(page.evaluate("window.attacked ?? 'no'")).isEqualTo("no");
        assertThat(page.locator("img[src=x], script:not([src])")).hasCount(0);
    }

    @Test
    void nothingSeriousKeepsAnybodyOut() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            Page page = chromium.page(options -> options.setColorScheme(scheme));
            for (String path : List.of(
                    "/",
                    "/?phase=PENDING",
                    "/releases/shop/promoted",
                    "/releases/shop/aborted",
                    "/releases/shop/progressing",
                    "/releases/shop/held",
                    "/releases/shop/nothing")) {
                page.navigate(url(path));
                if (page.locator("[data-charts]").count() > 0 && !path.endsWith("held")) {
                    charts(page);
                    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })");
                }
                assertThat(Chromium.barriers(page)).as("%s in %s", path, scheme).isEmpty();
            }
            page.context().close();
        }
        // The page that is not there is one that was looked for.
        assertThat(chromium.complaints()).allMatch(complaint -> complaint.contains("404"));
    }
}
