package io.serinus.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How old the newest samples of the proxies are that are being scraped. Nine of ten proxies are no worse than this; the
 * tenth must not hold up the others.
 *
 * @param age of the newest sample, at the evaluation time
 * @param scrapeInterval how far apart samples are; positive
 */
public record Freshness(Duration age, Duration scrapeInterval) {
    /** One scrape may fail, and the next one still be on its way. */
    private static final int INTERVALS = 2;

    /** A scrape that takes long appears with the time of its start: ten seconds by default, and time to store it. */
    private static final Duration SLOW_SCRAPE = Duration.ofSeconds(15);

    public Freshness {
        requireNonNull(age, "age is null");
        if (!scrapeInterval.isPositive()) {
            throw new IllegalArgumentException("scrapeInterval is " + scrapeInterval + ", expected more than 0");
        }
    }

    /** Whether samples are missing that should have arrived: no request in them is no news about requests. */
    public boolean isLate() {
        return age.compareTo(scrapeInterval.multipliedBy(INTERVALS).plus(SLOW_SCRAPE)) > 0;
    }
}
