package io.serinus.report;

import io.serinus.release.Release;
import io.serinus.release.ReleaseStore;
import io.serinus.release.RoutingChange;
import io.serinus.report.ReleasesDocument.PageLinksDocument;
import io.serinus.routing.MeshView;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** Releases for dashboards and scripts. */
@Path(ReleasesResource.PATH)
class ReleasesResource {
    static final String PATH = "/api/v1/releases";

    private final ReleaseStore store;
    private final MeshView mesh;
    private final Spelling spelling;
    private final Replies replies;

    ReleasesResource(ReleaseStore store, MeshView mesh, Spelling spelling, Replies replies) {
        this.store = store;
        this.mesh = mesh;
        this.spelling = spelling;
        this.replies = replies;
    }

    @GET
    @NarrowedByNamespace
    public RestResponse<byte[]> list(
            @BeanParam ReleaseQuery query,
            @BeanParam PageQuery page,
            @Context UriInfo uri,
            @Context HttpHeaders request)
            throws ProblemException {
        Parameters.require(uri, ReleaseQuery.NAMES, PageQuery.NAMES);
        Format format = Format.wanted(request);
        ReleasesDocument document = document(query, page, uri);
        return format == Format.JSON
                ? replies.json(document, request)
                : replies.text(ReleaseTable.of(document), format, request);
    }

    private ReleasesDocument document(ReleaseQuery query, PageQuery page, UriInfo uri) throws ProblemException {
        var found = query.select(store.all());
        PageQuery.Part part = page.of(found);
        String more = part.more().map(Position::token).orElse(null);
        return new ReleasesDocument(
                part.releases().stream().map(ReleaseDocuments::of).toList(),
                found.size(),
                more,
                new PageLinksDocument(
                        Parameters.address(
                                PATH, uri, ReleaseQuery.typed(page.token()).orElse(null)),
                        more == null ? null : Parameters.address(PATH, uri, more)));
    }

    @GET
    @Path("{namespace}/{name}")
    public RestResponse<byte[]> one(String namespace, String name, @Context UriInfo uri, @Context HttpHeaders request)
            throws ProblemException {
        Parameters.require(uri, List.of());
        Format format = Format.wanted(request);
        ReleaseDocument document = ReleaseQuery.find(store.all(), namespace, name);
        return format == Format.JSON
                ? replies.json(document, request)
                : replies.text(ReleaseNote.of(document), format, request);
    }

    @GET
    @Path("{namespace}/{name}/series")
    public RestResponse<byte[]> series(
            String namespace, String name, @Context UriInfo uri, @Context HttpHeaders request) throws ProblemException {
        Parameters.require(uri, List.of());
        Format.wanted(request, List.of(Format.JSON));
        return replies.json(SeriesDocuments.of(ReleaseQuery.release(store.all(), namespace, name)), request);
    }

    @GET
    @Path("{namespace}/{name}/diff")
    public RestResponse<byte[]> diff(String namespace, String name, @Context UriInfo uri, @Context HttpHeaders request)
            throws ProblemException {
        Parameters.require(uri, List.of());
        Format.wanted(request, List.of(Format.JSON));
        Release release = ReleaseQuery.release(store.all(), namespace, name);
        Optional<RoutingChange> change = mesh.virtualService(
                        namespace, release.request().virtualService())
                .flatMap(now -> RoutingChange.of(release, now));
        return replies.json(DiffDocument.of(change, spelling), request);
    }
}
