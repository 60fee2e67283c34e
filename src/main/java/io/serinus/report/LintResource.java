package io.serinus.report;

import io.serinus.report.Linter.Answer;
import io.serinus.report.Linter.Wish;
import io.serinus.routing.CanaryName;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Looks at posted VirtualServices and AnalysisTemplates; changes nothing. */
@Path(LintResource.PATH)
class LintResource {
    static final String PATH = "/api/v1/lint";

    static final int LONGEST_BODY = 256 * 1024;

    static final Problem BUSY =
            new Problem("Busy", 429, "Too many objects are being looked at at once. Try again in a few seconds.");

    private static final List<String> PARAMETERS = List.of("namespace", "canary", "baseline");
    private static final List<String> TYPES = List.of("application/yaml", MediaType.APPLICATION_JSON);
    private static final String NAMESPACE = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

    /** Looking takes the processor that releases are judged with. */
    private static final int AT_ONCE = 2;

    private final Linter linter;
    private final Semaphore looking = new Semaphore(AT_ONCE);

    LintResource(Linter linter) {
        this.linter = linter;
    }

    @POST
    @NarrowedByNamespace
    @Consumes(MediaType.WILDCARD)
    public RestResponse<byte[]> lint(
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("canary") @Nullable String canary,
            @QueryParam("baseline") @Nullable String baseline,
            @Context UriInfo uri,
            @Context HttpHeaders request,
            byte[] body)
            throws ProblemException {
        Parameters.require(uri, PARAMETERS);
        requireType(request);
        Format format = Format.wanted(request, List.of(Format.JSON, Format.TEXT));
        Wish wish = wish(namespace, canary, baseline);
        String text = text(body == null ? new byte[0] : body);
        return switch (look(text, wish)) {
            case Answer.Looked(String json, String lines) -> answer(format == Format.JSON ? json : lines, format);
            case Answer.Unreadable(List<String> sentences) ->
                throw new ProblemException(new Problem("Not readable", 400, joined(sentences)));
            case Answer.Nothing(List<String> sentences) ->
                throw new ProblemException(new Problem(
                        "Nothing to look at",
                        422,
                        (joined(sentences)
                                        + " Expected a VirtualService or DestinationRule of networking.istio.io, or an"
                                        + " AnalysisTemplate.")
                                .strip()));
        };
    }

    private Answer look(String text, Wish wish) throws ProblemException {
        if (!looking.tryAcquire()) {
            throw new ProblemException(BUSY);
        }
        try {
            return linter.lint(text, wish);
        } finally {
            looking.release();
        }
    }

    private static RestResponse<byte[]> answer(String text, Format format) {
        return RestResponse.ResponseBuilder.ok(text.getBytes(StandardCharsets.UTF_8))
                .type(format == Format.JSON ? format.type() : format.type() + ";charset=UTF-8")
                .build();
    }

    /** Neither a form nor a script of another site can send these without asking first. */
    private static void requireType(HttpHeaders request) throws ProblemException {
        String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        String plain = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!TYPES.contains(plain)) {
            throw new ProblemException(new Problem(
                    "Neither YAML nor JSON",
                    415,
                    "Content-Type is " + (type == null ? "missing" : "\"" + Line.of(type) + "\"") + ", expected one of "
                            + String.join(", ", TYPES) + "."));
        }
    }

    private static Wish wish(@Nullable String namespace, @Nullable String canary, @Nullable String baseline)
            throws ProblemException {
        String where = ReleaseQuery.typed(namespace).orElse("default");
        if (!where.matches(NAMESPACE)) {
            throw new ProblemException(Problem.badParameter(
                    "namespace",
                    where,
                    "the name of a namespace: 1 to 63 lower-case letters, digits and -, the first and the last of them no"
                            + " -"));
        }
        Optional<String> wanted = version("canary", canary);
        Optional<String> serving = version("baseline", baseline);
        if (serving.isPresent() && wanted.isEmpty()) {
            throw new ProblemException(
                    Problem.badParameter("baseline", serving.get(), "none without the canary that is to be released"));
        }
        return new Wish(where, wanted, serving);
    }

    private static Optional<String> version(String parameter, @Nullable String value) throws ProblemException {
        Optional<String> typed = ReleaseQuery.typed(value);
        try {
            typed.ifPresent(CanaryName::parse);
            return typed;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badParameter(
                    parameter, typed.orElse(""), "a subset such as v2, or a service as host:reviews-v2"));
        }
    }

    private static String text(byte[] body) throws ProblemException {
        if (body.length > LONGEST_BODY) {
            throw new ProblemException(new Problem(
                    "Body too long",
                    413,
                    "The body has " + body.length + " bytes, expected at most " + LONGEST_BODY
                            + ". Use serinus lint for more."));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    new Problem("Not readable", 400, "The body is not UTF-8, expected YAML or JSON in it."));
        }
    }

    private static String joined(List<String> sentences) {
        return sentences.stream().map(sentence -> Line.whole(sentence) + ".").collect(Collectors.joining(" "));
    }
}
