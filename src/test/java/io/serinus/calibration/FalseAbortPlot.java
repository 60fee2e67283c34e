package io.serinus.calibration;

import java.util.List;
import java.util.Locale;

/** How often each judge aborted releases of identical versions: a mark at the mean of the cells, a line up to the worst. */
final class FalseAbortPlot {
    private static final int LEFT = 200;
    private static final int RIGHT = 30;
    private static final int TOP = 76;
    private static final int WIDTH = 900;
    private static final int STRIDE = 10;
    private static final int LEGEND_COLUMN = 165;
    private static final double[] TICKS = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1};

    private final List<String> judges;
    private final List<Summary> rows;
    private final double falseAbort;

    FalseAbortPlot(List<String> judges, List<Summary> rows, double falseAbort) {
        this.judges = judges;
        this.rows = rows;
        this.falseAbort = falseAbort;
    }

    String draw() {
        int rowHeight = STRIDE * (judges.size() + 1);
        int bottom = TOP + rows.size() * rowHeight;
        var svg = new Svg(WIDTH, bottom + 44, "False aborts by scenario and judge", description());
        for (int judge = 0; judge < judges.size(); judge++) {
            double x = 20 + (judge % 5) * LEGEND_COLUMN;
            int y = 20 + 20 * (judge / 5);
            svg.mark(judge, x, y - 4).text("", "start", x + 10, y, judges.get(judge));
        }
        for (double tick : TICKS) {
            svg.line("grid", x(tick), TOP, x(tick), bottom)
                    .text("small", "middle", x(tick), bottom + 16, percent(tick));
        }
        svg.line("limit", x(falseAbort), TOP - 6, x(falseAbort), bottom)
                .text("small", "start", x(falseAbort) + 4, TOP - 8, "promised by Serinus: " + percent(falseAbort))
                .text(
                        "small",
                        "middle",
                        (LEFT + WIDTH - RIGHT) / 2.0,
                        bottom + 34,
                        "releases aborted, square-root scale");
        for (int row = 0; row < rows.size(); row++) {
            double top = TOP + (double) row * rowHeight;
            svg.line("grid", 0, top, WIDTH, top)
                    .text(
                            "",
                            "end",
                            LEFT - 14,
                            top + rowHeight / 2.0 + 4,
                            rows.get(row).name());
            for (int judge = 0; judge < judges.size(); judge++) {
                double y = top + STRIDE * (judge + 1);
                double mean = rows.get(row).meanRate(judge);
                svg.line("range j" + judge, x(mean), y, x(rows.get(row).worstRate(judge)), y)
                        .mark(judge, x(mean), y);
            }
        }
        return svg.document();
    }

    private String description() {
        var text =
                new StringBuilder("Mean over the cells, and the worst cell, of the releases that were aborted although"
                        + " both versions are the same.");
        for (int judge = 0; judge < judges.size(); judge++) {
            int index = judge;
            double worst =
                    rows.stream().mapToDouble(row -> row.meanRate(index)).max().orElse(0);
            text.append(
                    String.format(Locale.ROOT, " %s: at most %.1f %% in the mean.", judges.get(judge), 100 * worst));
        }
        return text.toString();
    }

    private static double x(double fraction) {
        return LEFT + Math.sqrt(fraction) * (WIDTH - LEFT - RIGHT);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
    }
}
