package io.serinus.release;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the annotations of a VirtualService ask for.
 *
 * @param virtualService the VirtualService's name, in the release's namespace
 * @param canary the subset to release, or {@code host:<service>}
 * @param baseline the subset that serves now; empty to take the one that holds the weight
 * @param template the analysis template's name
 * @param routes names of the http routes to manage; empty for all that route to the baseline
 * @param arguments values of the template's arguments, by their names; those that are absent have their defaults
 */
public record Request(
        String virtualService,
        String canary,
        Optional<String> baseline,
        String template,
        List<String> routes,
        Map<String, String> arguments) {
    public static final String DEFAULT_TEMPLATE = "default";

    /** One without arguments. */
    public Request(
            String virtualService, String canary, Optional<String> baseline, String template, List<String> routes) {
        this(virtualService, canary, baseline, template, routes, Map.of());
    }

    public Request {
        requireNonNull(virtualService, "virtualService is null");
        requireNonNull(canary, "canary is null");
        requireNonNull(baseline, "baseline is null");
        requireNonNull(template, "template is null");
        routes = List.copyOf(routes);
        arguments = Map.copyOf(arguments);
    }
}
