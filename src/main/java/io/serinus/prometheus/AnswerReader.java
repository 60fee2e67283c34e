package io.serinus.prometheus;

import static io.serinus.prometheus.Expected.end;
import static io.serinus.prometheus.Expected.isNull;
import static io.serinus.prometheus.Expected.require;
import static io.serinus.prometheus.Expected.string;
import static io.serinus.prometheus.Expected.time;
import static io.serinus.prometheus.Expected.unexpected;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.serinus.prometheus.Answer.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one answer as a stream. What the answer does not use may be anything, what it uses must be as the API says. */
final class AnswerReader {
    /** Far more than any answer has, and little enough for whatever pretends to be one. */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxStringLength(1 << 20)
            .maxNumberLength(64)
            .maxNameLength(1 << 12)
            .build();

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final int KEPT_WARNINGS = 10;

    /** Remarks on the query; before Prometheus 3, and in Thanos, they stand among the warnings. */
    private static final String INFO = "PromQL info:";

    private static final Set<String> RESULT_TYPES = Set.of("vector", "matrix", "scalar", "string");

    private final Answer.Values values;
    private final List<String> warnings = new ArrayList<>();
    private String status = "";
    private String resultType = "";
    private String error = "";
    private boolean partial;
    private boolean histograms;

    /** Which result types the rows can be of; all as long as there are none. */
    private Set<String> possible = RESULT_TYPES;

    AnswerReader(Answer.Values values) {
        this.values = values;
    }

