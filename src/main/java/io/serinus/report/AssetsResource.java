package io.serinus.report;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What pages load: stylesheets, scripts and a picture, from the package and from nowhere else. */
@Path("/assets")
class AssetsResource {

    /** Browsers ask each time whether they have the newest: after an upgrade no page meets the script of another. */
    @GET
    @PermitAll
    @Path("{name}")
    public RestResponse<byte[]> asset(String name, @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String known) {
        Asset asset = Asset.find(name).orElseThrow(NotFoundException::new);
        String tag = '"' + asset.hash() + '"';
        var response = known != null && known.contains(tag)
                ? RestResponse.ResponseBuilder.<byte[]>create(RestResponse.Status.NOT_MODIFIED)
                : RestResponse.ResponseBuilder.ok(asset.content()).type(asset.type());
        return response.header("Cache-Control", "no-cache").header("ETag", tag).build();
    }
}
