package io.serinus.kayenta;

import io.serinus.kayenta.KayentaJudgement.MetricResult;
import io.serinus.kayenta.MetricClassifier.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kayenta's judge {@code NetflixACAJudge-v1.0}: a Mann-Whitney test per metric, the share of passed metrics per group, and the
 * weighted sum of the groups held against two thresholds.
 *
 * <p>It looks once, at a window that was fixed beforehand. Asked again and again it says ever more often that something is
 * wrong where nothing is: its confidence of 98 % is for one look at one metric.
 *
 * <p>The same input always gives the same judgement. Where Kayenta adds random noise, to two sides that do not vary at all,
 * the noise here comes from a fixed seed.
 */
public final class KayentaJudge {
    private KayentaJudge() {}

    /**
     * Judges a canary. A metric of the config without samples has no data.
     *
     * @param thresholds what the summary score is held against
     * @throws IllegalArgumentException if there are samples of a metric that the config does not have
     */
    public static KayentaJudgement judge(KayentaConfig config, Samples samples, ScoreThresholds thresholds) {
        requireKnown(config, samples);
        var results = new ArrayList<MetricResult>();
        for (MetricConfig metric : config.metrics()) {
            for (SeriesPair pair : SeriesPair.of(metric.name(), samples)) {
                results.add(result(metric, pair));
            }
        }
        return new Scorer(config.groupWeights(), thresholds).score(results);
    }

    /**
     * What is said of one metric, and nothing else: cheap enough to be asked very often.
     *
     * @param control the baseline's points, in any order, NaN where there is no value; left as they are
     * @param experiment the canary's points, likewise
     */
    public static Classification classify(double[] control, double[] experiment, MetricConfig metric) {
        return MetricClassifier.NETFLIX
                .classify(Preparation.of(control, metric), Preparation.of(experiment, metric), metric)
                .classification();
    }

    private static MetricResult result(MetricConfig metric, SeriesPair pair) {
        double[] control = Preparation.of(pair.control().points(), metric);
        double[] experiment = Preparation.of(pair.experiment().points(), metric);
        Finding finding = MetricClassifier.NETFLIX.classify(control, experiment, metric);
        SampleStatistics ofControl = SampleStatistics.of(control);
        SampleStatistics ofExperiment = SampleStatistics.of(experiment);
        return new MetricResult(
                metric.name(),
                pair.tags(),
                metric.groups(),
                metric.muted(),
                finding.classification(),
                finding.critical(),
                finding.deviation(),
                finding.effectSize(),
                ofControl,
                ofExperiment,
                Wording.reason(finding, ofControl, ofExperiment));
    }

    private static void requireKnown(KayentaConfig config, Samples samples) {
        List<String> names = config.metrics().stream().map(MetricConfig::name).toList();
        Stream.concat(samples.control().stream(), samples.experiment().stream())
                .map(Series::metric)
                .filter(metric -> !names.contains(metric))
                .findFirst()
                .ifPresent(metric -> {
                    throw new IllegalArgumentException(
                            "samples are of metric \"" + metric + "\", expected one of " + String.join(", ", names));
                });
    }
}
