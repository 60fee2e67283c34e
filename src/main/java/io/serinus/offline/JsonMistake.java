package io.serinus.offline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a text that is no JSON, in our words: the parser's speak of its tokens, settings and limits. */
final class JsonMistake {
    private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);
    private static final Pattern NO_NUMBER = Pattern.compile("Non-standard token '([-+]?\\w+)'.*", Pattern.DOTALL);

    private JsonMistake() {}

    /** As in {@code line 3, column 7}. Of its limits the parser does not say it, but it stands there. */
    static String place(JsonProcessingException e, JsonParser json) {
        JsonLocation at = e.getLocation() == null ? json.currentLocation() : e.getLocation();
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** What was found and what to do, without an end. */
    static String sentence(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        Matcher twice = TWICE.matcher(message);
        Matcher noNumber = NO_NUMBER.matcher(message);
        if (e instanceof StreamConstraintsException) {
            return tooMuch(message);
        }
        // The parser says it in two ways, one of which prints where its buffer came from.
        if (e instanceof JsonEOFException || message.startsWith("Unexpected end-of-input")) {
            return "the file ends too soon; expected JSON, so add what is missing";
        }
        if (twice.matches()) {
            return "the field " + JsonValue.shortened(twice.group(1)) + " is given twice, expected once; remove one of"
                    + " them";
        }
        if (noNumber.matches()) {
            return noNumber.group(1) + " is no number in JSON; write null where there is no value";
        }
        return message.startsWith("Invalid UTF-8")
                ? "this is not UTF-8; save the file as such"
                : "this is not JSON; check quotes, commas and brackets up to here";
    }

    private static String tooMuch(String message) {
        if (message.startsWith("Number")) {
            return "a number has more than 1000 characters, expected at most so many; round it";
        }
        return message.contains("nesting depth")
                ? "objects and lists stand in each other more than 1000 deep, expected at most so deep; flatten them"
                : "a text or name is longer than anybody reads; shorten it";
    }
}
