package io.serinus.report;

import io.serinus.release.Reading;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those read who may, where reading is not open: stands before every resource that there is, also before those that
 * are added later, unless it has {@link PermitAll} or {@link ChecksAccessItself}.
 */
class ReadFilter {
    /** A little more than Kubernetes allows, such as the {@code -} of templates that belong to no namespace. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,253}");

    private static final Problem NO_SUCH_NAME = new Problem(
            "Not found",
            404,
            "The address has a name that no object can have, expected lower-case letters, digits, - and dots in it.");

    private final ReportAccess access;
    private final Readers readers;

    ReadFilter(ReportAccess access, Readers readers) {
        this.access = access;
        this.readers = readers;
    }

    /** Null lets the request pass. Asks on another thread: the one of an endpoint of events must not wait. */
    @ServerRequestFilter
    public @Nullable Uni<Response> filter(
            ContainerRequestContext request, ResourceInfo resource, HttpServerRequest connection) {
        Method method = resource.getResourceMethod();
        if (access == ReportAccess.OPEN || isExempt(method)) {
            return null;
        }
        String path = request.getUriInfo().getPath();
        if (!isNamed(request.getUriInfo().getPathParameters())) {
            return Uni.createFrom().item(answer(NO_SUCH_NAME, path));
        }
        String token = BearerToken.of(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        Reading reading = reading(request, method);
        if (readers.isKnown(token, reading)) {
            return null;
        }
        var peer = connection.remoteAddress();
        String address = peer == null ? "" : peer.hostAddress();
        return Uni.createFrom()
                .item(() -> readers.refusal(token, reading, address)
                        .map(problem -> answer(problem, path))
                        .orElse(null))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    static boolean isExempt(Method method) {
        return method.isAnnotationPresent(PermitAll.class)
                || method.getDeclaringClass().isAnnotationPresent(PermitAll.class)
                || method.isAnnotationPresent(ChecksAccessItself.class);
    }

    /** Whether the API server could have such an object: about others it need not be asked. */
    private static boolean isNamed(MultivaluedMap<String, String> path) {
        return Stream.of("namespace", "name")
                .map(path::getFirst)
                .allMatch(name -> name == null || NAME.matcher(name).matches());
    }

    /** All, unless it is certain that the answer tells of less. */
    private static Reading reading(ContainerRequestContext request, Method method) {
        var path = request.getUriInfo().getPathParameters();
        String namespace = path.getFirst("namespace");
        if (namespace != null) {
            return new Reading(Optional.of(namespace), Optional.ofNullable(path.getFirst("name")));
        }
        NarrowedByNamespace narrowed = method.getAnnotation(NarrowedByNamespace.class);
        return narrowed == null
                ? Reading.ALL
                : only(request, "namespace")
                        .map(one -> new Reading(
                                Optional.of(one), narrowed.andName() ? only(request, "name") : Optional.empty()))
                        .orElse(Reading.ALL);
    }

    /** The parameter's value if it is there once. */
    private static Optional<String> only(ContainerRequestContext request, String parameter) {
        List<String> asked = request.getUriInfo().getQueryParameters().get(parameter);
        return asked != null && asked.size() == 1
                ? Optional.of(asked.getFirst().strip()).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    private static Response answer(Problem problem, String path) {
        Response.ResponseBuilder answer = Response.status(problem.status());
        if (path.startsWith("/api/")) {
            answer.entity(problem).type(Problem.MEDIA_TYPE);
        } else {
            answer.entity(PagesResource.page(problem, path)).type(PagesResource.HTML);
        }
        if (problem.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, BearerToken.CHALLENGE);
        } else if (problem.status() == 429 || problem.status() == 503) {
            answer.header(HttpHeaders.RETRY_AFTER, FailedTokens.ONE_MORE.toSeconds());
        }
        return answer.build();
    }
}
