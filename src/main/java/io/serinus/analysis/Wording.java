package io.serinus.analysis;

import io.serinus.analysis.Judgement.BadOfTotal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How numbers are put to people: the same everywhere, in no particular country's way. */
final class Wording {
    /** Evidence beyond this says no more. */
    private static final double LARGEST_EVIDENCE = 1e6;

    private Wording() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A number of any size, with four digits that matter. */
    static String number(double value) {
        return value == 0 || !Double.isFinite(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** A fraction, 0..1, as percent with the digits that matter. */
    static String percent(double fraction) {
        double percent = fraction * 100;
        if (percent == 0 || percent == 100) {
            return String.format(Locale.ROOT, "%.0f %%", percent);
        }
        if (percent >= 1) {
            return String.format(Locale.ROOT, "%.1f %%", percent);
        }
        if (percent >= 0.01) {
            return String.format(Locale.ROOT, "%.2f %%", percent);
        }
        return new BigDecimal(percent).round(new MathContext(1)).toPlainString() + " %";
    }

    /** An e-value, as in 5,300; "none" where there is no evidence. */
    static String evidence(double logE) {
        double e = Math.exp(logE);
        if (e < 1) {
            return "none";
        }
        if (e >= LARGEST_EVIDENCE) {
            return "over " + count((long) LARGEST_EVIDENCE);
        }
        if (e < 9.95) {
            boolean whole = Math.abs(e - Math.rint(e)) < 1e-9;
            return whole ? count(Math.round(e)) : String.format(Locale.ROOT, "%.1f", e);
        }
        return count(new BigDecimal(e).round(new MathContext(2)).longValue());
    }

    /** As in: canary 47 of 940 requests failed (5.0 %), baseline 9 of 18,020 (0.05 %). */
    static String comparison(Tally tally, String happened) {
        return share("canary", tally.canary(), happened) + ", " + share("baseline", tally.baseline(), "");
    }

    /** As in: canary 47 of 940 requests failed (5.0 %). */
    static String share(String version, BadOfTotal share, String happened) {
        if (share.total() == 0) {
            return version + " no requests counted yet";
        }
        String noun = happened.isEmpty() ? "" : (share.total() == 1 ? " request " : " requests ") + happened;
        return version + " " + count(share.bad()) + " of " + count(share.total()) + noun + " (" + percent(share.ratio())
                + ")";
    }

    /** As in: 45 s, or 2 min 5 s. */
    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        long rest = seconds % 60;
        return count(seconds / 60) + " min" + (rest == 0 ? "" : " " + rest + " s");
    }

    /** As in: 250 ms. */
    static String millis(double millis) {
        return BigDecimal.valueOf(millis).stripTrailingZeros().toPlainString() + " ms";
    }

    /** As in: errors, latency and size. */
    static String list(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }
}
