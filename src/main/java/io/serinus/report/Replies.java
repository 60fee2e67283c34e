package io.serinus.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** Answers that a reader may keep, and ask whether they still hold. */
@Singleton
class Replies {
    /** Who keeps an answer has to ask before showing it again; nobody keeps it for others. */
    private static final String CACHE_CONTROL = "private, no-cache";

    private static final int TAG_BYTES = 16;

    private final ObjectMapper json;

    Replies(ObjectMapper json) {
        this.json = json;
    }

    /** The document as JSON, or that the reader has it already. */
    RestResponse<byte[]> json(Object document, HttpHeaders request) {
        try {
            return of(json.writeValueAsBytes(document), MediaType.APPLICATION_JSON, request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for " + document.getClass(), e);
        }
    }

    /**
     * A text for people, or that the reader has it already.
     *
     * @param format not JSON
     */
    RestResponse<byte[]> text(List<Block> blocks, Format format, HttpHeaders request) {
        String text = format == Format.MARKDOWN ? Markdown.of(blocks) : PlainText.of(blocks);
        return of(text.getBytes(StandardCharsets.UTF_8), format.type() + ";charset=UTF-8", request);
    }

    /** The body, or that the reader has it already. */
    RestResponse<byte[]> of(byte[] body, String type, HttpHeaders request) {
        String tag = tag(body);
        boolean isKnown = isKnown(tag, request.getRequestHeader(HttpHeaders.IF_NONE_MATCH));
        var reply = isKnown
                ? RestResponse.ResponseBuilder.<byte[]>create(RestResponse.Status.NOT_MODIFIED)
                : RestResponse.ResponseBuilder.ok(body).type(type);
        return reply.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** The same for the same bytes, on every replica. */
    static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, TAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether one of those that the reader has is this one; a weak one serves as well (RFC 9110, 13.1.2). */
    private static boolean isKnown(String tag, List<String> headers) {
        // Our tags have no comma, so that one in another's tag does no harm.
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .anyMatch(given -> given.equals("*") || given.equals(tag) || given.equals("W/" + tag));
    }
}
