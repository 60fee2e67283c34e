package io.serinus.calibration;

/** What other tools read from Prometheus: one number per version and window. NaN where a query has no value. */
final class Points {
    private Points() {}

    /** Failed requests among all, in the slots from one to before another. */
    static double errorRatio(Side side, int fromSlot, int toSlot) {
        int from = fromSlot * Release.TICKS_PER_SLOT;
        int to = toSlot * Release.TICKS_PER_SLOT;
        long all = side.requests(from, to);
        return all == 0 ? Double.NaN : (double) side.failed(from, to) / all;
    }

    /** As {@code histogram_quantile}, in ms: linear inside the bucket; beyond the last bound, the last bound. */
    static double quantile(double q, Side side, int fromSlot, int toSlot) {
        long[] atMost = side.atMost(fromSlot, toSlot);
        int bounds = Release.BOUNDS.size();
        double rank = q * atMost[bounds];
        if (atMost[bounds] == 0) {
            return Double.NaN;
        }
        int k = 0;
        while (k < bounds && atMost[k] < rank) {
            k++;
        }
        if (k == bounds) {
            return Release.BOUNDS.getLast();
        }
        double low = k == 0 ? 0 : Release.BOUNDS.get(k - 1);
        double below = k == 0 ? 0 : atMost[k - 1];
        double width = Release.BOUNDS.get(k) - low;
        return atMost[k] == below ? Release.BOUNDS.get(k) : low + width * (rank - below) / (atMost[k] - below);
    }
}
