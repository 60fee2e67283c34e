package io.serinus.cli;

import io.serinus.kayenta.KayentaConfig;
import io.serinus.kayenta.KayentaJudge;
import io.serinus.kayenta.KayentaJudgement;
import io.serinus.kayenta.Samples;
import io.serinus.kayenta.ScoreThresholds;
import io.serinus.offline.InvalidFileException;
import io.serinus.offline.KayentaFiles;
import io.serinus.offline.KayentaJson;
import io.serinus.offline.KayentaText;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Samples to judge as Kayenta does, and what belongs to them. */
final class KayentaOptions {
    // Neither is required as far as the parser knows: it would only say that one is missing, not what for.
    @Option(
            names = "--kayenta",
            paramLabel = "CONFIG",
            description =
                    "JSON file of a canary config of Kayenta, for its judge NetflixACAJudge-v1.0. With --samples.")
    @Nullable
    String config;

    @Option(
            names = "--samples",
            paramLabel = "FILE",
            description = "JSON file of the samples to judge by the config. With --kayenta.")
    @Nullable
    String samples;

    @Option(
            names = "--pass",
            paramLabel = "SCORE",
            description = "The score, 0 to 100, from which on the canary passes. Default: as the config says, else 95.")
    @Nullable
    Double pass;

    @Option(
            names = "--marginal",
            paramLabel = "SCORE",
            description = "The score, 0 to the one to pass, from which on it is marginal."
                    + " Default: as the config says, else 75.")
    @Nullable
    Double marginal;

    /** The exit code, after the result has been written. */
    int judge(Console console, Output output) throws IOException, BadInputException {
        if (config == null) {
            throw console.misuse(
                    "--kayenta is missing: give the canary config of Kayenta that says how the samples are judged");
        }
        if (samples == null) {
            throw console.misuse("--samples is missing: give the file of samples that the canary config is to judge");
        }
        requireScore(console, "--pass", pass);
        requireScore(console, "--marginal", marginal);
        KayentaJudgement judgement = judgement(console, config, samples);
        write(judgement, console.out(), output);
        return switch (judgement.outcome()) {
            case PASS -> ExitCode.OK;
            case FAIL -> ExitCode.BAD_ANSWER;
            case MARGINAL -> ExitCode.UNDECIDED;
        };
    }

    private KayentaJudgement judgement(Console console, String configFile, String samplesFile)
            throws BadInputException {
        try {
            KayentaConfig read = InputFile.path(configFile).readPath(KayentaFiles::config);
            console.note(KayentaFiles.lostWeights(read).stream()
                    .map(sentence -> configFile + ": " + sentence)
                    .toList());
            ScoreThresholds thresholds =
                    thresholds(console, read.scoreThresholds().orElse(ScoreThresholds.USUAL));
            Samples points = InputFile.path(samplesFile).readPath(file -> KayentaFiles.samples(file, read));
            return KayentaJudge.judge(read, points, thresholds);
        } catch (InvalidFileException e) {
            throw new BadInputException(e.sentences());
        }
    }

    private static void requireScore(Console console, String option, @Nullable Double score) {
        if (score != null && !(score >= 0 && score <= 100)) {
            throw console.misuse(option + " is " + number(score) + ", expected 0 to 100");
        }
    }

    /** What is not given is as suggested. */
    private ScoreThresholds thresholds(Console console, ScoreThresholds suggested) {
        double toPass = pass == null ? suggested.pass() : pass;
        double toBeMarginal = marginal == null ? suggested.marginal() : marginal;
        if (toBeMarginal > toPass) {
            throw console.misuse(
                    marginal == null
                            ? "--pass is " + number(toPass) + ", below the score to be marginal, "
                                    + number(toBeMarginal) + "; give --marginal as well"
                            : "--marginal is " + number(toBeMarginal) + ", expected 0 to " + number(toPass)
                                    + ", the score to pass" + (pass == null ? "; give --pass as well" : ""));
        }
        return new ScoreThresholds(toPass, toBeMarginal);
    }

    private static void write(KayentaJudgement judgement, Writer out, Output output) throws IOException {
        if (output == Output.JSON) {
            KayentaJson.write(judgement, out);
        } else {
            out.write(KayentaText.of(judgement));
            out.flush();
        }
    }

    private static String number(double score) {
        return score == Math.rint(score) && Double.isFinite(score)
                ? String.format(Locale.ROOT, "%.0f", score)
                : Double.toString(score);
    }
}
