package io.serinus.cli;

import io.serinus.offline.Manifests;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The files with Kubernetes objects that a command reads, and what the objects leave unsaid. */
final class ManifestOptions {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_DOMAIN = 253;

    // Not required as far as the parser knows, which would answer with no more than the option's name.
    @Option(
            names = {"-f", "--file"},
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "YAML files; JSON is YAML, too; of a folder all .yaml, .yml and .json files in it and below; - for standard input.")
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
        requireNames(console);
        Manifests manifests = Manifests.read(files, namespace, System.in);
        if (!manifests.problems().isEmpty()) {
            throw new BadInputException(manifests.problems());
        }
        return manifests;
    }

    /**
     * Ends the command if there can be no namespace of the name.
     *
     * @param option what names it
     */
    static void requireNamespace(Console console, String option, String namespace) {
        if (namespace.length() > LONGEST_LABEL || !namespace.matches(LABEL)) {
            throw console.misuse(option + " is \"" + namespace + "\", expected the name of a namespace: 1 to "
                    + LONGEST_LABEL + " lower-case letters, digits and -, the first and the last of them no -");
        }
    }

    private void requireNames(Console console) {
        requireNamespace(console, "--namespace", namespace);
        boolean isDomain = clusterDomain.length() <= LONGEST_DOMAIN
                && clusterDomain.matches(LABEL + "(\\." + LABEL + ")*")
                && Arrays.stream(clusterDomain.split("\\.")).allMatch(part -> part.length() <= LONGEST_LABEL);
        if (!isDomain) {
            throw console.misuse("--cluster-domain is \"" + clusterDomain
                    + "\", expected a domain such as cluster.local: names of lower-case letters, digits and -, separated"
                    + " by single dots");
        }
    }
}
