package io.serinus.cli;

import io.serinus.offline.Preview;
import io.serinus.offline.PreviewJson;
import io.serinus.offline.PreviewRun;
import io.serinus.offline.PreviewText;
import io.serinus.offline.PreviewWish;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "preview",
        customSynopsis = {
            "serinus preview -f FILE... --canary VERSION [--baseline VERSION]",
            "                       [--routes NAMES] [--name NAME]",
            "                       [--template NAME|FILE] [--arg NAME=VALUE]...",
            "                       [--weight PERCENT] [--diff]",
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
            "  serinus preview -f deploy/ --canary v2 --template tuned.yaml --arg first=20",
            "  serinus preview -f virtualservice.yaml --canary host:checkout-v2 --weight 10",
            "  kubectl get virtualservice checkout -o yaml | serinus preview -f - --canary v2"
        })
final class PreviewCommand extends ResultCommand {
    enum Format {
        TEXT,
        YAML,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    ManifestOptions input = new ManifestOptions();

    @Mixin
    WishOptions wish = new WishOptions();

    @Option(names = "--diff", description = "Show what changes against the step before, as a unified diff.")
    boolean diff;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text. As yaml, the steps are documents of one stream.")
    Format output = Format.TEXT;

    @Override
    int run(Console console) throws IOException, BadInputException {
        if (diff && output == Format.YAML) {
            throw console.misuse("--diff and --output yaml are given, expected one: a diff is no YAML");
        }
        PreviewWish wanted = wish.read(console, input.clusterDomain);
        return switch (PreviewRun.of(input.read(console), wanted)) {
            case Preview.Unreadable(List<String> problems) -> throw new BadInputException(problems);
            case Preview.Refused refused -> write(refused, console);
            case Preview.Shown shown -> write(shown, console);
        };
    }

    private int write(Preview.Refused refused, Console console) throws IOException {
        if (output == Format.JSON) {
            PreviewJson.write(refused, console.out());
        } else {
            PreviewText.writeFindings(refused, console.err());
            console.note(PreviewText.notes(refused));
        }
        return ExitCode.BAD_ANSWER;
    }

    private int write(Preview.Shown shown, Console console) throws IOException {
        if (output == Format.JSON) {
            PreviewJson.write(shown, diff, console.out());
        } else {
            PreviewText.write(shown, form(), console.out());
            PreviewText.writeFindings(shown, console.err());
            console.note(PreviewText.notes(shown));
        }
        return ExitCode.OK;
    }

    private PreviewText.Form form() {
        if (diff) {
            return PreviewText.Form.DIFF;
        }
        return output == Format.YAML ? PreviewText.Form.STREAM : PreviewText.Form.WHOLE;
    }
}
