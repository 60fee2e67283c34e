package io.serinus.telemetry;

import static io.restassured.RestAssured.given;
import static io.serinus.report.ReleaseFixture.START;
import static io.serinus.report.ReleaseFixture.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.serinus.analysis.Verdict;
import io.serinus.release.Outcome;
import io.serinus.release.Trouble;
import io.serinus.report.FakeReleaseStore;
import io.serinus.report.ReportProfile;
import io.serinus.testbed.Promtool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ReportProfile.class)
class MetricsResourceTest {
    private static final String TEXT = "text/plain";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final Pattern SAMPLE =
            Pattern.compile("[a-z_0-9]+(\\{([a-z_]+=\"([^\"\\\\]|\\\\.)*\",?)*})? (-?[0-9.]+(E-?[0-9]+)?|NaN|[+-]Inf)");

    @Inject
    FakeReleaseStore store;

    @Inject
    ControllerMetrics controller;

    @Inject
    BackendMetrics backends;

    @BeforeEach
    void fill() {
        store.holds(
                release("shop", "cart-1", "cart").ended(Outcome.PROMOTED, "All passed."),
                release("shop", "cart-2", "cart")
                        .createdAt(START.plusSeconds(9))
                        .progressing(1),
                release("shop", "pay-1", "pay").held(Trouble.Kind.NO_DATA, "No requests."));
    }

    @Test
    void showsReleasesAsTheyAreWhenScraped() {
        assertThat(scrape(TEXT))
                .contains("serinus_releases{phase=\"PROGRESSING\"} 2.0", "serinus_releases{phase=\"PENDING\"} 0.0")
                .contains("serinus_release_weight_ratio{namespace=\"shop\",virtualservice=\"cart\"} 0.25")
                .contains("serinus_release_evidence_against_log10{namespace=\"shop\",virtualservice=\"cart\"} 1.7259")
                .contains("serinus_release_held{kind=\"NO_DATA\",namespace=\"shop\",virtualservice=\"pay\"} 1.0")
                .contains("release=\"cart-2\"")
                .contains(
                        "serinus_release_metric_ratio{metric=\"errors\",namespace=\"shop\",virtualservice=\"cart\"} 4.86")
                .contains(
                        "serinus_release_metric_ratio_low{metric=\"errors\",namespace=\"shop\",virtualservice=\"cart\"} 1.2")
                .doesNotContain("release=\"cart-1\"", "serinus_release_metric_ratio_high{", "ratio{metric=\"latency\"");

        store.holds();

        assertThat(scrape(TEXT))
                .contains("serinus_releases{phase=\"PROGRESSING\"} 0.0")
                .doesNotContain("serinus_release_weight_ratio{");
    }

    @Test
    void countsWhatTheControllerSays() {
        double ticks = sample("serinus_ticks_total");
        double failures = sample("serinus_source_failures_total");
        double aborted = sample("serinus_releases_ended_total{outcome=\"ABORTED\"}");
        double seconds = sample("serinus_tick_duration_seconds_sum");

        double steps = sample("serinus_steps_entered_total");
        double undecided = sample("serinus_verdicts_total{verdict=\"UNDECIDED\"}");
        double took = sample("serinus_release_duration_seconds_sum{outcome=\"ABORTED\"}");
        double count = sample("serinus_release_duration_seconds_count{outcome=\"ABORTED\"}");

        controller.tickFinished(Duration.ofMillis(1500), 7, START);
        controller.judged(Verdict.UNDECIDED, START.plusSeconds(15));
        controller.stepsEntered(2);
        controller.sourceFailed();
        controller.releaseEnded(Outcome.ABORTED, Optional.of(Duration.ofMinutes(7)));
        controller.releaseEnded(Outcome.CANCELLED, Optional.empty());
        controller.routingWrite("conflict");
        controller.leader(true);

        assertThat(sample("serinus_ticks_total")).isEqualTo(ticks + 1);
        assertThat(sample("serinus_tick_duration_seconds_sum")).isEqualTo(seconds + 1.5);
        assertThat(sample("serinus_tick_releases")).isEqualTo(7);
        assertThat(sample("serinus_source_failures_total")).isEqualTo(failures + 1);
        assertThat(sample("serinus_releases_ended_total{outcome=\"ABORTED\"}")).isEqualTo(aborted + 1);
        assertThat(sample("serinus_routing_writes_total{result=\"conflict\"}")).isPositive();
        assertThat(sample("serinus_steps_entered_total")).isEqualTo(steps + 2);
        assertThat(sample("serinus_verdicts_total{verdict=\"UNDECIDED\"}")).isEqualTo(undecided + 1);
        assertThat(sample("serinus_last_tick_timestamp_seconds")).isEqualTo(START.getEpochSecond());
        assertThat(sample("serinus_last_verdict_timestamp_seconds")).isEqualTo(START.getEpochSecond() + 15);
        assertThat(sample("serinus_release_duration_seconds_sum{outcome=\"ABORTED\"}"))
                .isEqualTo(took + 420);
        assertThat(sample("serinus_release_duration_seconds_count{outcome=\"ABORTED\"}"))
                .isEqualTo(count + 1);
        assertThat(sample("serinus_release_duration_seconds_count{outcome=\"CANCELLED\"}"))
                .as("one that never began took no time")
                .isZero();
        assertThat(sample("serinus_leader")).isEqualTo(1);
        controller.leader(false);
        assertThat(sample("serinus_leader")).isZero();
    }

