package io.serinus.cli;

import io.serinus.offline.LintReport;
import io.serinus.offline.LintText;
import io.serinus.offline.Manifests;
import io.serinus.offline.Preview;
import io.serinus.offline.PreviewJson;
import io.serinus.offline.PreviewRun;
import io.serinus.offline.PreviewText;
import io.serinus.offline.PreviewWish;
import io.serinus.routing.CanaryName;
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
        name = "preview",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "serinus preview -f FILE... --canary VERSION [--baseline VERSION]",
            "                       [--routes NAMES] [--name NAME]",
            "                       [--template NAME|FILE | --weight PERCENT] [--diff]",
            "                       [--namespace NAME] [--cluster-domain DOMAIN]",
            "                       [--output FORMAT]"
        },
        description = {
            "Shows what a release would do to a VirtualService: how it looks in every step, after promotion and after an"
                    + " abort, and what lint says about it. Needs no cluster.",
            "",
            "Comments of the file are not shown, the order of its fields is. DestinationRules and AnalysisTemplates among"
                    + " the files are taken into account. docs/preview.md explains the output.",
            ""
        },
        exitCodeOnInvalidInput = PreviewCommand.BAD_INPUT,
        // A mistake of ours must not look like a refused release.
        exitCodeOnExecutionException = PreviewCommand.BAD_INPUT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the preview is shown",
            "1:the release would be refused; the message says why, as in the cluster",
            "2:bad input: the command line or a file is not understood"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus preview -f virtualservice.yaml --canary v2",
            "  serinus preview -f deploy/ --canary v2 --diff",
            "  serinus preview -f deploy/ --name shop/checkout --canary v2 --template layered",
            "  serinus preview -f virtualservice.yaml --canary host:checkout-v2 --weight 10",
            "  kubectl get virtualservice checkout -o yaml | serinus preview -f - --canary v2"
        })
final class PreviewCommand implements Callable<Integer> {
    static final int SHOWN = 0;
    static final int REFUSED = 1;
    static final int BAD_INPUT = 2;

    enum Output {
        TEXT,
        YAML,
        JSON;

        @Override
        public String toString() {
            return switch (this) {
                case TEXT -> "text";
                case YAML -> "yaml";
                case JSON -> "json";
            };
        }
    }

    // Not required as far as the parser knows, which would answer with no more than the option's name.
    @Option(
            names = {"-f", "--file"},
            arity = "1..*",
            paramLabel = "FILE",
            description = "YAML files; of a folder all .yaml and .yml files in it and below; - for standard input.")
    List<String> files = List.of();

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
            names = "--weight",
            paramLabel = "PERCENT",
            description = "Show this one weight of the canary, 0 to 100, instead of a template's steps.")
    @Nullable
    Integer weight;

    @Option(names = "--diff", description = "Show what changes against the step before, as a unified diff.")
    boolean diff;

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
            description = "${COMPLETION-CANDIDATES}. Default: text. As yaml, the steps are documents of one stream.")
    Output output = Output.TEXT;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        var console =
                new Console(Objects.requireNonNull(spec, "picocli sets it").commandLine());
        requireSense(console);
        Manifests manifests = Manifests.read(files, namespace, System.in);
        int refused = console.refuse(manifests.problems());
        if (refused != 0) {
            return refused;
        }
        var wish = new PreviewWish(
                Optional.ofNullable(name),
                Optional.ofNullable(canary),
                Optional.ofNullable(baseline),
                Optional.ofNullable(routes),
                Optional.ofNullable(template),
                Optional.ofNullable(weight),
                clusterDomain);
        try {
            return switch (PreviewRun.of(manifests, wish)) {
                case Preview.Unreadable(List<String> problems) -> console.refuse(problems);
                case Preview.Refused no -> write(no, console);
                case Preview.Shown shown -> write(shown, console);
            };
        } catch (IOException e) {
            return console.refuseResult(e);
        }
    }

    private void requireSense(Console console) {
        if (files.isEmpty()) {
            throw console.misuse(
                    "--file is missing: give the YAML file with the VirtualService, a folder, or - for standard input");
        }
        requireVersion(console, "--canary", canary);
        requireVersion(console, "--baseline", baseline);
        if (routes != null && routes.replace(",", "").isBlank()) {
            throw console.misuse("--routes is \"" + routes + "\", expected names of http routes, separated by commas");
        }
        if (template != null && template.isBlank()) {
            throw console.misuse("--template is empty, expected the name of a template or a YAML file with one");
        }
        if (template != null && weight != null) {
            throw console.misuse(
                    "--template and --weight are given, expected one: the steps of a template, or one weight");
        }
        if (weight != null && (weight < 0 || weight > 100)) {
            throw console.misuse("--weight is " + weight + ", expected 0 to 100");
        }
        if (diff && output == Output.YAML) {
            throw console.misuse("--diff and --output yaml are given, expected one: a diff is no YAML");
        }
    }

    private static void requireVersion(Console console, String option, @Nullable String text) {
        if (text == null) {
            return;
        }
        try {
            CanaryName.parse(text);
        } catch (IllegalArgumentException e) {
            throw console.misuse(option + " " + e.getMessage());
        }
    }

    private int write(Preview.Refused refused, Console console) throws IOException {
        if (output == Output.JSON) {
            PreviewJson.write(refused, console.out());
        } else {
            findings(refused.findings(), console);
            console.note(PreviewText.notes(refused));
        }
        return REFUSED;
    }

    private int write(Preview.Shown shown, Console console) throws IOException {
        Writer out = console.out();
        if (output == Output.JSON) {
            PreviewJson.write(shown, diff, out);
            return SHOWN;
        }
        var form = output == Output.YAML ? PreviewText.Form.STREAM : PreviewText.Form.WHOLE;
        PreviewText.write(shown, diff ? PreviewText.Form.DIFF : form, out);
        findings(shown.findings(), console);
        console.note(PreviewText.notes(shown));
        return SHOWN;
    }

    private static void findings(LintReport report, Console console) throws IOException {
        LintText.write(report, console.command().getErr());
    }
}
