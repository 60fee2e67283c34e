package io.serinus.calibration;

/** How the failures of one version come about, given its mean rate. */
sealed interface Failures {
    /** Each request fails by itself. */
    record Independent() implements Failures {
        @Override
        public Source begin(Chance chance) {
            return (_, requests, rate) -> chance.binomial(requests, rate);
        }
    }

    /**
     * Failures come in a row, bursts at random moments. A burst that finds too few requests goes on with the next ones,
     * for at most 30 s; what is left of it then is lost, so at low traffic fewer requests fail than the rate says.
     *
     * @param mean requests per burst
     * @param geometric whether sizes are geometric, else all the same
     */
    record Bursts(double mean, boolean geometric) implements Failures {
        /** By how much bursts inflate the variance: {@code E[size^2] / E[size]}. */
        double designEffect() {
            return geometric ? 2 * mean - 1 : mean;
        }

        @Override
        public Source begin(Chance chance) {
            var waiting = new long[Release.TICKS_PER_PERIOD];
            return (tick, requests, rate) -> {
                int slot = Math.floorMod(tick, waiting.length);
                waiting[slot] = 0;
                for (long left = chance.poisson(requests * rate / mean); left > 0; left--) {
                    waiting[slot] += geometric ? chance.geometric(mean) : Math.round(mean);
                }
                return oldestFirst(waiting, slot, requests);
            };
        }

        private static long oldestFirst(long[] waiting, int newest, long requests) {
            long failed = 0;
            for (int age = waiting.length - 1; age >= 0; age--) {
                int slot = Math.floorMod(newest - age, waiting.length);
                long now = Math.min(waiting[slot], requests - failed);
                waiting[slot] -= now;
                failed += now;
            }
            return failed;
        }
    }

    /**
     * Every so many ticks the rate is multiplied by another gamma number, independent of those before.
     *
     * @param squaredVariation variance of the factor, whose mean is 1
     */
    record Uneven(double squaredVariation, int ticks) implements Failures {
        @Override
        public Source begin(Chance chance) {
            return new Source() {
                private double factor = 1;

                @Override
                public long failed(int tick, long requests, double rate) {
                    if (Math.floorMod(tick, ticks) == 0) {
                        factor = chance.gamma(squaredVariation);
                    }
                    return chance.binomial(requests, Math.min(1, rate * factor));
                }
            };
        }
    }

    /** The logarithm of the rate wanders, in steps of 30 s; the mean rate stays. */
    record Drifting(double persistence, double deviation) implements Failures {
        @Override
        public Source begin(Chance chance) {
            var wander = new Wander(persistence, deviation, chance);
            return new Source() {
                private double factor = 1;

                @Override
                public long failed(int tick, long requests, double rate) {
                    if (Release.beginsPeriod(tick)) {
                        factor = StrictMath.exp(wander.next() - deviation * deviation / 2);
                    }
                    return chance.binomial(requests, Math.min(1, rate * factor));
                }
            };
        }
    }

    /** Failures of one version, tick by tick. */
    @FunctionalInterface
    interface Source {
        /**
         * How many of the tick's requests fail.
         *
         * @param tick ascending by 1
         * @param rate the mean rate at this tick, 0..1
         */
        long failed(int tick, long requests, double rate);
    }

    /** Failures of one version from now on. */
    Source begin(Chance chance);
}
