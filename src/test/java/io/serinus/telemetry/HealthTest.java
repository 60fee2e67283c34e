package io.serinus.telemetry;

import static io.restassured.RestAssured.when;
import static io.serinus.report.ReleaseFixture.START;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.serinus.report.ReportProfile;
import io.serinus.report.SetClock;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The probes over a life of the loop; a profile of its own gives it an application that has not started. */
@QuarkusTest
@TestProfile(HealthTest.Fresh.class)
class HealthTest {
    private static final Duration LIMIT = LivenessLimit.DEFAULT.duration();

    @Inject
    LoopStatus status;

    @Inject
    SetClock clock;

    @Test
    void followsTheLoopFromStartToEnd() {
        check("started", "start-up", "DOWN");
        check("ready", "caches", "DOWN").body(data("caches", "reason"), containsString("not filled yet"));
        check("live", "loop", "UP");

        clock.set(START);
        status.started();
        check("started", "start-up", "UP");
        status.ready(true);
        check("ready", "caches", "UP").body(data("caches", "role"), equalTo("standby"));

        clock.set(START.plus(LIMIT));
        check("live", "loop", "UP");
        clock.set(START.plus(LIMIT).plusMillis(1));
        check("live", "loop", "DOWN")
                .body(
                        data("loop", "reason"),
                        equalTo("The loop has not gone round since " + START + ", the limit is 120 s."));

        status.tick(START.plus(LIMIT));
        check("live", "loop", "UP").body(data("loop", "lastTick"), equalTo("2026-03-01T12:02:00Z"));
        clock.set(START.plus(LIMIT).plus(LIMIT).plusMillis(1));
        check("live", "loop", "DOWN");

        status.leader(true);
        status.source("default", false, "Prometheus does not answer.");
        check("ready", "caches", "UP")
                .body(data("caches", "role"), equalTo("leader"))
                .body(data("caches", "metricsBackend"), equalTo("Prometheus does not answer."));
        status.source("default", true, "ignored");
        check("ready", "caches", "UP").body(data("caches", "metricsBackend"), equalTo("ok"));
        status.ready(false);
        check("ready", "caches", "DOWN");
    }

    private static ValidatableResponse check(String probe, String name, String expected) {
        return when().get("/q/health/" + probe)
                .then()
                .body("checks.find { it.name == '" + name + "' }.status", equalTo(expected))
                .statusCode(expected.equals("UP") ? 200 : 503);
    }

    private static String data(String check, String key) {
        return "checks.find { it.name == '" + check + "' }.data." + key;
    }

    /** The same beans, another application. */
    public static class Fresh extends ReportProfile {}
}
