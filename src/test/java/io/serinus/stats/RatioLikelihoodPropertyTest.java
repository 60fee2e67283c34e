package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RatioLikelihoodPropertyTest {
    private static final NuisanceGrid GRID = NuisanceGrid.standard();

    @Property
    void isFiniteForAnyCounts(
            @ForAll @DoubleRange(min = 0, max = 9) double logExposure1,
            @ForAll @DoubleRange(min = 0, max = 9) double logExposure2,
            @ForAll @DoubleRange(min = 0, max = 1) double fraction1,
            @ForAll @DoubleRange(min = 0, max = 1) double fraction2,
            @ForAll @DoubleRange(min = -10, max = 10) double delta) {
        double n1 = Math.pow(10, logExposure1);
        double n2 = Math.pow(10, logExposure2);
        double y1 = n1 * fraction1 + 1e-6;
        double[] cells = new RatioLikelihood(new double[] {delta}, GRID, 0.2).evaluate(n1, y1, n2, n2 * fraction2);
        assertThat(Arrays.stream(cells).allMatch(Double::isFinite)).isTrue();
    }

    @Property
    void equalsTheProductOfItsFactors(
            @ForAll @IntRange(min = 1, max = 500) int n1,
            @ForAll @IntRange(min = 1, max = 500) int n2,
            @ForAll @IntRange(max = 40) int y1,
            @ForAll @IntRange(min = 1, max = 40) int y2,
            @ForAll @DoubleRange(min = -4, max = 4) double delta) {
        double[] cells = new RatioLikelihood(new double[] {delta}, GRID, 0).evaluate(n1, y1, n2, y2);
        double common = binomial(n1, y1, n2, y2, 0);
        for (int point = 0; point < GRID.size(); point++) {
            double expected = slowly(n1, y1, n2, y2, delta, point) - common;
            assertThat(cells[point]).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
    }

    /** Given their number, the events split somehow: the probabilities of all splits sum to 1 in every cell. */
    @Property(tries = 200)
    void isAProbabilityDistribution(
            @ForAll @IntRange(min = 1, max = 60) int events,
            @ForAll @DoubleRange(min = 1, max = 1e6) double n1,
            @ForAll @DoubleRange(min = 1, max = 1e6) double n2,
            @ForAll @DoubleRange(min = -3, max = 3) double delta) {
        var likelihood = new RatioLikelihood(new double[] {delta}, GRID, delta);
        double[] total = new double[GRID.size()];
        double logChoose = 0;
        for (int y2 = 0; y2 <= events; y2++) {
            double[] cells = likelihood.evaluate(n1, events - y2, n2, y2);
            double common = binomial(n1, events - y2, n2, y2, delta);
            for (int point = 0; point < total.length; point++) {
                total[point] += Math.exp(logChoose + common + cells[point]);
            }
            logChoose += Math.log(events - y2) - Math.log(y2 + 1);
        }
        for (double sum : total) {
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
    }

    /** The first sample's events at a log rate ratio are the second's at its opposite. */
    @Property
    void swappingTheSamplesMirrorsTheRatio(
            @ForAll @IntRange(min = 1, max = 100_000) int n1,
            @ForAll @IntRange(min = 1, max = 100_000) int n2,
            @ForAll @IntRange(max = 300) int y1,
            @ForAll @IntRange(min = 1, max = 300) int y2,
            @ForAll @DoubleRange(max = 1) double pseudo,
            @ForAll @DoubleRange(min = -4, max = 4) double delta) {
        double[] one = new RatioLikelihood(new double[] {delta}, GRID, 0.2).evaluate(n1, y1 + pseudo, n2, y2);
        double[] other = new RatioLikelihood(new double[] {-delta}, GRID, -0.2).evaluate(n2, y2, n1, y1 + pseudo);
        for (int cell = 0; cell < one.length; cell++) {
            assertThat(other[cell]).isCloseTo(one[cell], within(1e-9 * Math.max(1, Math.abs(one[cell]))));
        }
    }

    /** The formula for few events and the one for many, where both apply. */
    @Property
    void fewAndManyEventsAreTheSameLikelihood(
            @ForAll @DoubleRange(min = 0, max = 12) double y1,
            @ForAll @IntRange(max = 4) int y2,
            @ForAll @DoubleRange(min = -15, max = 15) double odds,
            @ForAll @DoubleRange(min = -6, max = -0.05) double logCorrelation) {
        double q = 1 / (1 + Math.exp(-odds));
        double p = 1 / (1 + Math.exp(odds));
        double correlation = Math.pow(10, logCorrelation);
        double few = BetaBinomial.of(y1, y2).logOverBinomial(q, p, correlation);
        double many = new BetaBinomial.Many(y1, y2).logOverBinomial(q, p, correlation);
        assertThat(few).isCloseTo(many, within(2e-9 * Math.max(1, Math.abs(many))));
    }

    /** Up to 1e12 events in bursts: the likeliest ratio is the observed one, and it gets less likely to either side. */
    @Property(tries = 300)
    void isUnimodalForHugeCounts(
            @ForAll @DoubleRange(min = 6, max = 12) double logEvents,
            @ForAll @DoubleRange(min = 0.02, max = 0.98) double share) {
        double events = Math.pow(10, logEvents);
        double[] deltas = {-1, -0.3, -0.1, -0.01, 0, 0.01, 0.1, 0.3, 1};
        double y2 = events * share;
        var likelihood = new RatioLikelihood(deltas, GRID, 0);
        double[] cells = likelihood.evaluate(1e12 * (1 - share), events - y2, 1e12 * share, y2);
        int perPhi = GRID.tauCount() * GRID.epsilonCount();
        for (int point = 0; point < GRID.size(); point += perPhi) {
            for (int i = 0; i < deltas.length - 1; i++) {
                double more = cells[(i + 1) * GRID.size() + point] - cells[i * GRID.size() + point];
                assertThat(deltas[i + 1] <= 0 ? more : -more).isGreaterThan(0);
            }
        }
    }

    @Example
    void staysPreciseForHugeCounts() {
        // logGamma(1e9 + 3) - logGamma(1e9) - 3 log(1e9) = log(1e9 * (1e9 + 1) * (1e9 + 2)) - 3 log(1e9)
        assertThat(GammaRatio.logExcess(1e9, 3)).isCloseTo(Math.log1p(1e-9) + Math.log1p(2e-9), within(1e-15));
        // Symmetric: from a to a + y and back.
        assertThat(GammaRatio.logExcess(0.25, 1e9) + 1e9 * Math.log(0.25))
                .isCloseTo(
                        GammaRatio.logExcess(0.25, 5e8)
                                + 5e8 * Math.log(0.25)
                                + GammaRatio.logExcess(5e8 + 0.25, 5e8)
                                + 5e8 * Math.log(5e8 + 0.25),
                        within(1e-5));
    }

    private static double slowly(double n1, int y1, double n2, int y2, double delta, int point) {
        int events = y1 + y2;
        double phi = GRID.phi(point / 8);
        double tau = GRID.tau(point / 2 % 4);
        double epsilon = GRID.epsilon(point % 2);
        if (events <= 1) {
            return binomial(n1, y1, n2, y2, delta);
        }
        double q = n2 * Math.exp(delta) / (n1 + n2 * Math.exp(delta));
        double icc = Math.min(0.9, q * (1 - q) * tau * tau + (phi - 1) / (events > 2 ? events - 1 : 1));
        double clean = icc == 0 ? binomial(n1, y1, n2, y2, delta) : betaBinomial(y1, y2, q, (1 - icc) / icc);
        double contaminated = betaBinomial(y1, y2, q, 0.1 / 0.9);
        return Math.log((1 - epsilon) * Math.exp(clean) + epsilon * Math.exp(contaminated));
    }

    private static double binomial(double n1, int y1, double n2, int y2, double delta) {
        double q = n2 * Math.exp(delta) / (n1 + n2 * Math.exp(delta));
        return y2 * Math.log(q) + y1 * Math.log1p(-q);
    }

    /** Drawing from an urn that gets one more ball of the colour drawn, each time. */
    private static double betaBinomial(int y1, int y2, double q, double concentration) {
        double log = 0;
        for (int i = 0; i < y2; i++) {
            log += Math.log(concentration * q + i);
        }
        for (int i = 0; i < y1; i++) {
            log += Math.log(concentration * (1 - q) + i);
        }
        for (int i = 0; i < y1 + y2; i++) {
            log -= Math.log(concentration + i);
        }
        return log;
    }
}
