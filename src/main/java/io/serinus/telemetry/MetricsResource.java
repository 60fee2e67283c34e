package io.serinus.telemetry;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The metrics in the format that the scraper asks for: Prometheus text, OpenMetrics text or Prometheus protobuf. */
@Path("/metrics")
class MetricsResource {
    private final Telemetry telemetry;
    private final ExpositionFormats formats = ExpositionFormats.init();

    MetricsResource(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Open whoever may read the report: scrapers have no token of a user. */
    @GET
    @PermitAll
    public RestResponse<byte[]> scrape(@HeaderParam("Accept") @Nullable String accept) throws IOException {
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(accept);
        ExpositionFormatWriter writer = formats.findWriter(accept);
        var body = new ByteArrayOutputStream();
        writer.write(body, telemetry.scrape(), escaping);
        return RestResponse.ResponseBuilder.ok(body.toByteArray())
                .header("Content-Type", writer.getContentType() + escaping.toHeaderFormat())
                .build();
    }
}
