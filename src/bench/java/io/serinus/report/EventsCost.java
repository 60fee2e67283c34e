package io.serinus.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.management.OperatingSystemMXBean;
import io.serinus.analysis.Explanation;
import io.serinus.analysis.Explanation.Range;
import io.serinus.analysis.Judgement;
import io.serinus.analysis.Judgement.BadOfTotal;
import io.serinus.analysis.Judgement.MetricEvidence;
import io.serinus.analysis.Verdict;
import io.serinus.metric.Target;
import io.serinus.metric.Version;
import io.serinus.release.Plan;
import io.serinus.release.Release;
import io.serinus.release.ReleaseId;
import io.serinus.release.Request;
import io.serinus.release.State;
import io.serinus.report.EventClient.Wish;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Original;
import io.serinus.routing.Pair;
import io.serinus.simulation.SimulatedCluster;
import io.serinus.template.AnalysisTemplate;
import io.serinus.template.Margin;
import io.serinus.template.Metric;
import io.serinus.template.Policies;
import io.serinus.template.Risk;
import io.serinus.template.Role;
import io.serinus.template.Step;
import io.serinus.template.Tolerance;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * What listeners cost a controller of 1,000 releases that all change at every tick of 5 s: processor time and heap, as rows
 * of the table in docs/performance.md. The listeners are another process. Nothing else of the controller runs.
 */
public final class EventsCost {
    private static final int RELEASES = 1_000;
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int TICKS = 6;
    private static final String CLIENT = "client";
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final SimulatedCluster store = new SimulatedCluster();
    private final AtomicInteger listeners = new AtomicInteger();
    private int tick;

    private EventsCost() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals(CLIENT)) {
            listen(Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
            return;
        }
        new EventsCost().measure();
        System.exit(0);
    }

    private void measure() throws Exception {
        for (int i = 0; i < RELEASES; i++) {
            store.create(release(i));
        }
        ObjectMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
        var hub = new EventHub(store, json, new EventSettings(1_000));
        int port = serve(hub);
        // What is compiled only now is not to be counted.
        row(port, 200, "all releases");
        System.out.println();
        System.out.println("| listeners | each hears of | ms of processor per tick | kB sent per tick | heap, MB |");
        System.out.println("| ---: | --- | ---: | ---: | ---: |");
        row(port, 0, "nothing");
        row(port, 1, "all releases");
        row(port, 200, "one release");
        row(port, 200, "all releases");
    }

    private void row(int port, int count, String what) throws Exception {
        Process clients = count == 0 ? null : start(port, count, what);
        while (listeners.get() < count) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        change();
        TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
        long before = SYSTEM.getProcessCpuTime();
        long sent = 0;
        for (int i = 0; i < TICKS; i++) {
            change();
            TimeUnit.MILLISECONDS.sleep(TICK.toMillis());
        }
        long spent = (SYSTEM.getProcessCpuTime() - before) / TICKS;
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        if (clients != null) {
            clients.getOutputStream().close();
            sent = Long.parseLong(new String(clients.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    / (TICKS + 1);
            clients.waitFor();
        }
        System.out.printf(
                Locale.ROOT, "| %d | %s | %.0f | %,d | %.1f |%n", count, what, spent / 1e6, sent / 1000, heap / 1e6);
        while (listeners.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Every release has a new judgement. */
    private void change() {
        tick++;
        for (Release release : store.all()) {
            store.save(release.with(judgement(tick), Optional.of(START)));
        }
    }

    private int serve(EventHub hub) throws Exception {
        var server = Vertx.vertx().createHttpServer().requestHandler(request -> {
            var client = new EventClient(request, new Wish(null, request.getParam("name")));
            request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
            request.response().closeHandler(_ -> {
                hub.leave(client);
                listeners.decrementAndGet();
            });
            hub.enter();
            hub.listen(client, Optional.empty());
            listeners.incrementAndGet();
        });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
    }

    private static Process start(int port, int count, String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EventsCost.class.getName(),
                        CLIENT,
                        Integer.toString(port),
                        Integer.toString(count),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Listens until the input ends, then prints how many bytes came. */
    private static void listen(int port, int count, String what) throws Exception {
        var bytes = new LongAdder();
        var ended = new CountDownLatch(count);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            String query = what.equals("one release") ? "?name=r" + i : "";
            socket.getOutputStream()
                    .write(("GET /" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            Thread.ofVirtual().start(() -> {
                read(socket, bytes);
                ended.countDown();
            });
        }
        System.in.read();
        for (Socket socket : sockets) {
            socket.close();
        }
        ended.await();
        System.out.println(bytes.sum());
    }

    private static void read(Socket socket, LongAdder bytes) {
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = socket.getInputStream()) {
            int length = in.read(buffer);
            while (length >= 0) {
                bytes.add(length);
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // Closed by us.
            return;
        }
    }

    private static Release release(int number) {
        var id = new ReleaseId("shop", "r" + number);
        var request = new Request("cart-" + number, "v2", Optional.empty(), "default", List.of(), Map.of());
        return Release.requested(id, request, START)
                .with(new State.Progressing(plan(number), 0, START, Optional.of(START), Optional.empty()))
                .with(judgement(0), Optional.of(START));
    }

    private static Plan plan(int number) {
        String host = "cart-" + number + ".shop.svc.cluster.local";
        return new Plan(
                "cart-" + number,
                new Pair(new Endpoint(host, "v1"), new Endpoint(host, "v2")),
                new Target(new Version(host, "v1"), new Version(host, "v2")),
                new Original(List.of()),
                template(),
                Map.of(),
                List.of());
    }

    private static AnalysisTemplate template() {
        var tolerance = new Tolerance(0.2, 0.0002);
        var margin = new Margin(0.25, 0.005);
        return new AnalysisTemplate(
                "default",
                TICK,
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                Risk.DEFAULT,
                List.of(
                        Metric.ErrorRate.of("errors", 3, tolerance, margin, new Tolerance(1, 0.2)),
                        Metric.Latency.of("latency", 1, tolerance, margin, List.of(250.0, 1000.0))),
                IntStream.of(5, 10, 25, 50)
                        .mapToObj(weight -> Step.weight(weight, Duration.ofMinutes(10), 100))
                        .toList(),
                Policies.DEFAULT);
    }

    private static Judgement judgement(int tick) {
        return new Judgement(
                Verdict.UNDECIDED,
                "not yet: errors (evidence 3 of 20) and latency (evidence 5 of 20)",
                new Judgement.Evidence(
                        tick * 0.001, 2, 1000L + tick, List.of(metric("errors", tick), metric("latency", tick))),
                List.of());
    }

    private static MetricEvidence metric(String name, int tick) {
        var range = new Range(0.4, 1.2 + tick * 0.001, 3.1);
        var explanation = new Explanation(
                Optional.of(range),
                Optional.of(range),
                Optional.of(range),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Explanation.Outlook(OptionalLong.of(12_000), OptionalLong.empty(), "Passes after more requests."));
        return new MetricEvidence(
                name,
                Role.CRITICAL,
                Verdict.UNDECIDED,
                "canary 17 of 13,435 requests failed (0.13 %), baseline 57 of 53,643 (0.11 %)",
                new BadOfTotal(57, 53_643L + tick),
                new BadOfTotal(17, 13_435L + tick),
                tick * 0.001,
                0.5,
                1.3,
                Optional.of(explanation));
    }
}
