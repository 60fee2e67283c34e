package io.serinus.prometheus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Samples on their way to a server, in the format of remote write 1.0: protobuf by hand, in a snappy block that holds
 * nothing but literals.
 */
final class RemoteWrite {
    /** How Prometheus writes that a series ends: this NaN and no other. */
    private static final long STALE = 0x7ff0000000000002L;

    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED64 = 1;
    private static final int VARINT = 0;
    private static final int LONGEST_LITERAL = 1 << 16;

    private final Map<SortedMap<String, String>, ByteArrayOutputStream> samples = new LinkedHashMap<>();

    /**
     * @param labels of the series, with its name
     * @param millis since the epoch, later than those of the series' samples before
     */
    void sample(SortedMap<String, String> labels, long millis, double value) {
        add(labels, millis, Double.doubleToRawLongBits(value));
    }

    /** The series ends here, until the next sample. */
    void stale(SortedMap<String, String> labels, long millis) {
        add(labels, millis, STALE);
    }

    private void add(SortedMap<String, String> labels, long millis, long bits) {
        var sample = new ByteArrayOutputStream();
        tag(sample, 1, FIXED64);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            sample.write((int) (bits >>> shift));
        }
        tag(sample, 2, VARINT);
        varint(sample, millis);
        message(samples.computeIfAbsent(labels, fresh -> new ByteArrayOutputStream()), 2, sample.toByteArray());
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    /** The body of a request with all samples so far, which are then forgotten. */
    byte[] drain() {
        var request = new ByteArrayOutputStream();
        samples.forEach((labels, values) -> {
            var series = new ByteArrayOutputStream();
            labels.forEach((name, value) -> {
                var label = new ByteArrayOutputStream();
                message(label, 1, name.getBytes(StandardCharsets.UTF_8));
                message(label, 2, value.getBytes(StandardCharsets.UTF_8));
                message(series, 1, label.toByteArray());
            });
            series.writeBytes(values.toByteArray());
            message(request, 1, series.toByteArray());
        });
        samples.clear();
        return snappy(request.toByteArray());
    }

    private static byte[] snappy(byte[] plain) {
        var block = new ByteArrayOutputStream();
        varint(block, plain.length);
        for (int from = 0; from < plain.length; from += LONGEST_LITERAL) {
            int length = Math.min(LONGEST_LITERAL, plain.length - from);
            // A literal whose length less one follows in two bytes, the lower first.
            block.write(61 << 2);
            block.write(length - 1);
            block.write((length - 1) >>> Byte.SIZE);
            block.writeBytes(Arrays.copyOfRange(plain, from, from + length));
        }
        return block.toByteArray();
    }

    private static void message(ByteArrayOutputStream out, int field, byte[] content) {
        tag(out, field, LENGTH_DELIMITED);
        varint(out, content.length);
        out.writeBytes(content);
    }

    private static void tag(ByteArrayOutputStream out, int field, int type) {
        varint(out, (long) field << 3 | type);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
