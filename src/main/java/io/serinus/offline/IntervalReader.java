package io.serinus.offline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.serinus.catalog.Spelling;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the intervals of one case as they stream by, and checks each by itself and against those before. */
final class IntervalReader {
    /** The largest whole number up to which a double is exact. */
    static final long LARGEST_COUNT = 1L << 53;

    private static final BigDecimal LARGEST = BigDecimal.valueOf(LARGEST_COUNT);

    private final Intervals intervals = new Intervals();
    private final InputProblems problems;
    private final long[] totals = new long[CountsFields.COUNTS.size()];
    private @Nullable Row first;
    private @Nullable Row previous;
    private int firstCanaryOnly;
    private @Nullable Instant firstCanaryOnlyStart;
    private boolean sound = true;

    IntervalReader(InputProblems problems) {
        this.problems = problems;
    }

    /** One interval as it stands in the file. */
    private static final class Row {
        final @Nullable Long[] counts = new Long[CountsFields.COUNTS.size()];
        final List<String> wrong = new ArrayList<>();
        boolean missing;
        boolean understood = true;
        boolean hasStart;
        boolean hasEnd;

        @Nullable
        Instant start;

        @Nullable
        Instant end;

        void wrong(String message) {
            wrong.add(message);
        }
    }

    Intervals intervals() {
        return intervals;
    }

    /** The number of intervals that have begun to be read. */
    int read() {
        return intervals.size();
    }

