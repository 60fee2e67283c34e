package io.serinus.report;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A client of the stream of events, over HTTP as any other. */
final class Listening implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final HttpResponse<Stream<String>> response;

    private Listening(HttpRequest request) throws IOException, InterruptedException {
        response = http.send(request, BodyHandlers.ofLines());
        Thread.ofVirtual().start(() -> {
            try (Stream<String> body = response.body()) {
                body.forEach(lines::add);
            } catch (RuntimeException e) {
                lines.add("closed");
            }
        });
    }

    /**
     * Listens from now on.
     *
     * @param headers names and values in turn
     */
    static Listening to(URI url, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url).header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        var listening = new Listening(request.build());
        if (listening.response.statusCode() == 200) {
            await().until(() -> listening.lines.contains(""));
        }
        return listening;
    }

    HttpResponse<?> response() {
        return response;
    }

    /** What was read so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The data of the events of that name so far. */
    List<String> data(String event) {
        List<String> read = lines();
        var found = new ArrayList<String>();
        for (int i = 0; i + 1 < read.size(); i++) {
            if (read.get(i).equals("event: " + event)) {
                found.add(read.get(i + 1).substring("data: ".length()));
            }
        }
        return found;
    }

    /** The id that the client would come back with. */
    String lastId() {
        return lines().stream()
                .filter(line -> line.startsWith("id: "))
                .reduce((_, last) -> last)
                .orElseThrow()
                .substring("id: ".length());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
