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
import java.util.function.BiConsumer;

/**
 * What the backend says about an answer, apart from its rows.
 *
 * @param status "success" or "error"; empty if the body has none
 * @param resultType what the rows are; empty if there are none
 * @param error the backend's message; empty without an error
 * @param warnings reasons why the rows may be incomplete
 * @param partial whether a cluster says that some of its parts did not answer
 */
record Answer(String status, String resultType, String error, List<String> warnings, boolean partial) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a body to its end, row by row.
     *
     * @param row takes the labels, valid during the call only, and the value as the backend spells it
     * @throws IOException if it ends early or is not JSON
     */
    static Answer read(InputStream body, BiConsumer<Map<String, String>, String> row) throws IOException {
        String status = "";
        String resultType = "";
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
                    case "data" -> resultType = readData(json, row);
                    default -> json.skipChildren();
                }
            }
        }
        return new Answer(status, resultType, error, List.copyOf(warnings), partial);
    }

    private static void readWarnings(JsonParser json, List<String> warnings) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            warnings.add(json.getText());
        }
    }

    private static String readData(JsonParser json, BiConsumer<Map<String, String>, String> row) throws IOException {
        String resultType = "";
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return resultType;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "resultType" -> resultType = json.getText();
                case "result" -> readRows(json, row);
                default -> json.skipChildren();
            }
        }
        return resultType;
    }

    private static void readRows(JsonParser json, BiConsumer<Map<String, String>, String> row) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        var labels = new HashMap<String, String>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            labels.clear();
            String value = null;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "metric" -> readLabels(json, labels);
                    case "value" -> value = readValue(json);
                    default -> json.skipChildren();
                }
            }
            if (value != null) {
                row.accept(labels, value);
            }
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

    /** The second element of {@code [time, "value"]}. */
    private static String readValue(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY);
        json.nextToken();
        json.nextToken();
        String value = json.getText();
        expect(json, json.nextToken(), JsonToken.END_ARRAY);
        return value;
    }

    private static void expect(JsonParser json, JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new JsonParseException(json, "found " + found + " where " + expected + " was expected");
        }
    }
}
