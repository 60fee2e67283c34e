package io.serinus.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.serinus.release.State.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused (RFC 9457).
 *
 * @param title the kind of problem
 * @param status the HTTP status
 * @param detail a sentence about this one
 * @param phases the phases there are, where one was misspelt; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String title, int status, String detail, @Nullable List<Phase> phases) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem(String title, int status, String detail) {
        this(title, status, detail, null);
    }

    static Problem notFound(String namespace, String name) {
        return new Problem(
                "Release not found",
                404,
                "There is no release \"" + Line.of(name) + "\" in namespace \"" + Line.of(namespace)
                        + "\". Only the last releases of a VirtualService are kept; the list of releases shows which.",
                null);
    }

    /**
     * A parameter of the question that cannot be.
     *
     * @param expected what it could be
     */
    static Problem badParameter(String name, String value, String expected) {
        return new Problem("Wrong parameter", 400, name + " is \"" + Line.of(value) + "\", expected " + expected + ".");
    }

    /** A header Accept that names nothing that is there. */
    static Problem notAcceptable(String accept, List<String> offered) {
        return new Problem(
                "Not acceptable",
                406,
                "Accept is \"" + Line.of(accept) + "\", expected one of " + String.join(", ", offered) + ".");
    }

    static Problem unknownPhase(String phase) {
        return new Problem(
                "Unknown phase",
                400,
                "phase is \"" + Line.of(phase) + "\", expected one of "
                        + String.join(
                                ", ",
                                List.of(Phase.values()).stream()
                                        .map(Phase::name)
                                        .toList())
                        + ".",
                List.of(Phase.values()));
    }
}
