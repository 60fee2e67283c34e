package io.serinus.cli;

import io.serinus.offline.LintJson;
import io.serinus.offline.LintReport;
import io.serinus.offline.LintRun;
import io.serinus.offline.LintText;
import io.serinus.offline.Manifests;
import io.serinus.routing.CanaryName;
import io.serinus.routing.LintFinding.Severity;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "serinus lint -f FILE... [--canary VERSION [--baseline VERSION]] [--strict]",
            "                    [--namespace NAME] [--cluster-domain DOMAIN]",
            "                    [--output FORMAT]"
        },
        description = {
            "Explains what VirtualServices say but do not do: what Istio refuses, routes that no request can reach, weights"
                    + " that are no percentages, and the like. Checks AnalysisTemplates as well. Needs no cluster.",
            "",
            "DestinationRules among the files say which subsets there are. docs/lint.md explains every finding.",
            ""
        },
        exitCodeOnInvalidInput = LintCommand.BAD_INPUT,
        // A mistake of ours must not look like one in the files.
        exitCodeOnExecutionException = LintCommand.BAD_INPUT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is no error (with --strict: and no warning)",
            "1:there is one",
            "2:bad input: the command line or a file is not understood"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus lint -f virtualservice.yaml -f destinationrule.yaml",
            "  serinus lint -f deploy/ --strict",
            "  serinus lint -f deploy/ --canary v2",
            "  kubectl get virtualservices,destinationrules -A -o yaml | serinus lint -f -",
            "  serinus lint -f analysis-templates/default.yaml --output json"
        })
final class LintCommand implements Callable<Integer> {
    static final int NO_ERROR = 0;
    static final int ERROR = 1;
    static final int BAD_INPUT = 2;

    // Not required as far as the parser knows, which would answer with no more than the option's name.
    @Option(
            names = {"-f", "--file"},
            arity = "1..*",
            paramLabel = "FILE",
            description = "YAML files; of a folder all .yaml and .yml files in it and below; - for standard input.")
    List<String> files = List.of();

    @Option(
            names = "--canary",
            paramLabel = "VERSION",
            description = "Look at every VirtualService as a release of this version would: a subset such as v2, or"
                    + " host:SERVICE. Says also why it would be refused.")
    @Nullable
    String canary;

    @Option(
            names = "--baseline",
            paramLabel = "VERSION",
            description = "The version that serves now, named likewise. Default: the one that holds the weight.")
    @Nullable
    String baseline;

    @Option(names = "--strict", description = "Warnings count as errors for the exit code.")
    boolean strict;

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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text.")
    JudgeCommand.Output output = JudgeCommand.Output.TEXT;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        var console =
                new Console(Objects.requireNonNull(spec, "picocli sets it").commandLine());
        if (files.isEmpty()) {
            throw console.misuse(
                    "--file is missing: give the YAML files to look at, a folder of them, or - for standard input");
        }
        Optional<LintRun.Release> release = release(console);
        Manifests manifests = Manifests.read(files, namespace, System.in);
        int refused = console.refuse(manifests.problems());
        if (refused != 0) {
            return refused;
        }
        LintReport report = LintRun.of(manifests, release, clusterDomain);
        try {
            write(report, console);
        } catch (IOException e) {
            return console.refuseResult(e);
        }
        boolean bad = report.count(Severity.ERROR) > 0 || (strict && report.count(Severity.WARNING) > 0);
        return bad ? ERROR : NO_ERROR;
    }

    private Optional<LintRun.Release> release(Console console) {
        if (canary == null) {
            if (baseline != null) {
                throw console.misuse("--baseline is given without --canary: say which version is to be released, too");
            }
            return Optional.empty();
        }
        if (baseline != null) {
            version(console, "--baseline", baseline);
        }
        return Optional.of(new LintRun.Release(version(console, "--canary", canary), Optional.ofNullable(baseline)));
    }

    private static CanaryName version(Console console, String option, String text) {
        try {
            return CanaryName.parse(text);
        } catch (IllegalArgumentException e) {
            throw console.misuse(option + " " + e.getMessage());
        }
    }

    private void write(LintReport report, Console console) throws IOException {
        Writer out = console.out();
        if (output == JudgeCommand.Output.JSON) {
            LintJson.write(report, out);
        } else {
            LintText.write(report, out);
            console.note(LintText.notes(report));
        }
    }
}
