package io.serinus.calibration;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One scenario in one cell, judged by all.
 *
 * @param aborts one per judge, in their order
 */
record Trial(Scenario scenario, Cell cell, List<Aborts> aborts) {

    static Trial of(Scenario scenario, Cell cell, int judges, int releases) {
        return new Trial(
                scenario,
                cell,
                Stream.generate(() -> new Aborts(releases)).limit(judges).toList());
    }

    int releases() {
        return aborts.getFirst().releases();
    }

    /** Draws and judges one release. Different releases may be run by different threads. */
    void run(long seed, int number, List<Subject> subjects) {
        Release release = Release.draw(seed, scenario, cell, number);
        int change = scenario.changeTick();
        for (int i = 0; i < subjects.size(); i++) {
            OptionalInt ticks = subjects.get(i).abortedAfter(release);
            int end = ticks.orElse(0);
            if (end > change) {
                long requests = release.canary().requests(change, end);
                aborts.get(i).aborted(number, (end - change) * Release.SECONDS_PER_TICK, requests);
            } else {
                aborts.get(i).survived(number, release.canary().requests(change, Release.TICKS));
            }
        }
    }
}
