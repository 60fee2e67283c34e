package io.serinus.report;

import io.serinus.release.Release;
import io.serinus.release.ReleaseStore;
import io.serinus.release.RoutingChange;
import io.serinus.routing.MeshView;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Releases for dashboards and scripts. */
@Path("/api/v1/releases")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
class ReleasesResource {
    private final ReleaseStore store;
    private final MeshView mesh;
    private final Spelling spelling;

    ReleasesResource(ReleaseStore store, MeshView mesh, Spelling spelling) {
        this.store = store;
        this.mesh = mesh;
        this.spelling = spelling;
    }

    @GET
    public ReleasesDocument list(@BeanParam ReleaseQuery query) throws ProblemException {
        return new ReleasesDocument(query.select(store.all()));
    }

    @GET
    @Path("{namespace}/{name}")
    public ReleaseDocument one(String namespace, String name) throws ProblemException {
        return ReleaseQuery.find(store.all(), namespace, name);
    }

    @GET
    @Path("{namespace}/{name}/series")
    public SeriesDocument series(String namespace, String name) throws ProblemException {
        return SeriesDocuments.of(ReleaseQuery.release(store.all(), namespace, name));
    }

    @GET
    @Path("{namespace}/{name}/diff")
    public DiffDocument diff(String namespace, String name) throws ProblemException {
        Release release = ReleaseQuery.release(store.all(), namespace, name);
        Optional<RoutingChange> change = mesh.virtualService(
                        namespace, release.request().virtualService())
                .flatMap(now -> RoutingChange.of(release, now));
        return DiffDocument.of(change, spelling);
    }

    @ServerExceptionMapper
    public RestResponse<Problem> refuse(ProblemException e) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(e.problem().status()), e.problem())
                .type(Problem.MEDIA_TYPE)
                .build();
    }
}
