package io.serinus.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrataTest {

    @Test
    void keepsIntervalsApartUpToItsCapacity() {
        var strata = Strata.empty();
        var added = new ArrayList<Counts>();
        for (int i = 0; i < Strata.CAPACITY; i++) {
            var counts = new Counts(900 + i, 3, 100, 1);
            added.add(counts);
            strata = strata.add(counts);
        }
        assertThat(all(strata)).isEqualTo(added);
    }

    @Test
    void ignoresWhatCannotBeCompared() {
        var strata = Strata.empty().add(new Counts(10, 1, 10, 1));
        assertThat(strata.add(new Counts(0, 0, 10, 1))).isSameAs(strata);
        assertThat(strata.add(new Counts(10, 1, 0, 0))).isSameAs(strata);
        assertThat(strata.add(new Counts(10, 0, 10, 0))).isSameAs(strata);
        assertThat(strata.intervals()).isEqualTo(1);
    }

    @Test
    void staysWithinItsCapacityForAHundredThousandIntervals() {
        var random = new Random(1);
        var strata = Strata.empty();
        double events = 0;
        for (int i = 0; i < 100_000; i++) {
            var counts = new Counts(90 + random.nextInt(20), 1, 5 + random.nextInt(10), random.nextInt(2));
            events += counts.x2();
            strata = strata.add(counts);
            assertThat(strata.size()).isLessThanOrEqualTo(Strata.CAPACITY);
        }
        assertThat(strata.size()).isGreaterThan(Strata.CAPACITY / 3);
        assertThat(strata.intervals()).isEqualTo(100_000);
        assertThat(strata.total().x2()).isEqualTo(events);
    }

    /** A share that moved while the common rate moved would pass for a difference once its intervals are pooled. */
    @Test
    void mergesOnlyIntervalsOfTheSameShare() {
        var strata = Strata.empty();
        for (int i = 0; i < 1_000; i++) {
            boolean early = i < 333;
            strata = strata.add(early ? new Counts(95_000, 95, 5_000, 5) : new Counts(50_000, 500, 50_000, 500));
        }
        assertThat(strata.size()).isLessThanOrEqualTo(Strata.CAPACITY);
        assertThat(all(strata))
                .allSatisfy(counts ->
                        assertThat(counts.x2() / counts.n2()).isCloseTo(counts.x1() / counts.n1(), within(1e-12)));
    }

    @Test
    void mergesWhateverItMustWhereNoNeighboursAreAlike() {
        var strata = Strata.empty();
        for (int i = 0; i < 100_000; i++) {
            strata = strata.add(i % 2 == 0 ? new Counts(95_000, 9, 5_000, 1) : new Counts(50_000, 5, 50_000, 5));
            assertThat(strata.size()).isLessThanOrEqualTo(Strata.CAPACITY);
        }
        assertThat(strata.size()).isGreaterThan(Strata.CAPACITY / 4);
        assertThat(strata.total()).isEqualTo(new Counts(7_250_000_000.0, 700_000, 2_750_000_000.0, 300_000));
    }

    private static List<Counts> all(Strata strata) {
        var all = new ArrayList<Counts>();
        for (int i = 0; i < strata.size(); i++) {
            all.add(strata.get(i));
        }
        return all;
    }
}
