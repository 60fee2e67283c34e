package io.serinus.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much traffic a release gets.
 *
 * @param requestsPerSecond of both versions together
 * @param sharePercent the canary's, 1..99
 */
record Cell(double requestsPerSecond, int sharePercent) {
    /** Each of three rates with each of three shares. */
    static final List<Cell> ALL = all();

    private static List<Cell> all() {
        var cells = new ArrayList<Cell>();
        for (double rate : new double[] {5, 50, 500}) {
            for (int share : new int[] {5, 10, 50}) {
                cells.add(new Cell(rate, share));
            }
        }
        return List.copyOf(cells);
    }

    double share() {
        return sharePercent / 100.0;
    }

    double canaryPerSecond() {
        return requestsPerSecond * share();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f/s, %d %%", requestsPerSecond, sharePercent);
    }
}
