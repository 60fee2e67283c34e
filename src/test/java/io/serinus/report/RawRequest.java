package io.serinus.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request that is sent as it is written, however wrong: a client's library would correct or refuse it.
 *
 * @param target the address as it stands in the first line, such as {@code /api/v1/releases?limit=%zz}
 */
record RawRequest(String method, String target, Map<String, String> headers, byte[] body) {
    static RawRequest of(String method, String target) {
        return new RawRequest(method, target, Map.of(), new byte[0]);
    }

    /**
     * What came back.
     *
     * @param headers by their names in lower case
     */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, UTF_8);
        }

        /** The media type without its parameters; empty if there is none. */
        String type() {
            return headers.getOrDefault("content-type", "")
                    .replaceFirst(";.*", "")
                    .strip();
        }
    }

    /** Sends it to the server under test. */
    Answer send() throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes());
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    /** Sends it, and hangs up after the head of the answer: a stream does not end. The body is empty. */
    Answer head() throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes());
            var head = new ByteArrayOutputStream();
            InputStream answer = socket.getInputStream();
            for (int next = answer.read(); next >= 0; next = answer.read()) {
                head.write(next);
                if (next == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                    break;
                }
            }
            return parse(head.toByteArray());
        }
    }

    private byte[] bytes() throws IOException {
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var all = new ByteArrayOutputStream();
        all.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        all.write(body);
        return all.toByteArray();
    }

    private static Answer parse(byte[] answer) throws IOException {
        String text = new String(answer, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer but \"" + text + "\"");
        }
        var headers = new TreeMap<String, String>();
        String[] lines = text.substring(0, end).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
        }
        byte[] body = text.substring(end + 4).getBytes(ISO_8859_1);
        return new Answer(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
    }
}
