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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The same for people: server-side pages without scripts. */
@Path("/")
class PagesResource {
    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";
    /** Enough for a person to look through; the filters find the rest. */
    private static final int MOST_RELEASES = 200;

    private final ReleaseStore store;
    private final InstantSource clock;
    private final String stylesheet;

    PagesResource(ReleaseStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.stylesheet = readStylesheet();
    }

    @GET
    @Produces(HTML)
    public String list(@BeanParam ReleaseQuery query) throws ProblemException {
        List<Release> found = query.select(store.all());
        Instant now = clock.instant();
        List<ReleaseView> shown = found.stream()
                .limit(MOST_RELEASES)
                .map(release -> new ReleaseView(ReleaseDocuments.of(release), now))
                .toList();
        boolean refresh = !shown.stream().allMatch(ReleaseView::isOver);
        return Pages.releases("./", refresh, shown, found.size(), query, List.of(Phase.values()))
                .render();
    }

    @GET
    @Path("releases/{namespace}/{name}")
    @Produces(HTML)
    public String one(String namespace, String name) throws ProblemException {
        var release = new ReleaseView(ReleaseQuery.find(store.all(), namespace, name), clock.instant());
        return Pages.release("../../", !release.isOver(), release).render();
    }

    @GET
    @Path("assets/serinus.css")
    @Produces("text/css;charset=UTF-8")
    public RestResponse<String> stylesheet() {
        return RestResponse.ResponseBuilder.ok(stylesheet)
                .header("Cache-Control", "max-age=300")
                .build();
    }

    @ServerExceptionMapper
    public RestResponse<String> refuse(ProblemException e, @Context UriInfo uri) {
        String root = uri.getPath().startsWith("/releases/") ? "../../" : "./";
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(e.problem().status()),
                        Pages.problem(root, false, e.problem()).render())
                .type(HTML)
                .build();
    }

    private static String readStylesheet() {
        try (InputStream css = PagesResource.class.getResourceAsStream("serinus.css")) {
            return new String(
                    Objects.requireNonNull(css, "serinus.css is missing from the package")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
