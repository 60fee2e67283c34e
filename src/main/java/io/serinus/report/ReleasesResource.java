package io.serinus.report;

import io.serinus.release.ReleaseStore;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Releases for dashboards and scripts. */
@Path("/api/v1/releases")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
class ReleasesResource {
    private final ReleaseStore store;

    ReleasesResource(ReleaseStore store) {
        this.store = store;
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

    @ServerExceptionMapper
    public RestResponse<Problem> refuse(ProblemException e) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(e.problem().status()), e.problem())
                .type(Problem.MEDIA_TYPE)
                .build();
    }
}
