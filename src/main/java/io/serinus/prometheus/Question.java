package io.serinus.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the backend is asked. */
sealed interface Question {
    /** Seconds by which the time of an answer may differ from the one asked for, exclusive. */
    double ROUNDED = 1;

    /** The endpoint's name. */
    String path();

    /** The form to send. */
    Map<String, String> form();

    /**
     * Whether an answer may hold values of that time; a backend may round it to whole seconds.
     *
     * @param time in seconds since the epoch
     */
    boolean mayBringValuesOf(double time);

    /** The time asked for, in words. */
    String when();

    /** The values at one instant. */
    record At(String query, Instant at) implements Question {
        @Override
        public String path() {
            return "query";
        }

        @Override
        public Map<String, String> form() {
            var form = new LinkedHashMap<String, String>();
            form.put("query", query);
            form.put("time", seconds(at));
            return form;
        }

        @Override
        public boolean mayBringValuesOf(double time) {
            return Math.abs(time - at.toEpochMilli() / 1e3) < ROUNDED;
        }

        @Override
        public String when() {
            return "of " + at;
        }
    }

    /** The values at every step from the first instant on, the last one included if a step meets it. */
    record Over(String query, Instant from, Instant to, Duration step) implements Question {
        @Override
        public String path() {
            return "query_range";
        }

        @Override
        public Map<String, String> form() {
            var form = new LinkedHashMap<String, String>();
            form.put("query", query);
            form.put("start", seconds(from));
            form.put("end", seconds(to));
            form.put("step", seconds(Instant.EPOCH.plus(step)));
            return form;
        }

        @Override
        public boolean mayBringValuesOf(double time) {
            return time > from.toEpochMilli() / 1e3 - ROUNDED && time < to.toEpochMilli() / 1e3 + ROUNDED;
        }

        @Override
        public String when() {
            return "from " + from + " to " + to;
        }
    }

    /** The times of a range query. */
    record Range(Instant from, Instant to, Duration step) {
        /** That query. */
        Over of(String query) {
            return new Over(query, from, to, step);
        }
    }

    private static String seconds(Instant at) {
        return String.format(Locale.ROOT, "%d.%03d", at.getEpochSecond(), at.getNano() / 1_000_000);
    }
}
