package io.serinus.report;

import static io.serinus.report.ReleaseFixture.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.serinus.release.AccessReview.Answer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where reading takes a token, every operation refuses as the description of the API says. */
@QuarkusTest
@TestProfile(AuthenticatedContractTest.Alone.class)
class AuthenticatedContractTest {
    /** A server of its own: after so many wrong tokens it hears nobody for long. */
    public static class Alone extends AuthenticatedProfile {}

    /** What whoever may not read is answered. */
    static final List<String> STATUSES = List.of("401", "403", "429", "501", "503");

    private static Instant now = START;

    @Inject
    FakeAccessReview access;

    @Inject
    SetClock clock;

    private final Contract contract;

    AuthenticatedContractTest() throws IOException {
        contract = new Contract();
    }

    @BeforeEach
    void fill() {
        forget();
        access.always = null;
        access.knows("nothing", "mallory", "nowhere");
    }

    @AfterEach
    void reset() {
        access.always = null;
    }

    private void forget() {
        now = now.plus(Duration.ofDays(1));
        clock.set(now);
    }

    @Test
    void everyOperationRefusesAsDescribed() throws IOException {
        for (String path : contract.paths()) {
            String method = contract.operation("GET", path).isPresent() ? "GET" : "POST";
            if (path.endsWith("/commands")) {
                continue;
            }
            var seen = new TreeSet<String>();
            seen.add(ask(method, path, "nothing"));
            seen.add(ask(method, path, "wrong"));
            for (int i = 0; i < 100; i++) {
                seen.add(ask(method, path, "wrong" + i));
            }
            forget();
            access.always = new Answer.Unsupported("No cluster here.");
            seen.add(ask(method, path, "some"));
            access.always = new Answer.Unanswered("Nobody answers.");
            seen.add(ask(method, path, "other"));
            access.always = null;
            forget();
            assertThat(seen).as(path).isEqualTo(Set.copyOf(STATUSES));
        }
    }

    private String ask(String method, String path, String token) throws IOException {
        String target = path.replace("{namespace}", "shop").replace("{name}", "cart-1");
        RawRequest.Answer answer =
                new RawRequest(method, target, Map.of("Authorization", "Bearer " + token), new byte[0]).send();
        contract.require(method, path, answer);
        return String.valueOf(answer.status());
    }
}
