package io.serinus.calibration;

import java.util.List;

/**
 * What a run found, ready to be described.
 *
 * @param judges names, Serinus first
 * @param trials finished
 * @param bound the least that any test needs
 */
record Study(List<String> judges, List<Trial> trials, WaldBound bound) {
    static final int SERINUS = 0;
    static final int KAYENTA = 1;
    /** What counts as found nearly always. */
    static final double POWER = 0.95;

    private static final double STANDARD_ERRORS = 3;
    private static final int LOOK_SECONDS = Release.TICKS_PER_PERIOD * Release.SECONDS_PER_TICK;

    /** Where Serinus is behind Kayenta's judge at each look. */
    enum Behind {
        NOWHERE(""),
        LESS_OFTEN("less often"),
        LATER("later");

        private final String text;

        Behind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Trials of identical versions. */
    List<Trial> same() {
        return trials.stream().filter(trial -> trial.scenario().isSame()).toList();
    }

    /** Trials of versions that differ, for the better or the worse. */
    List<Trial> different() {
        return trials.stream().filter(trial -> !trial.scenario().isSame()).toList();
    }

    /** Trials in which nothing is worse than tolerated. */
    List<Trial> harmless() {
        return trials.stream().filter(trial -> information(trial) == 0).toList();
    }

    /** Trials of a canary that is worse than tolerated. */
    List<Trial> harmful() {
        return trials.stream().filter(trial -> information(trial) > 0).toList();
    }

    /** Nats per request of the canary; 0 within the tolerances. */
    double information(Trial trial) {
        return trial.scenario().isSame() ? 0 : bound.information(trial.scenario(), trial.cell());
    }

    /** What any test needs on average to find the harmful canary with a probability of {@link #POWER}. */
    double secondsForPower(Trial trial) {
        return bound.requests(information(trial), POWER) / trial.cell().canaryPerSecond();
    }

    /** From the moment since which the versions differ to the end. */
    double secondsThereAre(Trial trial) {
        return (Release.TICKS - trial.scenario().changeTick()) * (double) Release.SECONDS_PER_TICK;
    }

    /** Whether the harmful canary cannot be found nearly always in the time, by any test. */
    boolean isOutOfReach(Trial trial) {
        return information(trial) > 0 && secondsForPower(trial) > secondsThereAre(trial);
    }

    /** One sentence for each place where Serinus breaks its promise. */
    List<String> broken() {
        return new Guarantee(bound.falseAbort()).broken(harmless(), SERINUS);
    }

    /**
     * By more than Monte-Carlo error: aborts a worse canary less often, by over three standard errors of the difference, or
     * as often but half of the time later than the other, by a look or more.
     */
    Behind behindKayenta(Trial trial) {
        Aborts own = trial.aborts().get(SERINUS);
        Aborts other = trial.aborts().get(KAYENTA);
        if (information(trial) == 0) {
            return Behind.NOWHERE;
        }
        double error = Math.hypot(own.standardError(), other.standardError());
        if (other.rate() - own.rate() > STANDARD_ERRORS * error) {
            return Behind.LESS_OFTEN;
        }
        boolean isLater = own.medianSeconds() >= other.medianSeconds() + LOOK_SECONDS;
        return isLater && other.rate() > 0.5 ? Behind.LATER : Behind.NOWHERE;
    }
}
