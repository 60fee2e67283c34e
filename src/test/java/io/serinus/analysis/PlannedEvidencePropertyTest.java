package io.serinus.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.serinus.analysis.CountsRules.Boundary;
import io.serinus.analysis.CountsRules.Starts;
import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import io.serinus.stats.LogSumExp;
import io.serinus.stats.NuisanceGrid;
import io.serinus.template.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

class PlannedEvidencePropertyTest {
    private static final Offset<Double> ROUNDING = within(1e-8);

    @Provide
    Arbitrary<List<Counts>> runs() {
        Arbitrary<Counts> counts = Combinators.combine(
                        Arbitraries.integers().between(1, 2000),
                        Arbitraries.doubles().between(0, 0.05),
                        Arbitraries.integers().between(1, 2000),
                        Arbitraries.doubles().between(0, 0.2))
                .as((n1, p1, n2, p2) -> new Counts(n1, Math.rint(n1 * p1), n2, Math.rint(n2 * p2)));
        return counts.list().ofMinSize(1).ofMaxSize(12);
    }

    /** The weights of a restartable process, given explicitly, leave out only those of restarts that never came. */
    @Property(tries = 60)
    void agreesWithARestartableProcess(
            @ForAll("runs") List<Counts> run,
            @ForAll @Size(max = 3) List<@IntRange(min = 1, max = 11) Integer> restarts) {
        var at = new TreeSet<>(restarts);
        at.removeIf(interval -> interval >= run.size());
        var starts = new ArrayList<>(List.of(new Starts.Start(0, 0.8)));
        for (int interval : at) {
            int k = starts.size();
            starts.add(new Starts.Start(interval, 0.2 / (k * (k + 1))));
        }
        CountsJudge planned = CountsJudge.of(rules(new Starts.Planned(starts)));
        EProcess process = EProcess.restartable(planned.rules().worse());
        for (int i = 0; i < run.size(); i++) {
            planned = planned.fold(run.get(i));
            process = (at.contains(i) ? process.restart() : process).fold(run.get(i));
        }
        double toCome = Math.log(0.2 / starts.size());
        assertThat(LogSumExp.of(new double[] {planned.logE(), toCome})).isCloseTo(process.logE(), ROUNDING);
        assertThat(LogSumExp.of(new double[] {planned.logELeaveOneOut(), toCome}))
                .isCloseTo(process.logELeaveOneOut(), ROUNDING);
    }

    @Property(tries = 60)
    void aSingleStartOfAllWeightIsAPlainProcess(@ForAll("runs") List<Counts> run) {
        CountsJudge planned = CountsJudge.of(rules(new Starts.Planned(List.of(new Starts.Start(0, 1)))));
        EProcess process = EProcess.of(planned.rules().worse());
        for (Counts counts : run) {
            planned = planned.fold(counts);
            process = process.fold(counts);
            assertThat(planned.logE()).isEqualTo(process.logE());
            assertThat(planned.logELeaveOneOut()).isCloseTo(process.logELeaveOneOut(), ROUNDING);
            assertThat(planned.alwaysValidP()).isEqualTo(process.alwaysValidP());
        }
    }

    private static CountsRules rules(Starts starts) {
        return new CountsRules(
                new Boundary(1.2, 0.0002),
                new Boundary(1.25, 0.005),
                NuisanceGrid.standard(),
                Risk.DEFAULT,
                starts,
                CountsRules.USUAL_ALPHA);
    }
}
