package io.serinus.calibration;

import java.util.List;
import java.util.Locale;

/** What fraction of the releases of one trial each judge had aborted by when. */
final class DetectionPlot {
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 80;
    private static final int BOTTOM = 330;
    private static final int WIDTH = 760;
    private static final int LEGEND_COLUMN = 175;
    private static final List<String> DASHES = List.of("", "7 3", "2 3", "9 3 2 3", "5 5", "12 4", "1 4");

    private final List<String> judges;
    private final Trial trial;
    private final int seconds;

    DetectionPlot(List<String> judges, Trial trial) {
        this.judges = judges;
        this.trial = trial;
        this.seconds = (Release.TICKS - trial.scenario().changeTick()) * Release.SECONDS_PER_TICK;
    }

    String draw() {
        String title = trial.scenario().name() + " at " + trial.cell();
        var svg = new Svg(WIDTH, BOTTOM + 44, "Detection over time: " + title, description());
        svg.text("", "start", 20, 18, title);
        for (int judge = 0; judge < judges.size(); judge++) {
            double x = 20 + (judge % 4) * LEGEND_COLUMN;
            int y = 40 + 18 * (judge / 4);
            svg.path("line j" + judge, DASHES.get(judge), point(x, y - 4) + " " + point(x + 30, y - 4))
                    .text("", "start", x + 36, y, judges.get(judge));
        }
        for (int percent = 0; percent <= 100; percent += 25) {
            svg.line("grid", LEFT, y(percent / 100.0), WIDTH - RIGHT, y(percent / 100.0))
                    .text("small", "end", LEFT - 8, y(percent / 100.0) + 4, percent + " %");
        }
        for (int minute = 0; minute * 60 <= seconds; minute += 5) {
            svg.line("grid", x(minute * 60), TOP, x(minute * 60), BOTTOM)
                    .text("small", "middle", x(minute * 60), BOTTOM + 16, String.valueOf(minute));
        }
        svg.text("small", "middle", (LEFT + WIDTH - RIGHT) / 2.0, BOTTOM + 34, "minutes since the canary differs");
        for (int judge = judges.size() - 1; judge >= 0; judge--) {
            svg.path("line j" + judge, DASHES.get(judge), steps(trial.aborts().get(judge)));
        }
        return svg.document();
    }

    private String steps(Aborts aborts) {
        var points = new StringBuilder(point(x(0), y(0)));
        double last = 0;
        for (int second = Release.SECONDS_PER_TICK; second <= seconds; second += Release.SECONDS_PER_TICK) {
            double rate = aborts.rateBy(second);
            if (rate > last) {
                points.append(' ').append(point(x(second), y(last))).append(' ').append(point(x(second), y(rate)));
                last = rate;
            }
        }
        return points.append(' ').append(point(x(seconds), y(last))).toString();
    }

    private String description() {
        var text = new StringBuilder("Fraction of releases aborted by time.");
        for (int judge = 0; judge < judges.size(); judge++) {
            Aborts aborts = trial.aborts().get(judge);
            text.append(String.format(
                    Locale.ROOT,
                    " %s: %.0f %% after %d minutes, %.0f %% in the end.",
                    judges.get(judge),
                    100 * aborts.rateBy(seconds / 3),
                    seconds / 180,
                    100 * aborts.rate()));
        }
        return text.toString();
    }

    private double x(double second) {
        return LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double fraction) {
        return BOTTOM - fraction * (BOTTOM - TOP);
    }

    private static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }
}
