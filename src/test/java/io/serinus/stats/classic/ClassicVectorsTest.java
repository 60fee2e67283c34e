package io.serinus.stats.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serinus.stats.Buckets;
import io.serinus.stats.Counts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against other people's implementations; the file says which. */
class ClassicVectorsTest {
    private static final double[] BOUNDS = {5, 10, 25, 50, 100, 250};
    private static JsonNode vectors;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file = ClassicVectorsTest.class.getResourceAsStream("classic.json")) {
            vectors = new ObjectMapper().readTree(Objects.requireNonNull(file));
        }
    }

    @Test
    void fisherExact() {
        for (JsonNode it : some("fisher")) {
            assertClose(fisher(it, Direction.GREATER).p(), it.get("greater"));
            assertClose(fisher(it, Direction.LESS).p(), it.get("less"));
            double ratio = (it.get("x2").asDouble() / it.get("n2").asDouble())
                    / (it.get("x1").asDouble() / it.get("n1").asDouble());
            assertThat(fisher(it, Direction.GREATER).effect()).isEqualTo(ratio);
        }
    }

    @Test
    void fisherBeyondInt() {
        for (JsonNode it : some("signedRoot")) {
            assertClose(fisher(it, Direction.GREATER).p(), it.get("greater"));
            assertClose(fisher(it, Direction.LESS).p(), it.get("less"));
        }
    }

    @Test
    void homogeneity() {
        for (JsonNode it : some("homogeneity")) {
            var outcome = Homogeneity.test(
                    longs(it.get("first")),
                    longs(it.get("second")),
                    it.get("designEffect").asDouble());
            assertClose(outcome.statistic(), it.get("statistic"));
            assertClose(outcome.p(), it.get("p"));
            assertThat(outcome.direction()).isEqualTo(Direction.DIFFERENT);
        }
    }

    @Test
    void mannWhitneyAndWelchOnSamples() {
        for (JsonNode it : some("samples")) {
            double[] first = doubles(it.get("first"));
            double[] second = doubles(it.get("second"));
            for (Direction direction : Direction.values()) {
                var ranks = MannWhitney.ofSamples(first, second, direction);
                assertClose(ranks.p(), it.get(direction.name()));
                assertClose(ranks.statistic(), it.get("u"));
                assertThat(ranks.effect()).isEqualTo(ranks.statistic() / first.length / second.length);
                var means = WelchT.test(first, second, direction);
                assertClose(means.p(), it.get("t" + direction.name()));
                assertClose(means.statistic(), it.get("t"));
                assertThat(Math.signum(means.effect())).isEqualTo(Math.signum(means.statistic()));
            }
        }
    }

    @Test
    void mannWhitneyAndKolmogorovSmirnovOnBuckets() {
        for (JsonNode it : some("buckets")) {
            var first = new Buckets(BOUNDS, longs(it.get("first")), it.get("n1").asLong());
            var second =
                    new Buckets(BOUNDS, longs(it.get("second")), it.get("n2").asLong());
            for (Direction direction : Direction.values()) {
                var ranks = MannWhitney.ofBuckets(first, second, 1, direction);
                assertClose(ranks.p(), it.get(direction.name()));
                assertClose(ranks.statistic(), it.get("u"));
            }
            var shape = KolmogorovSmirnov.ofBuckets(first, second, 1);
            assertClose(shape.statistic(), it.get("d"));
            assertClose(shape.effect(), it.get("signed"));
            assertClose(shape.p(), it.get("ks"));
        }
    }

    @Test
    void mantelHaenszel() {
        for (JsonNode it : some("mantelHaenszel")) {
            var intervals = new ArrayList<Counts>();
            for (JsonNode row : it.get("intervals")) {
                double[] counts = doubles(row);
                intervals.add(new Counts(counts[0], counts[1], counts[2], counts[3]));
            }
            var outcome = MantelHaenszel.test(intervals, 1, Direction.DIFFERENT);
            assertClose(outcome.p(), it.get("twoSided"));
            assertClose(outcome.statistic() * outcome.statistic(), it.get("chiSquared"));
            assertClose(outcome.effect(), it.get("riskRatio"));
        }
    }

    @Test
    void holm() {
        for (JsonNode it : some("holm")) {
            assertThat(Holm.adjust(doubles(it.get("p")))).containsExactly(doubles(it.get("adjusted")), within(1e-12));
        }
    }

    private static JsonNode some(String name) {
        JsonNode cases = vectors.get(name);
        assertThat(cases).isNotEmpty();
        return cases;
    }

    private static Outcome fisher(JsonNode it, Direction direction) {
        return FisherExact.test(
                it.get("n1").asLong(),
                it.get("x1").asLong(),
                it.get("n2").asLong(),
                it.get("x2").asLong(),
                direction);
    }

    private static void assertClose(double actual, JsonNode expected) {
        assertThat(actual).isCloseTo(expected.asDouble(), within(1e-8 * Math.abs(expected.asDouble()) + 1e-14));
    }

    private static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).asDouble())
                .toArray();
    }

    private static long[] longs(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToLong(i -> array.get(i).asLong())
                .toArray();
    }
}
