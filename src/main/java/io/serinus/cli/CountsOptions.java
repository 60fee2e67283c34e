package io.serinus.cli;

import io.serinus.analysis.Verdict;
import io.serinus.offline.CountsDefaults;
import io.serinus.offline.CountsFile;
import io.serinus.offline.CountsJson;
import io.serinus.offline.CountsReader;
import io.serinus.offline.CountsReport;
import io.serinus.offline.CountsRun;
import io.serinus.offline.CountsText;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Interval counts to judge by the rules of a release, and what belongs to them. */
final class CountsOptions {
    private static final String STANDARD_INPUT = "-";

    // Not required as far as the parser knows, which could not say what it is missing for.
    @Option(
            names = "--counts",
            paramLabel = "FILE",
            description = "JSON file of interval counts, or of cases with counts each; - for standard input.")
    @Nullable
    String file;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            description = "Judge only the case of this name. Default: every case in turn.")
    @Nullable
    String name;

    @Option(
            names = "--template",
            paramLabel = "NAME|FILE",
            description = "Template whose first errorRate metric and whose risk apply where the file does not say"
                    + " otherwise: a built-in one or a YAML file. Default: default.")
    String template = "default";

    @Option(
            names = "--next-weight",
            paramLabel = "PERCENT",
            description = "The canary's weight, 1 to 100, that has to be shown to be safe. Default: 100.")
    @Nullable
    Integer nextWeight;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only the summary, without a line for each interval.")
    boolean quiet;

    /** The exit code, after the result has been written. */
    int judge(Console console, JudgeCommand.Output output) {
        if (file == null) {
            throw console.misuse("--counts is missing: give the file that --case, --template, --next-weight and --quiet"
                    + " are about");
        }
        int weight = nextWeight == null ? 100 : nextWeight;
        if (weight < 1 || weight > 100) {
            throw console.misuse("--next-weight is " + weight + ", expected 1 to 100");
        }
        return switch (CountsDefaults.of(template, weight)) {
            case CountsDefaults.Refused(List<String> problems) -> console.refuse(problems);
            case CountsDefaults.Found found -> judge(console, output, found, file);
        };
    }

    private int judge(Console console, JudgeCommand.Output output, CountsDefaults.Found defaults, String file) {
        String source = file.equals(STANDARD_INPUT) ? "standard input" : file;
        CountsFile all;
        try (InputStream in = open(file)) {
            all = CountsReader.read(in, defaults.rules(), nextWeight != null);
        } catch (NoSuchFileException e) {
            return console.refuse(
                    List.of(source + ": there is no such file; give the path of a JSON file, or - for standard input"));
        } catch (IOException e) {
            return console.refuse(List.of(source + " cannot be read: " + e.getMessage()));
        }
        CountsFile picked = name == null ? all : all.only(name);
        int refused = console.refuse(picked.allProblems().about(source));
        if (refused != 0 && !picked.hasSomethingToJudge()) {
            return refused;
        }
        console.note(picked.cases().stream()
                .flatMap(one -> one.leftOut().stream())
                .map(sentence -> source + ": " + sentence)
                .toList());
        try {
            Writer out = console.out();
            CountsReport report = output == JudgeCommand.Output.JSON
                    ? new CountsJson(out, picked.hasList(), quiet)
                    : new CountsText(out, quiet);
            List<Verdict> verdicts = CountsRun.judge(source, picked, report);
            return refused != 0 ? refused : exitCode(verdicts);
        } catch (IOException e) {
            return console.refuseResult(e);
        }
    }

    private static InputStream open(String file) throws IOException {
        return file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file));
    }

    private static int exitCode(List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.FAIL)) {
            return JudgeCommand.FAIL;
        }
        boolean allPass = !verdicts.isEmpty() && verdicts.stream().allMatch(verdict -> verdict == Verdict.PASS);
        return allPass ? JudgeCommand.PASS : JudgeCommand.UNDECIDED;
    }
}
