package io.serinus.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the backend is asked. */
sealed interface Question {
    /** The endpoint's name. */
    String path();

    /** The form to send. */
    Map<String, String> form();

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
    }

    private static String seconds(Instant at) {
        return String.format(Locale.ROOT, "%d.%03d", at.getEpochSecond(), at.getNano() / 1_000_000);
    }
}
