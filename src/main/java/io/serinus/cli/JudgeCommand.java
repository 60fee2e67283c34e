package io.serinus.cli;

import io.serinus.analysis.Verdict;
import io.serinus.offline.CountsDefaults;
import io.serinus.offline.CountsFile;
import io.serinus.offline.CountsJson;
import io.serinus.offline.CountsReader;
import io.serinus.offline.CountsReport;
import io.serinus.offline.CountsRun;
import io.serinus.offline.CountsText;
import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = {
            "Judges recorded interval counts by the rules of a release, at once and without a cluster. "
                    + "docs/judge-command.md describes the file and the output.",
            ""
        },
        exitCodeOnInvalidInput = JudgeCommand.BAD_INPUT,
        // A mistake of ours must not look like a failed canary.
        exitCodeOnExecutionException = JudgeCommand.BAD_INPUT,
        exitCodeListHeading = "%nExit codes, of several cases the first that applies of 2, 1, 3, 0:%n",
        exitCodeList = {
            "0:PASS: harm beyond the margin is excluded",
            "1:FAIL: harm beyond the tolerance is proved",
            "2:bad input: the command line or the file is not understood",
            "3:UNDECIDED or NO_DATA: neither is shown"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  serinus judge --counts counts.json",
            "  serinus judge --counts counts.json --next-weight 10 --quiet",
            "  serinus judge --counts - --output json < counts.json",
            "  serinus judge --counts cases.json --case \"late regression\" --template strict.yaml"
        })
final class JudgeCommand implements Callable<Integer> {
    static final int BAD_INPUT = 2;
    private static final String STANDARD_INPUT = "-";

    /** What is judged: one kind of recording or another. */
    static final class Recording {
        @ArgGroup(exclusive = false)
        @Nullable
        CountsOptions counts;
    }

    /** Interval counts and what belongs to them. */
    static final class CountsOptions {
        @Option(
                names = "--counts",
                paramLabel = "FILE",
                required = true,
                description = "JSON file of interval counts, or of cases with counts each; - for standard input.")
        String file = "";

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
    }

    enum Output {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return this == TEXT ? "text" : "json";
        }
    }

    @ArgGroup(multiplicity = "1")
    @Nullable
    Recording recording;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text.")
    Output output = Output.TEXT;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only the summary, without a line for each interval.")
    boolean quiet;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        CountsOptions options = Objects.requireNonNull(Objects.requireNonNull(recording).counts);
        int nextWeight = options.nextWeight == null ? 100 : options.nextWeight;
        if (nextWeight < 1 || nextWeight > 100) {
            throw new ParameterException(
                    command().commandLine(), "--next-weight is " + nextWeight + ", expected 1 to 100");
        }
        return switch (CountsDefaults.of(options.template, nextWeight)) {
            case CountsDefaults.Refused(List<String> problems) -> refuse(problems);
            case CountsDefaults.Found found -> judge(options, found);
        };
    }

    private int judge(CountsOptions options, CountsDefaults.Found defaults) {
        String name = options.file.equals(STANDARD_INPUT) ? "standard input" : options.file;
        CountsFile file;
        try (InputStream in = open(options.file)) {
            file = CountsReader.read(in, defaults.rules(), options.nextWeight != null);
        } catch (NoSuchFileException e) {
            return refuse(
                    List.of(name + ": there is no such file; give the path of a JSON file, or - for standard input"));
        } catch (IOException e) {
            return refuse(List.of(name + " cannot be read: " + e.getMessage()));
        }
        CountsFile picked = options.name == null ? file : file.only(options.name);
        int refused = refuse(picked.allProblems().about(name));
        if (refused != 0 && !picked.hasSomethingToJudge()) {
            return refused;
        }
        try {
            List<Verdict> verdicts = report(name, picked);
            return refused != 0 ? refused : exitCode(verdicts);
        } catch (IOException e) {
            return refuse(List.of("the result cannot be written: " + e.getMessage()));
        }
    }

    private List<Verdict> report(String name, CountsFile file) throws IOException {
        Writer out = new BufferedWriter(new Checked(command().commandLine().getOut()));
        CountsReport report =
                output == Output.JSON ? new CountsJson(out, file.hasList(), quiet) : new CountsText(out, quiet);
        return CountsRun.judge(name, file, report);
    }

    /** A PrintWriter swallows what goes wrong; a verdict that nobody got must not be taken for one. */
    private static final class Checked extends FilterWriter {
        private final PrintWriter target;

        Checked(PrintWriter target) {
            super(target);
            this.target = target;
        }

        @Override
        public void flush() throws IOException {
            if (target.checkError()) {
                throw new IOException("standard output is closed or full");
            }
        }
    }

    private static InputStream open(String file) throws IOException {
        return file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file));
    }

    private int refuse(List<String> problems) {
        PrintWriter err = command().commandLine().getErr();
        problems.forEach(problem -> err.println("serinus: " + problem));
        err.flush();
        return problems.isEmpty() ? 0 : BAD_INPUT;
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec, "picocli sets it");
    }

    private static int exitCode(List<Verdict> verdicts) {
        if (verdicts.contains(Verdict.FAIL)) {
            return 1;
        }
        boolean allPass = !verdicts.isEmpty() && verdicts.stream().allMatch(verdict -> verdict == Verdict.PASS);
        return allPass ? 0 : 3;
    }
}
