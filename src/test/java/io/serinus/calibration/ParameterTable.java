package io.serinus.calibration;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every parameter of the simulation as Markdown. */
final class ParameterTable {
    private ParameterTable() {}

    static String text() {
        var text = new StringBuilder(Figures.header("what", "how it is drawn"));
        text.append(Figures.row(
                "release",
                "30 minutes at a constant weight; ticks of 5 s; histograms of 15 s in Istio's " + Release.BOUNDS.size()
                        + " buckets"));
        text.append(
                Figures.row(
                        "history",
                        "an hour before each release, of two halves of the baseline's pods, two pods each, in intervals of 15 s. A"
                                + " half is drawn like a whole version, with noise of its own; the judge, told that two pods stand for"
                                + " a canary of one, expects a little more. There are no incidents in it, and nothing of the canary"));
        text.append(Figures.row("traffic", "5, 50 or 500 requests/s, Poisson; canary's share 5, 10 or 50 %"));
        text.append(Figures.row(
                "durations",
                String.format(
                        Locale.ROOT,
                        "lognormal, median %.0f ms, sigma %.1f, so p95 is %.0f ms",
                        Latency.MEDIAN_MILLIS,
                        Latency.SIGMA,
                        Latency.P95_MILLIS)));
        text.append(Figures.row(
                "errors, unless said otherwise",
                "each request by itself; 0.5 % where the versions are the" + " same, 0.1 % where latency differs"));
        text.append(Figures.row(
                "bursts of m",
                "failures in a row, sizes geometric with mean m (design effect phi = 2m - 1),"
                        + " or exactly m (phi = m); a burst lasts at most 30 s, the rest of it is lost"));
        text.append(Figures.row(
                "gamma cv2 v",
                "the error rate of each version is multiplied every 15 s (or 30 s) by a gamma"
                        + " number of mean 1 and variance v"));
        text.append(Figures.row(
                "drifting errors and latency",
                "the logarithm of each version's error rate is an AR(1) process,"
                        + " coefficient 0.8 per 30 s, standard deviation 0.3; so is the logarithm of its latency factor,"
                        + " standard deviation " + LatencyNoise.DRIFTING.deviation()));
        text.append(Figures.row(
                "ordinary latency noise",
                "each version's durations are multiplied by a factor that lasts, standard deviation "
                        + LatencyNoise.ORDINARY.lasting()
                        + " on the log scale, as between pods, and by one that is new every 30 s, standard deviation "
                        + LatencyNoise.ORDINARY.deviation() + ". In: " + noisy()));
        text.append(Figures.row("shared incident", "both versions fail 20 % in minutes 10 to 12"));
        text.append(Figures.row(
                "diurnal drift", "load and error rate of both versions times 2^sin, one period in 30 minutes"));
        text.append(Figures.row(
                "warm-up",
                "in its first minute the canary is 2.5 times as slow and fails five times as"
                        + " often (2.5 %), or 5 %; kept in the data, as it is in a cluster"));
        text.append(Figures.row(
                "beyond p95 × 1.5", "each request slower than the 95th percentile takes 1.5 times as long"));
        text.append(Figures.row("2 s for 2 %", "2 % of the requests take 2 s instead"));
        text.append(Figures.row("late", "the canary differs from minute 15 on; times count from then"));
        return text.toString();
    }

    private static String noisy() {
        List<String> names = Stream.concat(Scenarios.SAME.stream(), Scenarios.DIFFERENT.stream())
                .filter(scenario -> scenario.noise().equals(LatencyNoise.ORDINARY))
                .map(Scenario::name)
                .toList();
        return String.join("; ", names);
    }
}