    Answer read(InputStream body) throws IOException {
        var strict = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (JsonParser json = JSON.createParser(new InputStreamReader(body, strict))) {
            if (json.nextToken() == null) {
                throw new JsonEOFException(json, JsonToken.NOT_AVAILABLE, "empty");
            }
            require(json, JsonToken.START_OBJECT, "the answer");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String field = json.currentName();
                json.nextToken();
                readField(json, field);
            }
            if (json.nextToken() != null) {
                throw new MalformedException("something follows after its end");
            }
        }
        if (RESULT_TYPES.contains(resultType) && !possible.contains(resultType)) {
            throw new MalformedException("it says that its result is a " + resultType + ", but the rows are not");
        }
        return new Answer(status, resultType, error, List.copyOf(warnings), partial, histograms);
    }

    private void readField(JsonParser json, String field) throws IOException {
        switch (field) {
            case "status" -> status = string(json, "status");
            case "error" -> error = isNull(json) ? "" : string(json, "error");
            case "isPartial" -> {
                if (!json.currentToken().isBoolean()) {
                    throw unexpected(json, "isPartial", "true or false");
                }
                partial = json.getBooleanValue();
            }
            case "warnings" -> readWarnings(json);
            case "data" -> readData(json);
            default -> json.skipChildren();
        }
    }

    private void readWarnings(JsonParser json) throws IOException {
        if (isNull(json)) {
            return;
        }
        require(json, JsonToken.START_ARRAY, "warnings");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String warning = string(json, "warnings");
            if (!warning.startsWith(INFO) && warnings.size() < KEPT_WARNINGS) {
                warnings.add(warning);
            }
        }
    }

    private void readData(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            // Errors have none, or null; a success without is refused for want of a result type.
            json.skipChildren();
            return;
        }
        boolean result = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "resultType" -> resultType = string(json, "resultType");
                case "result" -> {
                    result = true;
                    readResult(json);
                }
                default -> json.skipChildren();
            }
        }
        if (!result) {
            throw new MalformedException("its data has no result");
        }
    }

    private void readResult(JsonParser json) throws IOException {
        if (!resultType.isEmpty() && !RESULT_TYPES.contains(resultType)) {
            json.skipChildren();
            return;
        }
        require(json, JsonToken.START_ARRAY, "result");
        json.nextToken();
        if (json.currentToken().isNumeric()) {
            narrow(Set.of("scalar", "string"));
            Value value = readPair(json, "result");
            values.accept(Map.of(), value.time, value.text);
            return;
        }
        narrow(Set.of("vector", "matrix"));
        while (json.currentToken() != JsonToken.END_ARRAY) {
            require(json, JsonToken.START_OBJECT, "a row");
            readRow(json);
            json.nextToken();
        }
    }

    private void narrow(Set<String> types) {
        possible = possible.stream().filter(types::contains).collect(Collectors.toSet());
    }

    private void readRow(JsonParser json) throws IOException {
        var row = new Row();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "metric" -> {
                    readLabels(json, row.labels);
                    row.hasLabels = true;
                }
                case "value" -> {
                    row.one++;
                    row.numbers.add(readValue(json));
                }
                case "histogram" -> {
                    row.one++;
                    row.histograms.add(readHistogram(json));
                }
                case "values" -> {
                    row.many++;
                    require(json, JsonToken.START_ARRAY, field);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        row.numbers.add(readValue(json));
                    }
                }
                case "histograms" -> {
                    row.many++;
                    require(json, JsonToken.START_ARRAY, field);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        row.histograms.add(readHistogram(json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        deliver(row);
    }

    private void deliver(Row row) throws MalformedException {
        if (!row.hasLabels) {
            throw new MalformedException("a row has no labels");
        }
        if (row.one == 1 && row.many == 0) {
            narrowTo("vector");
        } else if (row.one == 0 && row.many > 0) {
            narrowTo("matrix");
        } else {
            throw new MalformedException(
                    row.one == 0 ? "a row has no value" : "a row has several values where one is expected");
        }
        histograms |= !row.histograms.isEmpty();
        row.numbers.forEach(value -> values.accept(row.labels, value.time, value.text));
        row.histograms.forEach(value -> values.histogram(row.labels, value.time, value.histogram));
    }

    private void narrowTo(String type) {
        if (possible.size() != 1 || !possible.contains(type)) {
            narrow(Set.of(type));
        }
    }

    private static final class Row {
        private final Map<String, String> labels = new HashMap<>();
        private final List<Value> numbers = new ArrayList<>(1);
        private final List<HistogramValue> histograms = new ArrayList<>(0);
        private boolean hasLabels;
        private int one;
        private int many;
    }

    private record Value(double time, String text) {}

    private record HistogramValue(double time, NativeHistogram histogram) {}

    private static void readLabels(JsonParser json, Map<String, String> labels) throws IOException {
        require(json, JsonToken.START_OBJECT, "metric");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            labels.put(name, string(json, "a label"));
        }
    }

    /** {@code [time, "value"]}. */
    private static Value readValue(JsonParser json) throws IOException {
        require(json, JsonToken.START_ARRAY, "a value");
        json.nextToken();
        return readPair(json, "a value");
    }

    /** The two, from the first on, to the end of their array. */
    private static Value readPair(JsonParser json, String what) throws IOException {
        double time = time(json);
        json.nextToken();
        String value = string(json, what);
        end(json, what);
        return new Value(time, value);
    }

    /** {@code [time, {"count": "...", "sum": "...", "buckets": [...]}]}. */
    private static HistogramValue readHistogram(JsonParser json) throws IOException {
        require(json, JsonToken.START_ARRAY, "a histogram");
        json.nextToken();
        double time = time(json);
        json.nextToken();
        require(json, JsonToken.START_OBJECT, "a histogram");
        String count = null;
        var buckets = new ArrayList<NativeHistogram.Bucket>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "count" -> count = string(json, "the count of a histogram");
                case "buckets" -> {
                    require(json, JsonToken.START_ARRAY, field);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        buckets.add(readBucket(json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        end(json, "a histogram");
        if (count == null) {
            throw new MalformedException("a histogram has no count");
        }
        return new HistogramValue(time, new NativeHistogram(count, buckets));
    }

    /** {@code [rule, "left", "right", "count"]}. */
    private static NativeHistogram.Bucket readBucket(JsonParser json) throws IOException {
        require(json, JsonToken.START_ARRAY, "a bucket");
        json.nextToken();
        require(json, JsonToken.VALUE_NUMBER_INT, "the rule of a bucket");
        int rule = json.getIntValue();
        var texts = new String[3];
        for (int i = 0; i < texts.length; i++) {
            json.nextToken();
            texts[i] = string(json, "a bucket");
        }
        end(json, "a bucket");
        return new NativeHistogram.Bucket(rule, texts[0], texts[1], texts[2]);
    }
}
