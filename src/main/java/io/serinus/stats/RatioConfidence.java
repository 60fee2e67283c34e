package io.serinus.stats;

import java.util.Arrays;

/**
 * The search for the limits of a {@link RatioInterval}. The points of the mixture, which have to be evaluated anyway,
 * bracket them; in between, one kind of noise at a time is followed, and every kind is looked at only where that one ends.
 */
final class RatioConfidence {
    /** Distances of the mixture's points from equality, on either side, in log ratio. */
    private static final double[] DISTANCES = {
        0.02, 0.05, 0.1, 0.15, 0.2, 0.27, 0.35, 0.45, 0.6, 0.8, 1.0, 1.3, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0
    };

    private static final double LAST_GAP = 0.7;

    /** A limit beyond is none. */
    private static final double FARTHEST = 12;

    private static final double PRECISION = 1e-9;

    /** So far below the best, a ratio's likelihood, and that of all farther ones, is nothing: a share of 1e-20. */
    private static final double NEGLIGIBLE = 46;

    /** Half the step of the difference that stands for a slope: its error is then of the order of 1e-8. */
    private static final double SLOPE_STEP = 2e-4;

    private static final double[] POINTS = points();
    private static final double[] LOG_PRIOR = logPrior();

    private final RatioProfile profile;
    private final Counts total;

    /** The mixture's points, and beyond them the farthest ones, in ascending order. */
    private final double[] deltas;

    /** Log prior weight of each kind of noise. */
    private final double[] logWeights;

    /** Best log likelihood under any noise at each of them; minus infinity where negligible. */
    private final double[] best;

    /** Log likelihood that a ratio needs in order to be inside. */
    private final double needed;

    RatioConfidence(RatioProfile profile, Counts total, double alpha) {
        this.profile = profile;
        this.total = total;
        this.deltas = new double[POINTS.length + 2];
        System.arraycopy(POINTS, 0, deltas, 1, POINTS.length);
        this.logWeights = new double[profile.grid().size()];
        for (int noise = 0; noise < logWeights.length; noise++) {
            logWeights[noise] = Math.log(profile.grid().weight(noise));
        }
        deltas[0] = -FARTHEST;
        deltas[deltas.length - 1] = FARTHEST;
        this.best = new double[deltas.length];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        this.needed = LogSumExp.of(columns()) + Math.log(alpha);
    }

    RatioInterval interval() {
        double peak = peak();
        double start = Math.clamp(peak, -FARTHEST, FARTHEST);
        return new RatioInterval(Math.exp(limit(start, -1)), Math.exp(peak), Math.exp(limit(start, 1)));
    }

    /** Each point's part of the mixture, outward from where it is largest; farthest points have none. */
    private double[] columns() {
        double[] columns = new double[deltas.length];
        Arrays.fill(columns, Double.NEGATIVE_INFINITY);
        int middle = nearest(Math.clamp(profile.crudeLogRatio(), -FARTHEST, FARTHEST));
        double top = evaluate(columns, middle);
        for (int sign = -1; sign <= 1; sign += 2) {
            int negligible = 0;
            for (int i = middle + sign; i >= 0 && i < deltas.length && negligible < 2; i += sign) {
                double value = evaluate(columns, i);
                top = Math.max(top, value);
                negligible = value < top - NEGLIGIBLE ? negligible + 1 : 0;
            }
        }
        return columns;
    }

    private double evaluate(double[] columns, int i) {
        double[] row = profile.at(deltas[i]);
        best[i] = max(row);
        if (i > 0 && i < deltas.length - 1) {
            double[] weighted = new double[row.length];
            for (int noise = 0; noise < row.length; noise++) {
                weighted[noise] = row[noise] + logWeights[noise];
            }
            columns[i] = LOG_PRIOR[i - 1] + LogSumExp.of(weighted);
        }
        return best[i];
    }

    private int nearest(double delta) {
        int nearest = 0;
        for (int i = 1; i < deltas.length; i++) {
            nearest = Math.abs(deltas[i] - delta) < Math.abs(deltas[nearest] - delta) ? i : nearest;
        }
        return nearest;
    }

