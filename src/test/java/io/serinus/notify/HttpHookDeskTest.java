package io.serinus.notify;

import static io.serinus.notify.Sample.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.serinus.release.HookAnswer;
import io.serinus.release.HookAnswer.Agreed;
import io.serinus.release.HookAnswer.Failed;
import io.serinus.release.HookAnswer.Held;
import io.serinus.release.HookAnswer.Vetoed;
import io.serinus.release.HookCall;
import io.serinus.release.Release;
import io.serinus.template.Hook;
import io.serinus.template.Hook.SecretKey;
import io.serinus.template.Hook.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real server. */
class HttpHookDeskTest {
    private final HttpServer server;
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> headers = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Threads threads = new Threads(4, 4);
    private final HttpHookDesk desk;
    private volatile Answer answer = exchange -> reply(exchange, 200, "");

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    HttpHookDeskTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            var sent = exchange.getRequestHeaders();
            headers.add(sent.getFirst("Serinus-Id") + " " + sent.getFirst("Serinus-Timestamp") + " "
                    + sent.getFirst("Serinus-Signature"));
            answer.to(exchange);
            exchange.close();
        });
        server.start();
        var allowed = AllowedHosts.of(List.of("127.0.0.1:" + server.getAddress().getPort()));
        desk = new HttpHookDesk(
                allowed,
                new HttpPost(allowed, (_, _) -> "change-me".getBytes(StandardCharsets.UTF_8), now::get),
                threads,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), () -> 0.5),
                now::get,
                () -> true,
                CallListener.none(),
                () -> {});
    }

    @AfterEach
    void close() {
        end.countDown();
        threads.close();
        server.stop(0);
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Hook hook(Duration timeout, int retries) {
        return Sample.hook(
                Stage.BEFORE_STEP,
                "http://127.0.0.1:" + server.getAddress().getPort() + "/check?token=hidden",
                timeout,
                retries);
    }

    private HookAnswer asked(Hook hook) {
        Release release = Sample.release(List.of(hook), List.of());
        var call = new HookCall(hook, Optional.of(1));
        desk.ask(release, call);
        desk.ask(release, call);
        return await().until(() -> desk.answers(release.id()).get(call.key()), found -> found != null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 |                                             | go",
                "204 |                                             | go",
                "200 | OK                                          | go",
                "200 | {\"decision\": \"go\"}                      | go",
                "201 | {\"decision\": \"hold\", \"message\": \"w\"} | hold",
                "200 | {\"decision\": \"veto\", \"message\": \"n\"} | veto",
                "403 | {\"decision\": \"veto\"}                    | veto",
                "403 | no                                          | failed",
                "202 |                                             | hold",
                "409 |                                             | hold",
                "423 | {\"message\": \"locked\"}                   | hold",
                "425 |                                             | hold",
                "409 | {\"decision\": \"go\"}                      | failed",
                "200 | {\"decision\": \"reject\"}                  | failed",
                "200 | {\"decision\": \"veto\"                     | failed",
                "404 |                                             | failed",
                "500 | {\"decision\": \"go\"}                      | failed",
                "302 |                                             | failed"
            })
    void understandsAnswers(int status, String body, String meaning) {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            reply(exchange, status, body == null ? "" : body);
        };

        assertThat(asked(hook(Duration.ofSeconds(20), 0)))
                .isInstanceOf(
                        switch (meaning) {
                            case "go" -> Agreed.class;
                            case "hold" -> Held.class;
                            case "veto" -> Vetoed.class;
                            default -> Failed.class;
                        });
        assertThat(bodies).as("asked once, redirects not followed").hasSize(1);
    }

    @Test
    void sendsWhatTheSchemaSaysWithItsId() throws IOException {
        asked(hook(Duration.ofSeconds(20), 0));

        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schemas/hook.schema.json")));
        assertThat(schema.validate(bodies.element(), InputFormat.JSON)).isEmpty();
        assertThat(headers.element())
                .isEqualTo("shop/checkout-v2-1/2026-01-01T00:00:00Z/before-step/1/smoke null null");
        String page = Files.readString(Path.of("docs/hooks.md"));
        String example = page.substring(page.indexOf("```json\n") + 8, page.indexOf("```\n\nThe `id`"));
        assertThat(schema.validate(example, InputFormat.JSON)).isEmpty();
    }

    @Test
    void signsTimeAndBody() {
        Hook plain = hook(Duration.ofSeconds(20), 0);
        asked(new Hook(
                plain.name(),
                plain.on(),
                plain.gate(),
                plain.url(),
                plain.timeout(),
                plain.retries(),
                plain.onFailure(),
                Optional.of(new SecretKey("s", "k"))));

        long time = T0.getEpochSecond();
        byte[] key = "change-me".getBytes(StandardCharsets.UTF_8);
        assertThat(headers.element())
                .endsWith(time + " " + Signature.of(key, time, bodies.element().getBytes(StandardCharsets.UTF_8)));
    }

    /** The page's own example, by openssl. */
    @Test
    void signsAsThePageSays() throws IOException {
        byte[] body = "{\"version\":\"serinus.io/hook/v1\",\"stage\":\"beforeStep\"}".getBytes(StandardCharsets.UTF_8);
        String signature = Signature.of("change-me".getBytes(StandardCharsets.UTF_8), 1767225600, body);

        assertThat(Files.readString(Path.of("docs/hooks.md")))
                .contains("'1767225600." + new String(body, StandardCharsets.UTF_8) + "'")
                .contains("\n# " + signature.substring("sha256=".length()) + "\n");
    }

    @Test
    void triesAgainAsOftenAsAllowedAndSaysNothingOfTheUrl() {
        answer = exchange -> reply(exchange, 503, "");

        assertThat(asked(hook(Duration.ofSeconds(20), 2))).isEqualTo(new Failed("It answered HTTP 503."));
        assertThat(bodies).hasSize(3);
        assertThat(headers.stream().distinct()).hasSize(1);
    }

    @Test
    void doesNotWaitForASlowAnswerNorReadAHugeOne() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        };
        assertThat(asked(hook(Duration.ofMillis(300), 0)))
                .isEqualTo(new Failed("There was no complete answer within 300 ms."));
        answer = exchange -> reply(exchange, 200, "x".repeat(1 << 20));
        desk.forget(Sample.release(List.of(), List.of()).id());
        assertThat(asked(hook(Duration.ofSeconds(20), 0)))
                .isEqualTo(new Failed("Its answer is larger than 65536 bytes."));
    }

    @Test
    void asksAgainAfterAHoldAndNotAfterAYes() {
        answer = exchange -> reply(exchange, 423, "{\"message\": \"not\\n\\u0007 yet\\u202e\"}");
        Hook hook = hook(Duration.ofSeconds(20), 0);
        Release release = Sample.release(List.of(hook), List.of());
        assertThat(asked(hook)).isEqualTo(new Held("not yet"));
        answer = exchange -> reply(exchange, 200, "");
        asked(hook);
        assertThat(bodies).hasSize(1);
        now.updateAndGet(time -> time.plus(HttpHookDesk.AGAIN));
        desk.ask(release, new HookCall(hook, Optional.of(1)));
        await().until(() -> desk.answers(release.id()).containsValue(new Agreed()));
        now.updateAndGet(time -> time.plus(HttpHookDesk.AGAIN));
        asked(hook);
        assertThat(bodies).hasSize(2);
    }
}
