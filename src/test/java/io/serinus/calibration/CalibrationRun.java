package io.serinus.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Writes {@code docs/calibration.md} and fails if Serinus breaks its promise: {@code ./mvnw -Pcalibration verify}. Not part
 * of an ordinary build.
 *
 * <p>System properties: {@code full} for 2,000 releases in every cell; {@code calibration.same} and {@code
 * calibration.different} for other numbers of releases; {@code calibration.seed}; {@code calibration.date} as printed, today by
 * default; {@code calibration.docs}, the directory to write to; {@code calibration.threads}, all processors by default.
 */
class CalibrationRun {
    private static final int FULL = 2000;
    private static final int SAME = 200;
    private static final int DIFFERENT = 100;

    @Test
    void keepsItsPromiseAndWritesThePage() throws IOException, InterruptedException {
        boolean isFull = System.getProperty("full") != null;
        var plan = new Plan(
                Long.getLong("calibration.seed", 1),
                Integer.getInteger("calibration.same", isFull ? FULL : SAME),
                Integer.getInteger("calibration.different", isFull ? FULL : DIFFERENT),
                _ -> true);
        SerinusSubject serinus = SerinusSubject.shipped();
        List<Subject> judges = Laboratory.judges(serinus);
        List<Trial> trials = plan.trials(judges.size());
        int threads =
                Integer.getInteger("calibration.threads", Runtime.getRuntime().availableProcessors());
        new Laboratory(plan.seed(), judges)
                .run(trials, threads, new Progress(trials, InstantSource.system(), System.out::println));
        var study = new Study(judges.stream().map(Subject::name).toList(), trials, new WaldBound(serinus.template()));
        String date = System.getProperty(
                "calibration.date", LocalDate.now(Clock.systemUTC()).toString());
        Path docs = Path.of(System.getProperty("calibration.docs", "docs"));
        new Page(study, plan, serinus.template(), date, command(isFull)).write(docs);
        System.out.println(new Answer(study).line() + "; see " + docs.resolve("calibration.md"));
        assertThat(study.broken())
                .as("good canaries that were aborted more often than promised")
                .isEmpty();
    }

    private static String command(boolean isFull) {
        var command = new StringBuilder("./mvnw -Pcalibration verify");
        if (isFull) {
            command.append(" -Dfull");
        }
        for (String name : List.of("calibration.seed", "calibration.same", "calibration.different")) {
            String value = System.getProperty(name);
            if (value != null) {
                command.append(" -D").append(name).append('=').append(value);
            }
        }
        return command.toString();
    }
}
