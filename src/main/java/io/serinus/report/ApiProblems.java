package io.serinus.report;

import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says why a request to the API was refused, also where it reached none of the resources. */
@Singleton
class ApiProblems {
    private static final String API = "/api/";
    private static final int METHOD_NOT_ALLOWED = 405;

    private final OpenApi description;

    ApiProblems(OpenApi description) {
        this.description = description;
    }

    @ServerExceptionMapper
    public RestResponse<Problem> refuse(ProblemException e) {
        return answer(e.problem());
    }

    /** What the framework refuses by itself: an address that is none, a method or a media type that nobody takes. */
    @ServerExceptionMapper
    public Response refuse(WebApplicationException e, @Context UriInfo uri, @Context Request request) {
        Response plain = e.getResponse();
        if (!uri.getPath().startsWith(API)) {
            return plain;
        }
        List<String> allowed = description.methods(uri.getRequestUri().getRawPath());
        // What one resource does not take is looked for in others, and then not found.
        boolean isMethod = !allowed.isEmpty() && !allowed.contains(request.getMethod());
        int status = isMethod ? METHOD_NOT_ALLOWED : plain.getStatus();
        var answer = Response.status(status).entity(problem(status)).type(Problem.MEDIA_TYPE);
        return isMethod
                ? answer.header(HttpHeaders.ALLOW, String.join(", ", allowed)).build()
                : answer.build();
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 400 ->
                new Problem("Bad request", status, "The request cannot be read. Check its address, headers and body.");
            case 404 ->
                new Problem(
                        "Not found",
                        status,
                        "There is nothing at this address. GET /api/v1/openapi describes every address there is.");
            case 405 ->
                new Problem(
                        "Method not allowed",
                        status,
                        "This address does not take the method. The header Allow and GET /api/v1/openapi say which ones"
                                + " it takes.");
            case 406 -> new Problem("Not acceptable", status, "The answer is not there in a format that Accept names.");
            case 415 -> new Problem("Unsupported media type", status, "The body is not of a type that is taken here.");
            default ->
                new Problem("Request refused", status, "The request was refused with the status " + status + ".");
        };
    }

    static RestResponse<Problem> answer(Problem problem) {
        return RestResponse.ResponseBuilder.ok(problem)
                .status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .build();
    }
}
