package io.serinus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of the templates that come with the program, made faster: ticks of a second; warm-up and steps a sixtieth as long, but
 * from 2 to 10 s; a tenth of the requests, but at least 20. Metrics, risks, the order of steps, gates and policies are as
 * they are, and so is the calibration. An argument that every release must set has a default.
 *
 * @param name the template's
 * @param rate requests per second with which the evidence is in after seconds
 * @param ways how a good canary is reached, in this order, as {@link Town#way} spells it
 * @param gate the kind of trouble by which it waits for people; empty if it does not
 * @param command what people say then
 */
record BuiltIn(String name, int rate, List<String> ways, String gate, String command) {
    static final List<BuiltIn> ALL = List.of(
            of("default", 400, "0", "5", "10", "25", "50", "100"),
            of("cautious", 1600, "0", "1", "5", "10", "25", "50", "100"),
            of("fast", 1600, "0", "2", "20", "50", "100"),
            of("low-traffic", 400, "0", "20", "50", "100"),
            of("grpc", 400, "0", "5", "25", "50", "100"),
            of("layered", 400, "0", "match 0", "match 5", "25", "50", "100"),
            of("callers", 400, "0", "match 0", "10", "50", "100"),
            of("own-timeout", 400, "0", "match 0", "10", "50", "100"),
            of("mirror-first", 400, "0", "mirror 10 0", "mirror 10 5", "25", "50", "100"),
            of("sticky", 400, "0", "sticky 5", "sticky 25", "sticky 50", "100"),
            of("dark", 400, "0", "match 0", "10", "50", "100").waiting("PAUSED", "resume by test"),
            of("ab-test", 400, "0", "match 0", "100").waiting("APPROVAL", "approve winner by test"),
            of("blue-green", 400, "0", "match 0", "100").waiting("APPROVAL", "approve switch by test"));

    private static final Path FOLDER = Path.of("analysis-templates");
    private static final int FASTER = 60;
    private static final long SHORTEST = 2;
    private static final long LONGEST = 10;
    private static final long LEAST_REQUESTS = 20;

    private static BuiltIn of(String name, int rate, String... ways) {
        return new BuiltIn(name, rate, List.of(ways), "", "");
    }

    private BuiltIn waiting(String newGate, String newCommand) {
        return new BuiltIn(name, rate, ways, newGate, newCommand);
    }

    static BuiltIn named(String name) {
        return ALL.stream()
                .filter(template -> template.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The names of all files of templates. */
    static List<String> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether people alone end its first step. */
    boolean beginsWithGate() {
        return !gate.isEmpty() && !name.equals("ab-test");
    }

    /** The faster template's spec, to be changed by the caller. */
    ObjectNode spec() {
        var spec = (ObjectNode) read().path("spec").deepCopy();
        spec.put("tick", "1s").put("interval", "2s");
        for (JsonNode argument : spec.path("args")) {
            if (!argument.has("default")) {
                ((ObjectNode) argument).put("default", "loadtest");
            }
        }
        spec.put("warmup", spec.has("warmup") ? faster(spec.path("warmup")) : SHORTEST + "s");
        for (JsonNode each : spec.path("steps")) {
            var step = (ObjectNode) each;
            if (!step.has("pause") && !step.has("approval")) {
                step.put("minDuration", step.has("minDuration") ? faster(step.path("minDuration")) : SHORTEST + "s");
                step.put(
                        "minRequests",
                        Math.max(LEAST_REQUESTS, step.path("minRequests").asLong() / 10));
            }
        }
        return spec;
    }

    /** The same with another shortest time for the first step, unless that is a gate. */
    ObjectNode spec(String first) {
        ObjectNode spec = spec();
        if (!beginsWithGate()) {
            ((ObjectNode) spec.path("steps").path(0)).put("minDuration", first);
        }
        return spec;
    }

    private JsonNode read() {
        try {
            return new YAMLMapper().readTree(Files.readString(FOLDER.resolve(name + ".yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String faster(JsonNode duration) {
        String text = duration.asText();
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        long seconds = switch (text.charAt(text.length() - 1)) {
            case 's' -> number;
            case 'm' -> number * 60;
            case 'h' -> number * 3600;
            default -> throw new IllegalArgumentException(text);
        };
        return Math.clamp(seconds / FASTER, SHORTEST, LONGEST) + "s";
    }

    @Override
    public String toString() {
        return name;
    }
}
