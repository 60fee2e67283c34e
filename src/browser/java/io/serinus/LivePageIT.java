package io.serinus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.serinus.simulation.DemoScenario.CANARY;
import static io.serinus.simulation.DemoScenario.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.serinus.browser.Chromium;
import io.serinus.simulation.Behaviour;
import io.serinus.testbed.ControllerProcess;
import io.serinus.testbed.KubeApiServer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged controller, a real API server, a real Prometheus and a real browser. */
@ExtendWith(KubeApiServer.class)
class LivePageIT {
    private static final LocatorAssertions.ContainsTextOptions PATIENT =
            new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

    @Test
    void showsAReleaseFromItsStartToItsAbortWithoutBeingLoadedAgain(KubeApiServer api) {
        try (var stage = Stage.on(api).start();
                var chromium = Chromium.launch()) {
            stage.applyTemplate(
                    "default",
                    spec -> spec.put("steps", List.of(Map.of("weight", 30, "minDuration", "10m", "minRequests", 100))));
            ControllerProcess controller = stage.controller("first");
            Page page = chromium.page();
            page.navigate(controller.url().toString());
            assertThat(page.locator("main")).containsText("No release was found.");
            page.evaluate("window.loaded = 'once'");

            stage.annotate(CHECKOUT, CANARY);
            String name = stage.namespace() + "/checkout-v2-1";
            assertThat(page.locator("tbody")).containsText(name, PATIENT);
            assertThat(page.evaluate("window.loaded")).isEqualTo("once");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))
                    .click();
            page.evaluate("window.loaded = 'once'");
            assertThat(page.locator(".ladder [aria-current]")).containsText("30 %", PATIENT);
            Locator got = page.locator("#chart-traffic .key");
            assertThat(got).containsText(Pattern.compile("got [0-9]"), PATIENT);
            assertThat(page.locator("pre.diff .added").first()).containsText("weight", PATIENT);

            stage.canary(Behaviour.withErrorRatio(0.3));
            assertThat(page.locator(".standing")).containsText("aborted", PATIENT);
            assertThat(page.locator("#said")).containsText(name + ": aborted.");
            assertThat(page.locator(".reason")).containsText("errors: canary");
            assertThat(page.locator("#chart-against canvas")).isVisible();
            assertThat(page.locator("#chart-bad-0 canvas")).isVisible();
            assertThat(page.locator("#history ~ ol")).containsText("Ended: aborted");
            assertThat(page.evaluate("window.loaded")).isEqualTo("once");
            assertThat(chromium.complaints()).isEmpty();

            losesTheConnection(page, controller);
        }
    }

    private static void losesTheConnection(Page page, ControllerProcess controller) {
        page.navigate(controller.url().toString());
        assertThat(page.locator("html")).hasAttribute("data-live", "true");
        assertThat(page.locator("#connection")).isHidden();
        controller.kill();
        assertThat(page.locator("#connection")).containsText("Connection lost", PATIENT);
        assertThat(page.locator("tbody")).containsText("aborted");
    }
}
