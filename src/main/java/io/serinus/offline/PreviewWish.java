package io.serinus.offline;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * Which release is to be previewed; what is empty is taken from the annotations of the VirtualService, as a release takes
 * it.
 *
 * @param name the VirtualService, as {@code NAME} or {@code NAMESPACE/NAME}; empty for the only one
 * @param canary the version on trial, as in {@code serinus.io/release}
 * @param baseline the version that serves now, as in {@code serinus.io/baseline}
 * @param routes names of http routes, as in {@code serinus.io/routes}
 * @param template name of a template, or a YAML file with one
 * @param arguments values of the template's arguments by their names, as in {@code serinus.io/arg.NAME}; those that are not
 *     among them are taken from the annotations
 * @param weight the only weight to look at, 0..100; empty for all steps of the template
 * @param clusterDomain such as {@code cluster.local}
 */
public record PreviewWish(
        Optional<String> name,
        Optional<String> canary,
        Optional<String> baseline,
        Optional<String> routes,
        Optional<String> template,
        Map<String, String> arguments,
        Optional<Integer> weight,
        String clusterDomain) {
    public PreviewWish {
        requireNonNull(name, "name is null");
        requireNonNull(canary, "canary is null");
        requireNonNull(baseline, "baseline is null");
        requireNonNull(routes, "routes is null");
        requireNonNull(template, "template is null");
        arguments = Map.copyOf(arguments);
        requireNonNull(weight, "weight is null");
        requireNonNull(clusterDomain, "clusterDomain is null");
    }
}
