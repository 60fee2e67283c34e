package io.serinus.cli;

import io.serinus.analysis.CountsRules;
import io.serinus.analysis.Verdict;
import io.serinus.offline.CountsDefaults;
import io.serinus.offline.CountsFile;
import io.serinus.offline.CountsJson;
import io.serinus.offline.CountsReader;
import io.serinus.offline.CountsReport;
import io.serinus.offline.CountsRun;
import io.serinus.offline.CountsText;
import io.serinus.offline.TemplateChoice;
import io.serinus.template.AnalysisTemplate;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Interval counts to judge by the rules of a release, and what belongs to them. */
final class CountsOptions {
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
            names = "--arg",
            paramLabel = "NAME=VALUE",
            description = "The value of one of the template's arguments; may be given several times. Default: what the"
                    + " template says.")
    List<String> arguments = List.of();

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

    /** The weight that has to be shown to be safe, in percent. */
    int nextWeight(Console console) {
        int weight = nextWeight == null ? 100 : nextWeight;
        if (weight < 1 || weight > 100) {
            throw console.misuse("--next-weight is " + weight + ", expected 1 to 100");
        }
        return weight;
    }

    /** The template that is named. */
    AnalysisTemplate template(Console console) throws BadInputException {
        return switch (TemplateChoice.of(template, ArgumentTexts.read(console, arguments))) {
            case TemplateChoice.Refused(List<String> problems) -> throw new BadInputException(problems);
            case TemplateChoice.Found(AnalysisTemplate found) -> found;
        };
    }

    /** The exit code, after the result has been written. */
    int judge(Console console, Output output) throws IOException, BadInputException {
        if (file == null) {
            throw console.misuse("--counts is missing: give the file that --case, --template, --arg, --next-weight and"
                    + " --quiet are about");
        }
        int weight = nextWeight(console);
        CountsRules defaults = switch (CountsDefaults.of(template, ArgumentTexts.read(console, arguments), weight)) {
            case CountsDefaults.Refused(List<String> problems) -> throw new BadInputException(problems);
            case CountsDefaults.Found(CountsRules rules) -> rules;
        };
        InputFile input = InputFile.pathOrStandardInput(file);
        CountsFile all = input.read(in -> CountsReader.read(in, defaults, nextWeight != null));
        return judge(console, output, input.name(), name == null ? all : all.only(name));
    }

    /** Cases with mistakes do not keep the others from being judged. */
    private int judge(Console console, Output output, String source, CountsFile file)
            throws IOException, BadInputException {
        List<String> problems = file.allProblems().about(source);
        if (!problems.isEmpty() && !file.hasSomethingToJudge()) {
            throw new BadInputException(problems);
        }
        console.note(problems);
        console.note(file.cases().stream()
                .flatMap(one -> one.leftOut().stream())
                .map(sentence -> source + ": " + sentence)
                .toList());
        Writer out = console.out();
        CountsReport report =
                output == Output.JSON ? new CountsJson(out, file.hasList(), quiet) : new CountsText(out, quiet);
        List<Verdict> verdicts = CountsRun.judge(source, file, report);
        return problems.isEmpty() ? exitCode(verdicts) : ExitCode.BAD_INPUT;
    }

    private static int exitCode(List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.FAIL)) {
            return ExitCode.BAD_ANSWER;
        }
        boolean allPass = !verdicts.isEmpty() && verdicts.stream().allMatch(verdict -> verdict == Verdict.PASS);
        return allPass ? ExitCode.OK : ExitCode.UNDECIDED;
    }
}
