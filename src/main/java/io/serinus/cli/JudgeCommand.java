package io.serinus.cli;

import java.io.IOException;
import java.time.InstantSource;
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
            "       serinus judge --prometheus URL --service NAMESPACE/NAME",
            "                     --baseline VERSION --canary VERSION",
            "                     [--last TIME | --from TIME] [--to TIME]",
            "                     [--weight PERCENT] [--reporter REPORTER]",
            "                     [CONNECTION OPTIONS] [--template NAME|FILE]",
            "                     [--arg NAME=VALUE]... [--next-weight PERCENT] [--quiet]",
            "                     [--output FORMAT]",
            "       serinus judge --kayenta CONFIG --samples FILE [--pass SCORE]",
            "                     [--marginal SCORE] [--output FORMAT]"
        },
        description = {
            "Judges what was recorded, at once and without a cluster: interval counts by the rules of a release"
                    + " (docs/judge-command.md), two versions by what Prometheus remembers of them"
                    + " (docs/judge-prometheus.md), or samples as Kayenta does (docs/kayenta.md).",
            ""
        },
        exitCodeListHeading = "%nExit codes, of several cases the first that applies of 2, 1, 3, 0:%n",
        exitCodeList = {
            "0:PASS: harm beyond the margin is excluded. Kayenta: Pass",
            "1:FAIL: harm beyond the tolerance is proved. Kayenta: Fail",
            "2:bad input: the command line or a file is not understood, or Prometheus cannot be read",
            "3:UNDECIDED or NO_DATA: neither is shown. Kayenta: Marginal"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus judge --counts counts.json",
            "  serinus judge --counts counts.json --next-weight 10 --quiet",
            "  serinus judge --counts counts.json --template strict.yaml --arg failing=2%%",
            "  serinus judge --counts - --output json < counts.json",
            "  serinus judge --counts cases.json --case \"late regression\"",
            "  serinus judge --prometheus http://localhost:9090 --service shop/checkout --baseline v1 --canary v2",
            "  serinus judge --prometheus http://localhost:9090 --service shop/checkout --baseline v1 --canary v2"
                    + " --from 2026-03-01T12:00:00Z --to 2026-03-01T12:30:00Z --template cautious",
            "  serinus judge --kayenta config.json --samples samples.json",
            "  serinus judge --kayenta config.json --samples samples.json --pass 90"
        })
final class JudgeCommand extends ResultCommand {
    /** What is judged: one kind of recording or another. */
    static final class Recording {
        @ArgGroup(exclusive = false, heading = "%nCounts, judged by the rules of a release:%n", order = 1)
        @Nullable
        CountsOptions counts;

        @ArgGroup(
                exclusive = false,
                heading = "%nWhat Prometheus remembers, judged by the rules of a release, with --template, --arg,"
                        + " --next-weight and --quiet as above:%n",
                order = 2)
        @Nullable
        PastOptions past;

        @ArgGroup(exclusive = false, heading = "%nSamples, judged as Kayenta does:%n", order = 3)
        @Nullable
        KayentaOptions kayenta;
    }

    // The parser's own words about two groups at once are a list of all their options.
    @ArgGroup(exclusive = false)
    @Nullable
    Recording recording;

    @Mixin
    OutputOption output = new OutputOption();

    @ArgGroup(exclusive = false, heading = "%nHow to get to that Prometheus:%n", order = 10)
    AccessOptions access = new AccessOptions();

    @Override
    int run(Console console) throws IOException, BadInputException {
        if (recording != null && recording.past != null) {
            return past(console, recording, recording.past);
        }
        if (!access.given().isEmpty()) {
            throw console.misuse(
                    "--" + access.given().keySet().iterator().next().replaceFirst("s\\..*", "")
                            + " is given without --prometheus: say at which address");
        }
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
        throw console.misuse("nothing to judge: give --counts FILE, or --prometheus URL and --service NAMESPACE/NAME,"
                + " or --kayenta CONFIG and --samples FILE");
    }

    private int past(Console console, Recording all, PastOptions past) throws IOException, BadInputException {
        CountsOptions rules = all.counts == null ? new CountsOptions() : all.counts;
        if (all.kayenta != null || rules.file != null || rules.name != null) {
            throw console.misuse(
                    "options of --prometheus are given beside those of another recording, expected those of"
                            + " one: --counts and --case, or --kayenta, --samples, --pass and --marginal, or these");
        }
        if (past.prometheus == null) {
            throw console.misuse("--prometheus is missing: say where the service was counted");
        }
        return PastRun.run(
                console,
                new PastRun.Wish(
                        past.prometheus,
                        access.given(),
                        past.versions(console),
                        past.span(console, InstantSource.system()),
                        rules.template(console),
                        past.weight(console),
                        rules.nextWeight(console),
                        past.reporter(console),
                        output.format,
                        rules.quiet));
    }
}
