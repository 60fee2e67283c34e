package io.serinus.calibration;

/** What one version, or one part of its pods, counted: requests and failures per tick of 5 s, durations per slot of 15 s. */
final class Side {
    private final long[] requests;
    private final long[] failed;
    private final long[][] atMost;

    /**
     * @param requests finished requests of each tick
     * @param failed those of them that failed
     * @param atMost for each slot the requests that took at most as long as each of {@link Release#BOUNDS}, then all
     */
    Side(long[] requests, long[] failed, long[][] atMost) {
        this.requests = requests;
        this.failed = failed;
        this.atMost = atMost;
    }

    /**
     * Draws the traffic of a version.
     *
     * @param firstTick negative before the release
     * @param perSecond mean requests per second under normal load
     */
    static Side draw(Scenario scenario, boolean canary, double perSecond, int firstTick, int ticks, Chance chance) {
        Chance arrivals = chance.split();
        Failures.Source source = scenario.failures().begin(chance.split());
        Side side = new Side(
                new long[ticks], new long[ticks], new long[ticks / Release.TICKS_PER_SLOT][Release.BOUNDS.size() + 1]);
        for (int i = 0; i < ticks; i++) {
            int tick = firstTick + i;
            double mean =
                    perSecond * Release.SECONDS_PER_TICK * scenario.course().load(tick);
            double rate = scenario.course()
                    .errorRate(tick, canary, scenario.at(tick, canary).errorRate());
            side.requests[i] = arrivals.poisson(mean);
            side.failed[i] = source.failed(tick, side.requests[i], rate);
        }
        side.drawDurations(scenario, canary, firstTick, chance.split());
        return side;
    }

    private void drawDurations(Scenario scenario, boolean canary, int firstTick, Chance chance) {
        LatencyNoise noise = scenario.noise();
        double lasting = noise.lasting() * chance.gaussian();
        var wander = new Wander(noise.persistence(), noise.deviation(), chance.split());
        double[] ending = {};
        for (int slot = 0; slot < atMost.length; slot++) {
            int tick = firstTick + slot * Release.TICKS_PER_SLOT;
            // Whatever changes durations does so at the beginning of a period.
            if (Release.beginsPeriod(tick)) {
                double factor = StrictMath.exp(lasting + wander.next());
                ending = ending(scenario.at(tick, canary)
                        .latency()
                        .times(factor * scenario.course().slowness(tick, canary)));
            }
            fill(atMost[slot], requestsIn(slot), ending, chance);
        }
    }

    /** For each bound the fraction that ends by then, of the requests that took longer than the bound before. */
    private static double[] ending(Latency latency) {
        double[] ending = new double[Release.BOUNDS.size()];
        double slower = 1;
        for (int k = 0; k < ending.length && slower > 0; k++) {
            double beyond = Math.min(slower, latency.slowerThan(Release.BOUNDS.get(k)));
            ending[k] = (slower - beyond) / slower;
            slower = beyond;
        }
        return ending;
    }

    /** A multinomial draw, bucket by bucket, as far as there are requests left. */
    private static void fill(long[] row, long requests, double[] ending, Chance chance) {
        long left = requests;
        for (int k = 0; k < ending.length; k++) {
            left -= chance.binomial(left, ending[k]);
            row[k] = requests - left;
        }
        row[ending.length] = requests;
    }

    int ticks() {
        return requests.length;
    }

    /** Requests of the ticks from one to before another. */
    long requests(int from, int to) {
        return sum(requests, from, to);
    }

    /** Failed requests of the ticks from one to before another. */
    long failed(int from, int to) {
        return sum(failed, from, to);
    }

    /** Requests that took at most as long as each bound, then all requests, of the slots from one to before another. */
    long[] atMost(int fromSlot, int toSlot) {
        long[] sum = new long[Release.BOUNDS.size() + 1];
        for (int slot = fromSlot; slot < toSlot; slot++) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += atMost[slot][k];
            }
        }
        return sum;
    }

    private long requestsIn(int slot) {
        return requests(slot * Release.TICKS_PER_SLOT, (slot + 1) * Release.TICKS_PER_SLOT);
    }

    private static long sum(long[] values, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
