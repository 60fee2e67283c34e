package io.serinus.report;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * What pages load: stylesheets, scripts and a picture, from the package and from nowhere else. Browsers ask each time whether
 * they have the newest: after an upgrade no page meets the script of another.
 */
@Path("/assets")
class AssetsResource {
    private final Replies replies;

    AssetsResource(Replies replies) {
        this.replies = replies;
    }

    @GET
    @PermitAll
    @Path("{name}")
    public RestResponse<byte[]> asset(String name, @Context HttpHeaders headers) {
        Asset asset = Asset.find(name).orElseThrow(NotFoundException::new);
        return replies.of(asset.content(), asset.type(), headers);
    }
}
