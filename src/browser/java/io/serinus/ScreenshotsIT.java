package io.serinus;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.serinus.browser.Chromium;
import io.serinus.testbed.ControllerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of the demo's pages: into docs/images with {@code -Dscreenshots.write=true}, else into target. */
class ScreenshotsIT {
    private static final Path DOCS = Path.of("docs", "images");
    private static final List<String> PICTURES =
            List.of("list", "promoted", "aborted", "aborted-dark", "aborted-phone");

    @Test
    void takesPicturesOfAPromotedAndAnAbortedRelease() throws IOException, InterruptedException {
        boolean isWritten = Boolean.getBoolean("screenshots.write");
        Path folder = Files.createDirectories(isWritten ? DOCS : Path.of("target", "screenshots"));
        int port = freePort();
        URI url = URI.create("http://localhost:" + port);
        Process demo = demo(port);
        try (var chromium = Chromium.launch()) {
            awaitEnd(url);
            Page page = chromium.page(options -> options.setViewportSize(1280, 520));
            page.navigate(url.toString());
            assertThat(page.locator("tbody tr")).hasCount(2);
            picture(page, folder, "list");
            page.setViewportSize(1280, 1500);
            page.navigate(url + "/releases/shop/checkout-v2-1");
            picture(page, folder, "promoted");
            page.navigate(url + "/releases/shop/payments-v2-1");
            picture(page, folder, "aborted");
            Page dark =
                    chromium.page(options -> options.setViewportSize(1280, 1500).setColorScheme(ColorScheme.DARK));
            dark.navigate(url + "/releases/shop/payments-v2-1");
            picture(dark, folder, "aborted-dark");
            Page phone = chromium.page(options -> options.setViewportSize(360, 1400));
            phone.navigate(url + "/releases/shop/payments-v2-1");
            Chromium.fits(phone);
            picture(phone, folder, "aborted-phone");
            assertThat(chromium.complaints()).isEmpty();
        } finally {
            demo.destroyForcibly().waitFor();
        }
        assertThat(PICTURES)
                .allSatisfy(name -> assertThat(DOCS.resolve(name + ".png")).isNotEmptyFile());
    }

    private static void picture(Page page, Path folder, String name) {
        if (page.locator("[data-charts]").count() > 0) {
            assertThat(page.locator("figure.chart")).not().hasCount(0);
            page.waitForFunction("[...document.querySelectorAll('canvas')].every((canvas) =>"
                    + " canvas.getBoundingClientRect().right <= innerWidth)");
        }
        page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png")));
    }

    private static void awaitEnd(URI url) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> {
                    try (InputStream answer =
                            url.resolve("/api/v1/releases").toURL().openStream()) {
                        JsonNode releases = new JsonMapper().readTree(answer).path("releases");
                        return releases.size() == 2
                                && releases.findValuesAsText("outcome").stream().noneMatch("null"::equals);
                    }
                });
    }

    private static Process demo(int port) throws IOException {
        var command = new ArrayList<>(ControllerProcess.serinus());
        command.addAll(List.of("demo", "--port", Integer.toString(port), "--speed", "60"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Files.createDirectories(Path.of("target", "testbed"))
                        .resolve("screenshots-demo.log")
                        .toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
