package io.serinus.cli;

import io.serinus.offline.LintJson;
import io.serinus.offline.LintReport;
import io.serinus.offline.LintRun;
import io.serinus.offline.LintText;
import io.serinus.offline.Manifests;
import io.serinus.routing.LintFinding.Severity;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "lint",
        customSynopsis = {
            "serinus lint -f FILE... [--canary VERSION [--baseline VERSION]] [--strict]",
            "                    [--namespace NAME] [--cluster-domain DOMAIN]",
            "                    [--output FORMAT]"
        },
        description = {
            "Explains what VirtualServices say but do not do: what Istio refuses, routes that no request can reach, weights"
                    + " that are no percentages, and the like. Checks AnalysisTemplates as well. Every"
                    + " finding has its line and column. Needs no cluster.",
            "",
            "DestinationRules among the files say which subsets there are. docs/lint.md explains every finding.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there is no error (with --strict: and no warning)",
            "1:there is one",
            "2:bad input: the command line or a file is not understood, or there is nothing to look at"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus lint -f virtualservice.yaml -f destinationrule.yaml",
            "  serinus lint -f deploy/ --strict",
            "  serinus lint -f deploy/ --canary v2",
            "  kubectl get virtualservices,destinationrules -A -o yaml | serinus lint -f -",
            "  serinus lint -f analysis-templates/default.yaml --output json"
        })
final class LintCommand extends ResultCommand {
    @Mixin
    ManifestOptions input = new ManifestOptions();

    @Mixin
    OutputOption output = new OutputOption();

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

    @Override
    int run(Console console) throws IOException, BadInputException {
        Optional<LintRun.Release> release = release(console);
        Manifests manifests = input.read(console);
        LintReport report = LintRun.of(manifests, release, input.clusterDomain);
        if (report.looked().isEmpty()) {
            throw new BadInputException(LintText.nothing(report));
        }
        Writer out = console.out();
        if (output.format == Output.JSON) {
            LintJson.write(report, out);
        } else {
            LintText.write(report, out);
            console.note(LintText.notes(report));
            console.note(manifests.empty().stream()
                    .map(file -> file + ": there is no object in it")
                    .toList());
        }
        boolean bad = report.count(Severity.ERROR) > 0 || (strict && report.count(Severity.WARNING) > 0);
        return bad ? ExitCode.BAD_ANSWER : ExitCode.OK;
    }

    private Optional<LintRun.Release> release(Console console) {
        if (canary == null) {
            if (baseline != null) {
                throw console.misuse("--baseline is given without --canary: say which version is to be released, too");
            }
            return Optional.empty();
        }
        if (baseline != null) {
            console.version("--baseline", baseline);
        }
        console.version("--canary", canary);
        return Optional.of(new LintRun.Release(canary, Optional.ofNullable(baseline)));
    }
}
