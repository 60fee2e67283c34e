package io.serinus.report;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark. */
final class Parameters {
    private static final String CONTINUE = "continue";

    private Parameters() {}

    /**
     * Lets only these pass, each at most once: one that is misspelt would otherwise ask for everything.
     *
     * @throws ProblemException that names every other one
     */
    @SafeVarargs
    static void require(UriInfo uri, List<String>... known) throws ProblemException {
        List<String> names = Stream.of(known).flatMap(List::stream).toList();
        MultivaluedMap<String, String> given = uri.getQueryParameters();
        var sentences = new ArrayList<String>();
        given.forEach((name, values) -> {
            if (!names.contains(name)) {
                sentences.add("The parameter \"" + Line.of(name) + "\" is not known, expected "
                        + (names.isEmpty() ? "none" : "one of " + String.join(", ", names)) + ".");
            } else if (values.size() > 1) {
                sentences.add("The parameter \"" + name + "\" is given " + values.size() + " times, expected once.");
            }
        });
        if (!sentences.isEmpty()) {
            throw new ProblemException(new Problem("Wrong parameter", 400, String.join(" ", sentences)));
        }
    }

    /**
     * The address of a part of what was asked for, as a path on this server.
     *
     * @param more what to continue with; null for the first part
     */
    static String address(String path, UriInfo uri, @Nullable String more) {
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        new TreeMap<>(uri.getQueryParameters()).forEach((name, values) -> {
            if (!name.equals(CONTINUE) && !values.getFirst().isBlank()) {
                query.add(encode(name) + "=" + encode(values.getFirst()));
            }
        });
        if (more != null) {
            query.add(CONTINUE + "=" + encode(more));
        }
        return path + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
