package io.serinus.cli;

import io.serinus.offline.Manifests;
import java.util.List;
import picocli.CommandLine.Option;

/** The files with Kubernetes objects that a command reads, and what the objects leave unsaid. */
final class ManifestOptions {
    // Not required as far as the parser knows, which would answer with no more than the option's name.
    @Option(
            names = {"-f", "--file"},
            arity = "1..*",
            paramLabel = "FILE",
            description = "YAML files; of a folder all .yaml and .yml files in it and below; - for standard input.")
    List<String> files = List.of();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The namespace of objects that name none. Default: ${DEFAULT-VALUE}.")
    String namespace = "default";

    @Option(
            names = "--cluster-domain",
            paramLabel = "DOMAIN",
            defaultValue = "cluster.local",
            description = "What full names of services end in. Default: ${DEFAULT-VALUE}.")
    String clusterDomain = "cluster.local";

    /** The objects of all files. */
    Manifests read(Console console) throws BadInputException {
        if (files.isEmpty()) {
            throw console.misuse(
                    "--file is missing: give the YAML files to look at, a folder of them, or - for standard input");
        }
        Manifests manifests = Manifests.read(files, namespace, System.in);
        if (!manifests.problems().isEmpty()) {
            throw new BadInputException(manifests.problems());
        }
        return manifests;
    }
}
