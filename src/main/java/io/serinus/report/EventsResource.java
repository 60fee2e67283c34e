package io.serinus.report;

import io.serinus.report.EventClient.Wish;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Changes as they happen, as server-sent events. */
@Path("/api/v1/events")
@Produces({MediaType.SERVER_SENT_EVENTS, Problem.MEDIA_TYPE})
class EventsResource {
    private static final int UNAVAILABLE = 503;

    static final Problem TOO_MANY = new Problem(
            "Too many listeners",
            UNAVAILABLE,
            "As many clients listen to events as serinus.events.clients allows. Try again later, or read"
                    + " /api/v1/releases now and then.");

    private static final int RETRY_AFTER_SECONDS = 30;

    private final EventHub hub;

    EventsResource(EventHub hub) {
        this.hub = hub;
    }

    /**
     * Never completes while the client listens. The response is written here and by nobody else, since it is the same for
     * many clients.
     */
    @GET
    @Blocking
    @NarrowedByNamespace(andName = true)
    public CompletionStage<Void> events(
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("name") @Nullable String name,
            @HeaderParam("Last-Event-ID") @Nullable String lastId,
            @Context UriInfo uri,
            @Context RoutingContext request)
            throws ProblemException {
        Parameters.require(uri, List.of("namespace", "name"));
        if (request.request().method().equals(HttpMethod.HEAD)) {
            throw headersOnly();
        }
        if (!hub.enter()) {
            throw new ProblemException(TOO_MANY);
        }
        HttpServerResponse response = request.response();
        var client = new EventClient(request.request(), new Wish(given(namespace), given(name)));
        request.addEndHandler(_ -> hub.leave(client));
        if (response.closed()) {
            // Whoever went before the handler was there is not reported to it.
            hub.leave(client);
            return client.left();
        }
        SecurityHeaders.forEach(response::putHeader);
        response.putHeader("Content-Type", MediaType.SERVER_SENT_EVENTS);
        response.putHeader("X-Accel-Buffering", "no");
        response.setChunked(true);
        hub.listen(client, Optional.ofNullable(given(lastId)));
        return client.left();
    }

    /** What takes no place and ends at once. */
    private static WebApplicationException headersOnly() {
        return new WebApplicationException(Response.ok()
                .type(MediaType.SERVER_SENT_EVENTS)
                .header("X-Accel-Buffering", "no")
                .build());
    }

    @ServerExceptionMapper
    public RestResponse<Problem> refuse(ProblemException e) {
        var response = RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(e.problem().status()), e.problem())
                .type(Problem.MEDIA_TYPE);
        if (e.problem().status() == UNAVAILABLE) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