    /** Reads the list at the parser. */
    void readAll(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            problems.add(
                    "intervals", "is " + JsonValue.shown(json) + ", expected a list of objects with n1, x1, n2, x2");
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Row row = row(json);
            check(row);
            store(row);
        }
        if (totals[0] == 0 && totals[2] > 0 && sound) {
            problems.add(
                    place(firstCanaryOnly, firstCanaryOnlyStart) + ": n1",
                    "is 0 as in every other interval although the canary has requests (n2); expected requests to the"
                            + " baseline in at least one interval; record the baseline's requests of the same time");
        }
    }

    private Row row(JsonParser json) throws IOException {
        var row = new Row();
        if (json.currentToken() != JsonToken.START_OBJECT) {
            row.understood = false;
            row.wrong("is " + JsonValue.shown(json) + ", expected an object such as"
                    + " {\"n1\": 950, \"x1\": 2, \"n2\": 50, \"x2\": 0}");
            return row;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            read(field, json, row);
        }
        return row;
    }

    private static void read(String field, JsonParser json, Row row) throws IOException {
        switch (field) {
            case "n1", "x1", "n2", "x2" -> row.counts[CountsFields.COUNTS.indexOf(field)] = count(field, json, row);
            case "start" -> {
                row.hasStart = true;
                row.start = instant(field, json, row);
            }
            case "end" -> {
                row.hasEnd = true;
                row.end = instant(field, json, row);
            }
            case "missing" -> {
                row.missing = json.currentToken() == JsonToken.VALUE_TRUE;
                if (!json.currentToken().isBoolean()) {
                    row.wrong("missing is " + JsonValue.shown(json)
                            + ", expected true or false; write true if nothing was recorded");
                }
            }
            default -> {
                row.wrong(JsonValue.shortened(field) + " is not a field, "
                        + Spelling.advice(field, CountsFields.INTERVAL));
                json.skipChildren();
            }
        }
    }

    /** The count; 0 for a wrong one, after it has been noted. */
    private static long count(String field, JsonParser json, Row row) throws IOException {
        Optional<BigDecimal> number = JsonValue.number(json);
        if (number.isPresent()) {
            BigDecimal value = number.get();
            if (value.signum() < 0) {
                row.wrong(field + " is " + JsonValue.shown(json) + ", expected a whole number, 0 or more;"
                        + " give the requests of this interval alone, not a difference of restarted counters");
                return 0;
            }
            if (value.compareTo(LARGEST) > 0) {
                row.wrong(field + " is " + JsonValue.shown(json) + ", expected at most " + LARGEST_COUNT
                        + ", beyond which counts are not exact; split the interval");
                return 0;
            }
            if (value.signum() == 0 || value.stripTrailingZeros().scale() <= 0) {
                return value.longValue();
            }
        }
        row.wrong(field + " is " + JsonValue.shown(json)
                + ", expected a whole number, 0 or more; give requests, not rates or estimates");
        return 0;
    }

    private static @Nullable Instant instant(String field, JsonParser json, Row row) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            try {
                return Instant.parse(json.getText());
            } catch (DateTimeException e) {
                // Told below, in words of our own.
            }
        }
        row.wrong(field + " is " + JsonValue.shown(json) + ", expected an instant such as \"2026-03-01T12:00:00Z\"");
        return null;
    }

    private void check(Row row) {
        if (row.understood) {
            checkCounts(row);
            checkTimes(row);
        }
        String place = place(intervals.size() + 1, row.start);
        for (String message : row.wrong) {
            problems.add(place + ":", message);
            sound = false;
        }
    }

    private static void checkCounts(Row row) {
        for (int i = 0; i < row.counts.length; i++) {
            String field = CountsFields.COUNTS.get(i);
            if (row.missing && row.counts[i] != null) {
                row.wrong("missing is true although " + field + " is given; leave out one of them");
            } else if (!row.missing && row.counts[i] == null) {
                row.wrong(field + " is missing, expected a whole number, 0 or more; if nothing was recorded write"
                        + " \"missing\": true instead of the counts");
            }
        }
        requireAtMost("x1", row.counts[1], "n1", row.counts[0], row);
        requireAtMost("x2", row.counts[3], "n2", row.counts[2], row);
    }

    private static void requireAtMost(String part, @Nullable Long bad, String whole, @Nullable Long all, Row row) {
        boolean wholeIsWrong = row.wrong.stream().anyMatch(message -> message.startsWith(whole + " is "));
        if (bad != null && all != null && bad > all && !wholeIsWrong) {
            row.wrong(part + " is " + bad + ", more than " + whole + ", " + all + "; expected bad requests among all;"
                    + " check that the two are not swapped");
        }
    }

    private void checkTimes(Row row) {
        if (row.hasStart != row.hasEnd) {
            row.wrong((row.hasStart ? "end" : "start") + " is missing beside " + (row.hasStart ? "start" : "end")
                    + "; give both or leave out both");
        } else if (first != null && row.hasStart != first.hasStart) {
            row.wrong("start is " + (row.hasStart ? "given" : "missing") + ", unlike in the intervals before;"
                    + " give start and end for every interval or for none");
        } else if (row.start != null && row.end != null && !row.end.isAfter(row.start)) {
            row.wrong("end is " + row.end + ", expected a time after start");
        } else if (row.start != null && previous != null && previous.start != null && previous.end != null) {
            checkOrder(row, row.start, previous.start, previous.end);
        }
    }

    private void checkOrder(Row row, Instant start, Instant startBefore, Instant endBefore) {
        int before = intervals.size();
        if (start.isBefore(startBefore)) {
            row.wrong("start is " + start + ", before that of interval " + before + ", " + startBefore
                    + "; put the intervals in the order of time");
        } else if (start.isBefore(endBefore)) {
            row.wrong("start is " + start + ", before the end of interval " + before + ", " + endBefore
                    + "; expected intervals that do not overlap");
        } else if (start.isAfter(endBefore)) {
            row.wrong("start is " + start + ", expected " + endBefore + ", the end of interval " + before
                    + ": an interval is missing; add it, or say {\"start\": \"" + endBefore + "\", \"end\": \"" + start
                    + "\", \"missing\": true}");
        }
    }

    private void store(Row row) {
        long[] counts = new long[row.counts.length];
        for (int i = 0; i < counts.length; i++) {
            Long count = row.counts[i];
            counts[i] = count == null ? 0 : count;
        }
        intervals.add(row.missing ? null : counts);
        if (row.start != null && row.end != null) {
            intervals.lastedFrom(row.start, row.end);
        }
        if (first == null && row.understood) {
            first = row;
        }
        previous = row;
        total(row, counts);
        if (firstCanaryOnly == 0 && counts[0] == 0 && counts[2] > 0) {
            firstCanaryOnly = intervals.size();
            firstCanaryOnlyStart = row.start;
        }
    }

    /** Totals have to stay exact as well. Said once for each count. */
    private void total(Row row, long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (totals[i] > LARGEST_COUNT) {
                continue;
            }
            totals[i] += counts[i];
            if (totals[i] > LARGEST_COUNT) {
                String field = CountsFields.COUNTS.get(i);
                problems.add(
                        place(intervals.size(), row.start) + ": " + field,
                        "is " + counts[i] + ", which makes " + totals[i] + " in all; expected at most " + LARGEST_COUNT
                                + ", beyond which counts are not exact; judge fewer intervals at a time");
            }
        }
    }

    private static String place(int number, @Nullable Instant start) {
        return "interval " + number + (start == null ? "" : " (" + start + ")");
    }
}
