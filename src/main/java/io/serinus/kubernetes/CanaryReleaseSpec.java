package io.serinus.kubernetes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.serinus.release.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code spec} of a CanaryRelease: the request. Written once. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CanaryReleaseSpec(
        @Nullable String virtualService,
        @Nullable String canary,
        @Nullable String baseline,
        @Nullable String template,
        @Nullable List<String> routes,
        @Nullable Map<String, String> arguments) {

    static CanaryReleaseSpec of(Request request) {
        return new CanaryReleaseSpec(
                request.virtualService(),
                request.canary(),
                request.baseline().orElse(null),
                request.template(),
                request.routes(),
                request.arguments().isEmpty() ? null : request.arguments());
    }

    Request toRequest() throws UnreadableReleaseException {
        return new Request(
                Present.in("spec.virtualService", virtualService),
                Present.in("spec.canary", canary),
                Optional.ofNullable(baseline),
                Present.in("spec.template", template),
                routes == null ? List.of() : routes,
                arguments == null ? Map.of() : arguments);
    }
}
