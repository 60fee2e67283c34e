package io.serinus.report;

import io.serinus.template.TemplateCatalog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** The templates that releases can name. */
@Path(TemplatesResource.PATH)
class TemplatesResource {
    static final String PATH = "/api/v1/templates";

    private final TemplateCatalog templates;
    private final Replies replies;

    TemplatesResource(TemplateCatalog templates, Replies replies) {
        this.templates = templates;
        this.replies = replies;
    }

    @GET
    public RestResponse<byte[]> list(@Context UriInfo uri, @Context HttpHeaders request) throws ProblemException {
        Parameters.require(uri, List.of());
        Format.wanted(request, List.of(Format.JSON));
        return replies.json(
                new TemplatesDocument(
                        templates.known().stream().map(TemplateDocument::of).toList()),
                request);
    }

    /** The one that a release in the namespace means by the name. */
    @GET
    @Path("{namespace}/{name}")
    public RestResponse<byte[]> one(String namespace, String name, @Context UriInfo uri, @Context HttpHeaders request)
            throws ProblemException {
        Parameters.require(uri, List.of());
        Format.wanted(request, List.of(Format.JSON));
        return replies.json(
                templates
                        .look(namespace, name)
                        .map(TemplateDocument::of)
                        .orElseThrow(() -> new ProblemException(new Problem(
                                "Template not found",
                                404,
                                "A release in namespace \"" + Line.of(namespace) + "\" finds no template \""
                                        + Line.of(name) + "\". GET " + PATH + " names those that there are."))),
                request);
    }
}
