package io.serinus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The demo as a user runs it: the package, in a process of its own. */
class DemoIT {
    private static final Pattern REPORT = Pattern.compile("Report: (http://localhost:\\d+)");

    private static Process demo(String... arguments) throws IOException {
        Path jar = Path.of(System.getProperty("testbed.package", "target/quarkus-app"), "quarkus-run.jar");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString(), "demo"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void promotesTheGoodCanaryAndAbortsTheBadOne() throws Exception {
        Process demo = demo("--exit", "--port", "0", "--speed", "60");
        var printed = new StringBuilder();
        String reported = "";
        try (BufferedReader output = demo.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                printed.append(line).append('\n');
                Matcher address = REPORT.matcher(printed);
                if (reported.isEmpty() && line.contains("WeightInForce") && address.find()) {
                    reported = get(address.group(1) + "/api/v1/releases");
                }
            }
        }
        assertThat(demo.waitFor()).as(printed.toString()).isZero();
        assertThat(printed)
                .containsPattern("shop/checkout-v2-1: PROMOTED\\n  All steps passed")
                .containsPattern("shop/payments-v2-1: ABORTED\\n  .*errors: canary \\d+ of [\\d,]+ requests failed")
                .contains("step 4/4, weight 50 %")
                .containsPattern("subset: v2\\n +weight: 100")
                .containsPattern("subset: v2\\n +weight: 0");
        assertThat(reported).contains("checkout-v2-1", "payments-v2-1", "PROGRESSING");
    }

    private static String get(String address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
