package io.serinus.cli;

import io.serinus.offline.PreviewWish;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which release of which VirtualService is to be previewed. */
final class WishOptions {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The VirtualService, if the files have several: its name, or NAMESPACE/NAME.")
    @Nullable
    String name;

    @Option(
            names = "--canary",
            paramLabel = "VERSION",
            description = "The version on trial: a subset such as v2, or host:SERVICE. Default: the annotation"
                    + " serinus.io/release.")
    @Nullable
    String canary;

    @Option(
            names = "--baseline",
            paramLabel = "VERSION",
            description =
                    "The version that serves now, named likewise. Default: the annotation serinus.io/baseline, or the"
                            + " one that holds the weight.")
    @Nullable
    String baseline;

    @Option(
            names = "--routes",
            paramLabel = "NAMES",
            description = "Names of the http routes to manage, separated by commas. Default: the annotation"
                    + " serinus.io/routes, or all to the baseline.")
    @Nullable
    String routes;

    @Option(
            names = "--template",
            paramLabel = "NAME|FILE",
            description =
                    "The analysis template whose steps are shown: a built-in one, one among the files, or a YAML file"
                            + " with one. Default: the annotation serinus.io/template, or default.")
    @Nullable
    String template;

    @Option(
            names = "--arg",
            paramLabel = "NAME=VALUE",
            description = "The value of one of the template's arguments; may be given several times. Default: the"
                    + " annotation serinus.io/arg.NAME, or what the template says.")
    List<String> arguments = List.of();

    @Option(
            names = "--weight",
            paramLabel = "PERCENT",
            description = "Show this one weight of the canary, 0 to 100, instead of a template's steps.")
    @Nullable
    Integer weight;

    /** What is wished for, if it makes sense. */
    PreviewWish read(Console console, String clusterDomain) {
        if (canary != null) {
            console.version("--canary", canary);
        }
        if (baseline != null) {
            console.version("--baseline", baseline);
        }
        if (routes != null && routes.replace(",", "").isBlank()) {
            throw console.misuse("--routes is \"" + routes + "\", expected names of http routes, separated by commas");
        }
        if (template != null && template.isBlank()) {
            throw console.misuse("--template is empty, expected the name of a template or a YAML file with one");
        }
        if ((template != null || !arguments.isEmpty()) && weight != null) {
            throw console.misuse((template != null ? "--template" : "--arg")
                    + " and --weight are given, expected one: the steps of a template, or one weight");
        }
        if (weight != null && (weight < 0 || weight > 100)) {
            throw console.misuse("--weight is " + weight + ", expected 0 to 100");
        }
        return new PreviewWish(
                Optional.ofNullable(name),
                Optional.ofNullable(canary),
                Optional.ofNullable(baseline),
                Optional.ofNullable(routes),
                Optional.ofNullable(template),
                ArgumentTexts.read(console, arguments),
                Optional.ofNullable(weight),
                clusterDomain);
    }
}
