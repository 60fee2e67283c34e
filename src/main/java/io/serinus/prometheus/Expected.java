package io.serinus.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.serinus.prometheus.Answer.MalformedException;
import java.io.IOException;

/** Parts of an answer that must be what the API says, or the answer is refused with words for what it is instead. */
final class Expected {
    private Expected() {}

    static double time(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric()) {
            throw unexpected(json, "the time of a value", "a number");
        }
        return json.getDoubleValue();
    }

    static String string(JsonParser json, String what) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw unexpected(json, what, "a string");
        }
        return json.getText();
    }

    static boolean isNull(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    static void require(JsonParser json, JsonToken expected, String what) throws MalformedException {
        if (json.currentToken() != expected) {
            throw unexpected(json, what, words(expected));
        }
    }

    /** The end of a list that has no more parts. */
    static void end(JsonParser json, String what) throws IOException {
        if (json.nextToken() != JsonToken.END_ARRAY) {
            throw new MalformedException(what + " has too many parts");
        }
    }

    static MalformedException unexpected(JsonParser json, String what, String expected) {
        JsonToken found = json.currentToken();
        return new MalformedException(what + " is " + words(found) + ", expected " + expected);
    }

    private static String words(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case END_OBJECT, END_ARRAY -> "missing";
            case VALUE_STRING, FIELD_NAME -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
