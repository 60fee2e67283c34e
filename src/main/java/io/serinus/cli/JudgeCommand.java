package io.serinus.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "judge",
        customSynopsis = {
            "serinus judge --counts FILE [--case NAME] [--template NAME|FILE]",
            "                     [--arg NAME=VALUE]... [--next-weight PERCENT] [--quiet]",
            "                     [--output FORMAT]",
            "       serinus judge --kayenta CONFIG --samples FILE [--pass SCORE]",
            "                     [--marginal SCORE] [--output FORMAT]"
        },
        description = {
            "Judges what was recorded, at once and without a cluster: interval counts by the rules of a release"
                    + " (docs/judge-command.md), or samples as Kayenta does (docs/kayenta.md).",
            ""
        },
        exitCodeListHeading = "%nExit codes, of several cases the first that applies of 2, 1, 3, 0:%n",
        exitCodeList = {
            "0:PASS: harm beyond the margin is excluded. Kayenta: Pass",
            "1:FAIL: harm beyond the tolerance is proved. Kayenta: Fail",
            "2:bad input: the command line or a file is not understood",
            "3:UNDECIDED or NO_DATA: neither is shown. Kayenta: Marginal"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus judge --counts counts.json",
            "  serinus judge --counts counts.json --next-weight 10 --quiet",
            "  serinus judge --counts counts.json --template strict.yaml --arg failing=2%%",
            "  serinus judge --counts - --output json < counts.json",
            "  serinus judge --counts cases.json --case \"late regression\"",
            "  serinus judge --kayenta config.json --samples samples.json",
            "  serinus judge --kayenta config.json --samples samples.json --pass 90"
        })
final class JudgeCommand extends ResultCommand {
    /** What is judged: one kind of recording or another. */
    static final class Recording {
        @ArgGroup(exclusive = false, heading = "%nCounts, judged by the rules of a release:%n", order = 1)
        @Nullable
        CountsOptions counts;

        @ArgGroup(exclusive = false, heading = "%nSamples, judged as Kayenta does:%n", order = 2)
        @Nullable
        KayentaOptions kayenta;
    }

    // The parser's own words about two groups at once are a list of all their options.
    @ArgGroup(exclusive = false)
    @Nullable
    Recording recording;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    int run(Console console) throws IOException, BadInputException {
        if (recording != null && recording.counts != null && recording.kayenta != null) {
            throw console.misuse(
                    "options of --counts and of --kayenta are given, expected those of one: --case, --template,"
                            + " --arg, --next-weight and --quiet belong to --counts; --samples, --pass and --marginal to --kayenta");
        }
        if (recording != null && recording.counts != null) {
            return recording.counts.judge(console, output.format);
        }
        if (recording != null && recording.kayenta != null) {
            return recording.kayenta.judge(console, output.format);
        }
        throw console.misuse("nothing to judge: give --counts FILE, or --kayenta CONFIG and --samples FILE");
    }
}
