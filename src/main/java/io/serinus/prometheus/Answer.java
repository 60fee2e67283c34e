package io.serinus.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the backend says about an answer, apart from its rows.
 *
 * @param status "success" or "error"; empty if the body has none
 * @param resultType what the rows are; empty if there are none
 * @param error the backend's message; empty without an error
 * @param warnings reasons why the rows may be incomplete
 * @param partial whether a cluster says that some of its parts did not answer
 * @param histograms whether there are rows with native histograms instead of numbers, which are left out
 */
record Answer(
        String status, String resultType, String error, List<String> warnings, boolean partial, boolean histograms) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Takes one value of one row. */
    interface Values {
        /**
         * Takes it.
         *
         * @param labels valid during the call only
         * @param time in seconds since the epoch
         * @param value as the backend spells it
         */
        void accept(Map<String, String> labels, double time, String value);
    }

    /**
     * Reads a body to its end, row by row.
     *
     * @throws IOException if it ends early or is not JSON
     */
    static Answer read(InputStream body, Values values) throws IOException {
        String status = "";
        var data = new Data();
        String error = "";
        var warnings = new ArrayList<String>();
        boolean partial = false;
        try (JsonParser json = JSON.createParser(body)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "status" -> status = json.getText();
                    case "error" -> error = json.getText();
                    case "isPartial" -> partial = json.getValueAsBoolean();
                    case "warnings" -> readWarnings(json, warnings);
                    case "data" -> data.read(json, values);
                    default -> json.skipChildren();
                }
            }
        }
        return new Answer(status, data.resultType, error, List.copyOf(warnings), partial, data.histograms);
    }

    private static void readWarnings(JsonParser json, List<String> warnings) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            warnings.add(json.getText());
        }
    }

    /** The rows, and what they are. */
    private static final class Data {
        private String resultType = "";
        private boolean histograms;

        void read(JsonParser json, Values values) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                return;
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "resultType" -> resultType = json.getText();
                    case "result" -> readRows(json, values);
                    default -> json.skipChildren();
                }
            }
        }

        private void readRows(JsonParser json, Values values) throws IOException {
            expect(json, json.currentToken(), JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    readRow(json, values);
                } else if (json.currentToken().isNumeric()) {
                    // A scalar or a string has no rows, only a time and a value.
                    double time = json.getDoubleValue();
                    json.nextToken();
                    values.accept(Map.of(), time, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }

        private void readRow(JsonParser json, Values values) throws IOException {
            var labels = new HashMap<String, String>();
            var found = new ArrayList<Value>(1);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "metric" -> readLabels(json, labels);
                    case "value" -> found.add(readValue(json));
                    case "values" -> readValues(json, found);
                    case "histogram", "histograms" -> {
                        histograms = true;
                        json.skipChildren();
                    }
                    default -> json.skipChildren();
                }
            }
            found.forEach(value -> values.accept(labels, value.time, value.text));
        }
    }

    private record Value(double time, String text) {}

    private static void readValues(JsonParser json, List<Value> found) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            found.add(readValue(json));
        }
    }

    private static void readLabels(JsonParser json, Map<String, String> labels) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            labels.put(name, json.getText());
        }
    }

    /** {@code [time, "value"]}. */
    private static Value readValue(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        json.nextToken();
        double time = json.getDoubleValue();
        json.nextToken();
        String value = json.getText();
        expect(json, json.nextToken(), JsonToken.END_ARRAY);
        return new Value(time, value);
    }

    private static void expect(JsonParser json, JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new JsonParseException(json, "found " + found + " where " + expected + " was expected");
        }
    }
}
