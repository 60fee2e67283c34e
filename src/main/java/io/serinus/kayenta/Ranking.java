package io.serinus.kayenta;

/**
 * Where one sample stands among two, when both are ranked together and equal values share the mean of their ranks.
 *
 * @param rankSum of the first sample
 * @param ties sum of t^3 - t over the groups of t equal values
 */
record Ranking(double rankSum, double ties) {
    /**
     * Ranks the first sample, moved down by a shift, together with the second.
     *
     * @param x ascending, at least one value; subtracting one number from all keeps it so, which spares sorting again
     * @param y ascending, at least one value
     * @param shift finite
     */
    static Ranking of(double[] x, double[] y, double shift) {
        double rankSum = 0;
        double ties = 0;
        int i = 0;
        int j = 0;
        double nextX = x[0] - shift;
        double nextY = y[0];
        while (i < x.length || j < y.length) {
            int ranked = i + j;
            int before = i;
            double value = Math.min(nextX, nextY);
            while (i < x.length && nextX == value) {
                nextX = ++i < x.length ? x[i] - shift : Double.POSITIVE_INFINITY;
            }
            while (j < y.length && nextY == value) {
                nextY = ++j < y.length ? y[j] : Double.POSITIVE_INFINITY;
            }
            double tied = i + j - ranked;
            rankSum += (i - before) * (ranked + (tied + 1) / 2);
            ties += tied * tied * tied - tied;
        }
        return new Ranking(rankSum, ties);
    }
}
