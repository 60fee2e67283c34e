package io.serinus.calibration;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * When one judge aborted the releases of one scenario in one cell. Times count from the moment since which the versions
 * differ; a release that was aborted before counts as one without an abort. Different releases may be put by different
 * threads.
 */
final class Aborts {
    /** Per release, from the change to the abort; 0 for none. */
    private final int[] seconds;

    /** Per release, of the canary, from the change to the abort or to the end. */
    private final long[] requests;

    /** Of so many releases, yet to be put. */
    Aborts(int releases) {
        this.seconds = new int[releases];
        this.requests = new long[releases];
    }

    /** That a release was aborted after so many seconds and requests. */
    void aborted(int release, int afterSeconds, long afterRequests) {
        seconds[release] = afterSeconds;
        requests[release] = afterRequests;
    }

    /** That a release was never aborted. */
    void survived(int release, long allRequests) {
        seconds[release] = 0;
        requests[release] = allRequests;
    }

    int releases() {
        return seconds.length;
    }

    int count() {
        return (int) Arrays.stream(seconds).filter(second -> second > 0).count();
    }

    /** The fraction of releases that were aborted. */
    double rate() {
        return (double) count() / releases();
    }

    /** The Monte-Carlo error of the rate, as one standard deviation. */
    double standardError() {
        return Math.sqrt(rate() * (1 - rate()) / releases());
    }

    /** The fraction that was aborted by then. */
    double rateBy(int second) {
        return (double) Arrays.stream(seconds)
                        .filter(it -> it > 0 && it <= second)
                        .count()
                / releases();
    }

    /** Over all releases, infinite if less than half of them were aborted. */
    double medianSeconds() {
        return median(IntStream.range(0, releases())
                .mapToDouble(i -> seconds[i] > 0 ? seconds[i] : Double.POSITIVE_INFINITY)
                .toArray());
    }

    /** As the median of the seconds. */
    double medianRequests() {
        return median(IntStream.range(0, releases())
                .mapToDouble(i -> seconds[i] > 0 ? requests[i] : Double.POSITIVE_INFINITY)
                .toArray());
    }

    /** Over all releases, to the abort or to the end. */
    double meanRequests() {
        return Arrays.stream(requests).average().orElse(Double.NaN);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[(values.length - 1) / 2];
    }
}
