package io.serinus.offline;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/** Single values as they stand in a file. */
final class JsonValue {
    private static final int LONGEST_SHOWN = 40;

    private JsonValue() {}

    /** The value at the parser as a message shows it. What is inside an object or a list is skipped. */
    static String shown(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            json.skipChildren();
            return token == JsonToken.START_OBJECT ? "an object" : "a list";
        }
        return shortened(token == JsonToken.VALUE_STRING ? '"' + json.getText() + '"' : json.getText());
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }

    /** The number at the parser, however it is written; empty if it is none, or not finite. */
    static Optional<BigDecimal> number(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null || !token.isNumeric()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(json.getText()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // NaN, an infinity, or an exponent beyond all measure
        }
    }
}
