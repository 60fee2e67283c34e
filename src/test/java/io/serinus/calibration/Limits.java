package io.serinus.calibration;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Bad canaries that were not found nearly always, and why, as Markdown. */
record Limits(Study study) {
    String text() {
        List<Trial> missed = study.harmful().stream()
                .filter(trial -> trial.aborts().get(Study.SERINUS).rate() < Study.POWER)
                .toList();
        List<Trial> hopeless = missed.stream().filter(study::isOutOfReach).toList();
        List<Trial> possible =
                missed.stream().filter(Predicate.not(study::isOutOfReach)).toList();
        return String.format(
                Locale.ROOT,
                """
                Of %d pairs of a bad canary and an amount of traffic, Serinus aborts 95 %% or more of the releases in %d.

                ### Too few requests for any test

                In %d of the others even a test that knows all noise beforehand, and promises what Serinus promises, needs longer
                than the release has, on average, to find 95 %%. A larger share for the canary, a longer step or a larger
                `falseAbort` are the only cures.

                %s
                ### Enough requests for a perfect test, not for Serinus

                In %d it would have been possible. Of the time that is left to Serinus it spends some on what a perfect test does
                not need: it does not know how noisy the service is, and must exclude that the difference is the noise of a
                few intervals; it demands that no single interval decides; it judges nothing but outages in the warm-up; it
                shares its error probability among metrics and histogram bounds; and it tolerates what the baseline's own pods
                differ by.

                %s""",
                study.harmful().size(),
                study.harmful().size() - missed.size(),
                hopeless.size(),
                hopeless.isEmpty() ? "" : table(hopeless),
                possible.size(),
                possible.isEmpty() ? "" : table(possible));
    }

    private String table(List<Trial> trials) {
        var text = new StringBuilder(Figures.header(
                "scenario", "traffic, share", "found, %", "a perfect test needs", "there is", "of what there is, %"));
        for (Trial trial : trials) {
            double needed = study.secondsForPower(trial);
            double available = study.secondsThereAre(trial);
            text.append(Figures.row(
                    trial.scenario().name(),
                    trial.cell(),
                    Figures.percent(trial.aborts().get(Study.SERINUS).rate()),
                    Figures.duration(needed),
                    Figures.duration(available),
                    Figures.number(100 * needed / available)));
        }
        return text.toString();
    }
}
