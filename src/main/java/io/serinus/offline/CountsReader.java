package io.serinus.offline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.serinus.analysis.CountsRules;
import io.serinus.catalog.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of recorded counts as they stream by. Strict: a field that is not known is a mistake, as a misspelt limit would
 * otherwise be no limit. Reports all mistakes at once.
 */
public final class CountsReader {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Read so that the message can say where it stands; accepted nowhere.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build());

    private static final List<String> ANY = Stream.concat(CountsFields.CASE.stream(), CountsFields.FILE.stream())
            .toList();

    private final CountsRules defaults;
    private final boolean nextWeightGiven;
    private final InputProblems problems = new InputProblems();
    private final List<CountsCase> cases = new ArrayList<>();
    private boolean hasList;
    private @Nullable OpenCase open;

    private CountsReader(CountsRules defaults, boolean nextWeightGiven) {
        this.defaults = defaults;
        this.nextWeightGiven = nextWeightGiven;
    }

    /**
     * Reads a file to its end.
     *
     * @param in JSON; left open
     * @param defaults for what a case does not say
     * @param nextWeightGiven whether the defaults are for a weight that somebody asked for
     * @throws IOException if {@code in} fails
     */
    public static CountsFile read(InputStream in, CountsRules defaults, boolean nextWeightGiven) throws IOException {
        var reader = new CountsReader(defaults, nextWeightGiven);
        try (JsonParser json = MAPPER.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
            return reader.readFile(json);
        }
    }

    /** One case while it is read: its fields may come in any order. */
    private static final class OpenCase {
        final InputProblems problems = new InputProblems();
        final IntervalReader intervals = new IntervalReader(problems);
        final int number;
        boolean hasIntervals;
        boolean hasFields;

        @Nullable
        String name;

        JsonNode config = MissingNode.getInstance();
        JsonNode risk = MissingNode.getInstance();

        OpenCase(int number) {
            this.number = number;
        }

        String label() {
            return name == null ? "case " + number : "case \"" + name + '"';
        }
    }

    private CountsFile readFile(JsonParser json) throws IOException {
        try {
            readObject(json);
        } catch (JsonProcessingException e) {
            problems.add(place(JsonMistake.place(e, json)), JsonMistake.sentence(e));
            return new CountsFile(hasList, List.of(), unreadable());
        }
        return new CountsFile(hasList, cases, problems);
    }

    private void readObject(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            problems.add(
                    "",
                    "the file is " + (json.currentToken() == null ? "empty" : JsonValue.shown(json))
                            + ", expected an object with a list of intervals, such as {\"intervals\": []}");
            return;
        }
        var only = new OpenCase(1);
        open = only;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "cases" -> readCases(json);
                case "description", "grids" -> json.skipChildren();
                default -> readField(field, json, only, ANY);
            }
            open = only;
        }
        if (json.nextToken() != null) {
            problems.add("", "something follows the end of the object, expected one object; make it several files");
        }
        if (!hasList) {
            cases.add(closed(only, null));
            return;
        }
        if (only.hasFields) {
            problems.add("cases", "is given beside fields of a single case; move those into a case");
        }
        problems.addAll("", only.problems);
    }

    private void readCases(JsonParser json) throws IOException {
        hasList = true;
        if (json.currentToken() != JsonToken.START_ARRAY) {
            problems.add("cases", "is " + JsonValue.shown(json) + ", expected a list of objects with intervals");
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            var one = new OpenCase(cases.size() + 1);
            open = one;
            if (json.currentToken() != JsonToken.START_OBJECT) {
                one.problems.add("", "is " + JsonValue.shown(json) + ", expected an object with intervals");
                one.hasIntervals = true;
            } else {
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String field = json.currentName();
                    json.nextToken();
                    readField(field, json, one, CountsFields.CASE);
                }
            }
            cases.add(closed(one, one.label()));
            open = null;
        }
    }

    private static void readField(String field, JsonParser json, OpenCase to, List<String> known) throws IOException {
        to.hasFields |= CountsFields.CASE.contains(field);
        switch (field) {
            case "intervals" -> {
                to.hasIntervals = true;
                to.intervals.readAll(json);
            }
            case "name" -> {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    to.name = json.getText();
                } else {
                    to.problems.add("name", "is " + JsonValue.shown(json) + ", expected a text");
                }
            }
            case "config" -> to.config = json.readValueAsTree();
            case "risk" -> to.risk = json.readValueAsTree();
            // For people, and for tests of other programs.
            case "note", "expected" -> json.skipChildren();
            default -> {
                to.problems.add(JsonValue.shortened(field), "is not a field, " + Spelling.advice(field, known));
                json.skipChildren();
            }
        }
    }

    private CountsCase closed(OpenCase it, @Nullable String label) {
        if (!it.hasIntervals) {
            it.problems.add("intervals", "is missing, expected a list of objects with n1, x1, n2, x2");
        }
        CountsRules rules = new ConfigReader(defaults, nextWeightGiven, it.problems).read(it.config, it.risk);
        return new CountsCase(label, it.name, rules, it.intervals.intervals(), it.problems);
    }

    private String place(String where) {
        if (open == null || open.intervals.read() == 0) {
            return where + ":";
        }
        return (hasList ? open.label() + ", " : "") + "after interval " + open.intervals.read() + ", " + where + ":";
    }

    /** With everything found before the file broke off. */
    private InputProblems unreadable() {
        InputProblems all = new CountsFile(hasList, cases, problems).allProblems();
        if (open != null && !open.problems.isEmpty()) {
            all.addAll(hasList ? open.label() + ":" : "", open.problems);
        }
        return all;
    }
}