    /** The likeliest log ratio under whichever noise. */
    private double peak() {
        if (total.x1() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (total.x2() == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double at = deltas[indexOfMax(best)];
        double crude = profile.crudeLogRatio();
        if (Math.abs(crude) < FARTHEST && max(profile.at(crude)) >= best[indexOfMax(best)]) {
            at = crude;
        }
        int noise = indexOfMax(profile.at(at));
        // Each round ends higher than the one before, so none comes twice.
        for (int round = 0; round < profile.grid().size(); round++) {
            double top = peakOf(noise, at);
            int likelier = indexOfMax(profile.at(top));
            at = top;
            if (likelier == noise) {
                break;
            }
            noise = likelier;
        }
        return at;
    }

    /** Where the likelihood under one kind of noise has no slope, uphill from the start. */
    private double peakOf(int noise, double start) {
        double slope = slope(noise, start);
        double direction = Math.signum(slope);
        double from = start;
        double stride = 0.1;
        while (Math.abs(from) <= FARTHEST) {
            double to = from + direction * stride;
            double next = slope(noise, to);
            if (next * direction <= 0) {
                return Roots.between(delta -> slope(noise, delta), from, slope, to, next, PRECISION);
            }
            from = to;
            slope = next;
            stride *= 2;
        }
        return direction * FARTHEST;
    }

    private double slope(int noise, double delta) {
        double[] values = profile.at(noise, delta - SLOPE_STEP, delta + SLOPE_STEP);
        return values[1] - values[0];
    }

    /** The outermost log ratio inside, in the direction given by the sign. */
    private double limit(double peak, int sign) {
        int outermost = sign > 0 ? deltas.length - 1 : 0;
        if (best[outermost] > needed) {
            return sign * Double.POSITIVE_INFINITY;
        }
        double outside = deltas[outermost];
        for (int i = outermost; (deltas[i] - peak) * sign > 0; i -= sign) {
            if (best[i] > needed) {
                return crossing(deltas[i], outside);
            }
            outside = deltas[i];
        }
        return crossing(peak, outside);
    }

    private double crossing(double inside, double outside) {
        double at = inside;
        double[] row = profile.at(at);
        // Under every noise the limit lies before the outside; the farthest of them counts.
        for (int round = 0; round < row.length && max(row) > needed; round++) {
            int noise = indexOfMax(row);
            double atInside = row[noise] - needed;
            double atOutside = profile.at(noise, outside)[0] - needed;
            double next = Roots.between(
                    delta -> profile.at(noise, delta)[0] - needed, at, atInside, outside, atOutside, PRECISION);
            if (next == at) {
                break;
            }
            at = next;
            row = profile.at(at);
            if (indexOfMax(row) == noise) {
                break;
            }
        }
        return at;
    }

    private static double max(double[] values) {
        return values[indexOfMax(values)];
    }

    private static int indexOfMax(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static double[] points() {
        double[] points = new double[2 * DISTANCES.length + 1];
        for (int i = 0; i < DISTANCES.length; i++) {
            points[DISTANCES.length + 1 + i] = DISTANCES[i];
            points[DISTANCES.length - 1 - i] = -DISTANCES[i];
        }
        return points;
    }

    /** Exponential density of the distance, trapezoid weights. */
    private static double[] logPrior() {
        double[] logs = new double[POINTS.length];
        for (int i = 0; i < POINTS.length; i++) {
            double left = i == 0 ? POINTS[i] - LAST_GAP : POINTS[i - 1];
            double right = i == POINTS.length - 1 ? POINTS[i] + LAST_GAP : POINTS[i + 1];
            logs[i] = Math.log((right - left) / 2) - Math.abs(POINTS[i]);
        }
        double sum = LogSumExp.of(logs);
        for (int i = 0; i < logs.length; i++) {
            logs[i] -= sum;
        }
        return logs;
    }
}
