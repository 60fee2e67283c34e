package io.serinus.prometheus;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A second reading of answers, as a tree and without mercy, that knows nothing of the first: what an instant query for
 * counters has brought, or nothing if there is any doubt about it.
 */
final class StrictReading {
    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1 << 20)
                            .maxNumberLength(64)
                            .maxNameLength(1 << 12)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * One row.
     *
     * @param histogram null unless the row is a native histogram; then the count is its own
     */
    record Row(
            Map<String, String> labels,
            long count,
            @Nullable JsonNode histogram) {
        String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    private StrictReading() {}

    /** The rows of an answer that can be relied on. */
    static Optional<List<Row>> counters(byte[] body, Instant at) {
        JsonNode root;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            root = MAPPER.readTree(text);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!root.isObject() || !isSuccess(root) || !isWhole(root)) {
            return Optional.empty();
        }
        JsonNode data = root.path("data");
        if (!data.isObject()
                || !data.path("resultType").isTextual()
                || !data.path("resultType").textValue().equals("vector")
                || !data.path("result").isArray()) {
            return Optional.empty();
        }
        var rows = new ArrayList<Row>();
        for (JsonNode element : data.path("result")) {
            Row row = row(element, at);
            if (row == null) {
                return Optional.empty();
            }
            rows.add(row);
        }
        return Optional.of(rows);
    }

    private static boolean isSuccess(JsonNode root) {
        JsonNode error = root.path("error");
        return root.path("status").isTextual()
                && root.path("status").textValue().equals("success")
                && (error.isMissingNode() || error.isNull() || error.isTextual());
    }

    private static boolean isWhole(JsonNode root) {
        JsonNode warnings = root.path("warnings");
        JsonNode partial = root.path("isPartial");
        return (warnings.isMissingNode() || warnings.isNull() || (warnings.isArray() && warnings.isEmpty()))
                && (partial.isMissingNode() || (partial.isBoolean() && !partial.booleanValue()));
    }

    private static @Nullable Row row(JsonNode row, Instant at) {
        if (!row.isObject()
                || !row.path("metric").isObject()
                || row.has("value") == row.has("histogram")
                || row.has("values")
                || row.has("histograms")) {
            return null;
        }
        JsonNode value = row.has("value") ? row.path("value") : row.path("histogram");
        if (!value.isArray()
                || value.size() != 2
                || !value.get(0).isNumber()
                || Math.abs(value.get(0).doubleValue() - at.getEpochSecond()) >= 1) {
            return null;
        }
        JsonNode histogram = row.has("histogram") ? value.get(1) : null;
        JsonNode count = histogram == null ? value.get(1) : histogram.path("count");
        if (!count.isTextual() || (histogram != null && !isHistogram(histogram))) {
            return null;
        }
        var labels = new HashMap<String, String>();
        for (Map.Entry<String, JsonNode> label : row.path("metric").properties()) {
            if (!label.getValue().isTextual()) {
                return null;
            }
            labels.put(label.getKey(), label.getValue().textValue());
        }
        return count(count.textValue())
                .map(number -> new Row(labels, number, histogram))
                .orElse(null);
    }

    private static boolean isHistogram(JsonNode histogram) {
        JsonNode buckets = histogram.path("buckets");
        if (!histogram.isObject() || !(buckets.isMissingNode() || buckets.isArray())) {
            return false;
        }
        for (JsonNode bucket : buckets) {
            if (!bucket.isArray()
                    || bucket.size() != 4
                    || !bucket.get(0).isInt()
                    || !bucket.get(1).isTextual()
                    || !bucket.get(2).isTextual()
                    || !bucket.get(3).isTextual()) {
                return false;
            }
        }
        return true;
    }

    /** The native histogram's observations up to the bound; empty where it does not tell, nothing if it is none. */
    static Optional<OptionalLong> atMost(Row row, double bound) {
        long atMost = 0;
        long all = 0;
        double last = Double.NEGATIVE_INFINITY;
        boolean within = false;
        for (JsonNode bucket : Objects.requireNonNull(row.histogram).path("buckets")) {
            String leftText = bucket.get(1).textValue();
            Optional<Double> left = leftText.startsWith("-") ? Optional.of(Double.NEGATIVE_INFINITY) : bound(leftText);
            Optional<Double> right = bound(bucket.get(2).textValue());
            Optional<Long> count = count(bucket.get(3).textValue());
            boolean rightClosed = Set.of(0, 3).contains(bucket.get(0).intValue());
            if (left.isEmpty() || right.isEmpty() || count.isEmpty() || !rightClosed) {
                return Optional.empty();
            }
            if (left.get() < last || right.get() < left.get()) {
                return Optional.empty();
            }
            last = right.get();
            all += count.get();
            atMost += right.get() <= bound ? count.get() : 0;
            within |= left.get() < bound && bound < right.get() && count.get() > 0;
        }
        if (all != row.count) {
            return Optional.empty();
        }
        return Optional.of(within ? OptionalLong.empty() : OptionalLong.of(atMost));
    }

    /** A bound as backends spell it. */
    static Optional<Double> bound(String text) {
        if (text.equals("+Inf")) {
            return Optional.of(Double.POSITIVE_INFINITY);
        }
        if (text.length() > 40 || !text.matches("\\d+(\\.\\d+)?([eE][-+]?\\d{1,4})?")) {
            return Optional.empty();
        }
        double bound = Double.parseDouble(text);
        return Double.isInfinite(bound) ? Optional.empty() : Optional.of(bound);
    }

    /** A whole number from 0 to the last that a float counts to. */
    static Optional<Long> count(String text) {
        if (text.isEmpty() || text.length() > 40) {
            return Optional.empty();
        }
        boolean digitsAtBothEnds = isDigit(text.charAt(0)) && isDigit(text.charAt(text.length() - 1));
        if (!digitsAtBothEnds || !text.chars().allMatch(c -> isDigit((char) c) || ".eE+-".indexOf(c) >= 0)) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            boolean fits = number.signum() == 0 || (number.precision() - number.scale() <= 16 && number.scale() <= 40);
            return fits
                            && number.stripTrailingZeros().scale() <= 0
                            && number.compareTo(BigDecimal.valueOf(1L << 53)) <= 0
                    ? Optional.of(number.longValue())
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