    @Test
    void tellsHowFarReleasesHaveCome() {
        String cart = "{namespace=\"shop\",virtualservice=\"cart\"} ";
        String created = Double.toString(START.getEpochSecond() + 9.0);

        assertThat(scrape(TEXT))
                .contains("serinus_release_requested_timestamp_seconds" + cart + created)
                .contains("serinus_release_step" + cart + "2.0", "serinus_release_steps" + cart + "3.0")
                .contains("serinus_release_step_entered_timestamp_seconds" + cart)
                .contains(
                        "serinus_release_verdict{namespace=\"shop\",verdict=\"UNDECIDED\",virtualservice=\"cart\"} 1.0")
                .contains("serinus_release_step_canary_requests" + cart + "1234.0")
                .contains("serinus_release_requests_per_second" + cart + "41.266")
                .contains("serinus_release_promotion_expected_timestamp_seconds" + cart)
                .contains(
                        "serinus_release_metric_bad_ratio{metric=\"errors\",namespace=\"shop\",version=\"baseline\",virtualservice=\"cart\"} 5.0E-4")
                .contains(
                        "serinus_release_metric_evidence_promote_at_log10{metric=\"errors\",namespace=\"shop\",virtualservice=\"cart\"} 1.30103")
                .doesNotContain(
                        "serinus_release_promotion_expected_timestamp_seconds{namespace=\"shop\",virtualservice=\"pay\"}",
                        "serinus_release_metric_bad_ratio{metric=\"latency\"");
    }

    @Test
    void promtoolFindsNothingToComplainOf() {
        controller.releaseEnded(Outcome.PROMOTED, Optional.of(Duration.ofMinutes(20)));
        backends.begin("mimir", List.of("TIMEOUT"));
        backends.asked("mimir", Duration.ofMillis(1500), 2048);
        backends.lagged("mimir", Duration.ofMillis(750));
        backends.sampleAge("mimir", Duration.ofSeconds(15));
        backends.identified("mimir", "mimir", "2.15.0");

        Promtool.checkMetrics(scrape(TEXT));
    }

    @Test
    void tellsHowABackendDoes() {
        backends.begin("mimir", List.of("TIMEOUT", "CREDENTIALS"));

        assertThat(scrape(TEXT))
                .contains("serinus_backend_queries_total{backend=\"mimir\"} 0.0")
                .contains("serinus_backend_query_failures_total{backend=\"mimir\",kind=\"CREDENTIALS\"} 0.0");

        backends.asked("mimir", Duration.ofMillis(1500), 2048);
        backends.asked("mimir", Duration.ofMillis(500), 0);
        backends.failed("mimir", "TIMEOUT");
        backends.retried("mimir");
        backends.lagged("mimir", Duration.ofMillis(750));
        backends.sampleAge("mimir", Duration.ofMillis(14_900));
        backends.sampleAge("edge", Duration.ofMillis(14_900));
        backends.sampleAgeUnknown("edge");
        backends.identified("mimir", "unknown", "");
        backends.identified("mimir", "mimir", "2.15.0");

        assertThat(scrape(TEXT))
                .contains("serinus_backend_queries_total{backend=\"mimir\"} 2.0")
                .contains("serinus_backend_received_bytes_total{backend=\"mimir\"} 2048.0")
                .contains("serinus_backend_query_duration_seconds_sum{backend=\"mimir\"} 2.0")
                .contains("serinus_backend_query_failures_total{backend=\"mimir\",kind=\"TIMEOUT\"} 1.0")
                .contains("serinus_backend_query_retries_total{backend=\"mimir\"} 1.0")
                .contains("serinus_backend_lag_seconds{backend=\"mimir\"} 0.75")
                .contains("serinus_backend_sample_age_seconds{backend=\"mimir\"} 14.9")
                .doesNotContain("serinus_backend_sample_age_seconds{backend=\"edge\"}")
                .contains("serinus_backend_info{backend=\"mimir\",flavor=\"mimir\",version=\"2.15.0\"} 1")
                .doesNotContain("flavor=\"unknown\"");
    }

    @Test
    void speaksTheFormatThatIsAskedFor() {
        given().accept(OPEN_METRICS)
                .when()
                .get("/metrics")
                .then()
                .statusCode(200)
                .header("Content-Type", org.hamcrest.Matchers.startsWith("application/openmetrics-text; version=1.0.0"))
                .body(org.hamcrest.Matchers.endsWith("# EOF\n"))
                .body(org.hamcrest.Matchers.containsString("# TYPE serinus_release info"));
        given().accept(TEXT)
                .when()
                .get("/metrics")
                .then()
                .statusCode(200)
                .header("Content-Type", org.hamcrest.Matchers.startsWith("text/plain; version=0.0.4"))
                .body(org.hamcrest.Matchers.containsString("# TYPE serinus_release_info gauge"));
        given().when().get("/metrics").then().statusCode(200);
    }

    @Test
    void everyLineIsACommentOrASample() {
        assertThat(scrape(TEXT).lines().filter(line -> !line.startsWith("# ")))
                .allMatch(line -> SAMPLE.matcher(line).matches());
    }

    @Test
    void keepsOneReleaseForEachVirtualServiceWhereTwoAreUnderWay() {
        store.holds(
                release("shop", "cart-1", "cart").returning(Outcome.SUPERSEDED, "v3 came."),
                release("shop", "cart-2", "cart")
                        .createdAt(START.plusSeconds(9))
                        .pending("Waiting for cart-1."));

        assertThat(scrape(TEXT))
                .contains("release=\"cart-1\"", "phase=\"ABORTING\"")
                .doesNotContain("release=\"cart-2\"");
    }

    @Test
    void escapesWhateverUsersWrote() {
        store.holds(release("shop", "cart-1", "cart").canary("v2\"\n evil 1").progressing(0));

        assertThat(scrape(TEXT)).contains("canary=\"v2\\\"\\n evil 1\"");
    }

    private static double sample(String series) {
        return scrape(TEXT)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static String scrape(String accept) {
        return given().accept(accept)
                .when()
                .get("/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
