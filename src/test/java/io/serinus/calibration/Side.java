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
        double factor = 1;
        for (int slot = 0; slot < atMost.length; slot++) {
            int tick = firstTick + slot * Release.TICKS_PER_SLOT;
            if (Release.beginsPeriod(tick)) {
                factor = StrictMath.exp(lasting + wander.next());
            }
            Latency latency = scenario.at(tick, canary)
                    .latency()
                    .times(factor * scenario.course().slowness(tick, canary));
            fill(atMost[slot], requestsIn(slot), latency, chance);
        }
    }

    /** A multinomial draw, bucket by bucket. */
    private static void fill(long[] row, long requests, Latency latency, Chance chance) {
        long left = requests;
        double slower = 1;
        int bounds = row.length - 1;
        for (int k = 0; k < bounds; k++) {
            if (left > 0) {
                double beyond = Math.min(slower, latency.slowerThan(Release.BOUNDS.get(k)));
                left -= chance.binomial(left, slower > 0 ? (slower - beyond) / slower : 0);
                slower = beyond;
            }
            row[k] = requests - left;
        }
        row[bounds] = requests;
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
