package io.serinus.analysis;

import io.serinus.stats.Counts;
import io.serinus.stats.EProcess;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongToDoubleFunction;

/**
 * Evidence that the weights to come are safe, one process for each, all from the first interval on: a larger weight asks a
 * stricter question of the same data, and nothing has to be computed anew when it comes.
 *
 * @param all ascending by weight
 */
record Safeties(List<Safety> all) {
    static final Safeties NONE = new Safeties(List.of());

    /**
     * Of one weight. Evidence that was once enough stays so, since it may be looked at at any time; then its process is no
     * longer needed.
     *
     * @param percent the weight
     * @param process empty once it has reached what it must
     * @param logPass what it must reach
     * @param maxLogE the most it has reached
     */
    record Safety(int percent, Optional<EProcess> process, double logPass, double maxLogE) {
        Safety fold(Counts counts) {
            return process.map(before -> {
                        EProcess after = before.fold(counts);
                        double most = after.maxLogE();
                        return new Safety(
                                percent, most < logPass ? Optional.of(after) : Optional.empty(), logPass, most);
                    })
                    .orElse(this);
        }

        /** With so many more intervals that are all like one; a guess, see {@link EProcess#ahead}. */
        Safety after(Counts each, long times) {
            return process.map(before -> {
                        EProcess after = before.after(each, times);
                        return new Safety(
                                percent,
                                after.maxLogE() < logPass ? Optional.of(after) : Optional.empty(),
                                logPass,
                                after.maxLogE());
                    })
                    .orElse(this);
        }

        /** How many intervals like that one it takes to reach what it must, 0 if it has; empty if not within so many. */
        OptionalLong intervalsToPass(Counts each, long most) {
            if (process.isEmpty()) {
                return OptionalLong.of(0);
            }
            LongToDoubleFunction ahead = process.get().ahead(each);
            long enough = 1;
            while (ahead.applyAsDouble(enough) < logPass) {
                if (enough >= most) {
                    return OptionalLong.empty();
                }
                enough = Math.min(most, 2 * enough);
            }
            long tooFew = enough / 2;
            while (enough - tooFew > 1) {
                long middle = tooFew + (enough - tooFew) / 2;
                if (ahead.applyAsDouble(middle) < logPass) {
                    tooFew = middle;
                } else {
                    enough = middle;
                }
            }
            return OptionalLong.of(enough);
        }
    }

    Safeties {
        all = List.copyOf(all);
    }

    static Safeties start(Stream.Safety safety, List<Integer> percents, double logPass) {
        return new Safeties(percents.stream()
                .map(percent -> new Safety(percent, Optional.of(EProcess.of(safety.at(percent))), logPass, 0))
                .toList());
    }

    Safeties fold(Counts counts) {
        return all.isEmpty()
                ? this
                : new Safeties(all.stream().map(it -> it.fold(counts)).toList());
    }

    /** With so many more intervals that are all like one. */
    Safeties after(Counts each, long times) {
        return new Safeties(all.stream().map(it -> it.after(each, times)).toList());
    }

    /** Without those of smaller weights. */
    Safeties from(int percent) {
        return new Safeties(all.stream().filter(it -> it.percent() >= percent).toList());
    }

    /** That of the weight, or of the next larger one, which is stricter. */
    Safety at(int percent) {
        return all.stream()
                .filter(it -> it.percent() >= percent)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no weight of " + percent + " % or more is planned"));
    }
}
