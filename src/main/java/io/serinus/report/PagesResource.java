package io.serinus.report;

import io.serinus.release.Release;
import io.serinus.release.ReleaseStore;
import io.serinus.release.State.Phase;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The same for people: pages that say everything without scripts, which only keep them up to date and draw. */
@Path("/")
class PagesResource {
    static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
    /** Enough for a person to look through; the filters find the rest. */
    private static final int MOST_RELEASES = 200;

    private final ReleaseStore store;
    private final InstantSource clock;

    PagesResource(ReleaseStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @GET
    @Produces(HTML)
    @NarrowedByNamespace
    public String list(@BeanParam ReleaseQuery query) throws ProblemException {
        List<Release> found = query.select(store.all());
        Instant now = clock.instant();
        List<ReleaseView> shown = found.stream()
                .limit(MOST_RELEASES)
                .map(release -> new ReleaseView(ReleaseDocuments.of(release), release.series(), now))
                .toList();
        boolean refresh = !shown.stream().allMatch(ReleaseView::isOver);
        return Pages.releases("./", refresh, events("./", query), shown, found.size(), query, List.of(Phase.values()))
                .render();
    }

    @GET
    @Path("releases/{namespace}/{name}")
    @Produces(HTML)
    public String one(String namespace, String name) throws ProblemException {
        Release found = ReleaseQuery.release(store.all(), namespace, name);
        var release = new ReleaseView(ReleaseDocuments.of(found), found.series(), clock.instant());
        String events = release.isOver()
                ? ""
                : events("../../") + "?namespace=" + ReleaseDocuments.encode(namespace) + "&name="
                        + ReleaseDocuments.encode(name);
        return Pages.release("../../", !release.isOver(), events, release).render();
    }

    @ServerExceptionMapper
    public RestResponse<String> refuse(ProblemException e, @Context UriInfo uri) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(e.problem().status()), page(e.problem(), uri.getPath()))
                .type(HTML)
                .build();
    }

    /** What the problem looks like under that path. */
    static String page(Problem problem, String path) {
        int folders = (int) path.chars().filter(character -> character == '/').count() - 1;
        return Pages.problem(folders <= 0 ? "./" : "../".repeat(folders), false, "", problem)
                .render();
    }

    /** Of all releases that the list may come to show. */
    private static String events(String root, ReleaseQuery query) {
        String namespace = query.namespace();
        return namespace == null || namespace.isBlank()
                ? events(root)
                : events(root) + "?namespace=" + ReleaseDocuments.encode(namespace.strip());
    }

    private static String events(String root) {
        return root + "api/v1/events";
    }
}
