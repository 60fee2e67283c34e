package io.serinus.report;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** The description of the API. */
@Path("/api/v1/openapi")
class OpenApiResource {
    private final OpenApi description;
    private final Replies replies;

    OpenApiResource(OpenApi description, Replies replies) {
        this.description = description;
        this.replies = replies;
    }

    @GET
    public RestResponse<byte[]> description(@Context UriInfo uri, @Context HttpHeaders request)
            throws ProblemException {
        Parameters.require(uri, List.of());
        Format format = Format.wanted(request, List.of(Format.YAML, Format.JSON));
        return replies.of(format == Format.YAML ? description.yaml() : description.json(), format.type(), request);
    }
}
