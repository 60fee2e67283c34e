package io.serinus.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/** The description of the API, as it is published; what it says of addresses is also what refusals say. */
@Singleton
class OpenApi {
    private final byte[] yaml;
    private final byte[] json;
    private final Map<Pattern, SequencedSet<String>> methods = new LinkedHashMap<>();

    OpenApi() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            yaml = Objects.requireNonNull(in, "openapi.yaml is missing from the package")
                    .readAllBytes();
            JsonNode tree = new YAMLMapper().readTree(yaml);
            json = tree.toString().getBytes(StandardCharsets.UTF_8);
            tree.path("paths").properties().forEach(path -> methods.put(pattern(path.getKey()), of(path.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] yaml() {
        return yaml.clone();
    }

    byte[] json() {
        return json.clone();
    }

    /** The methods that an address takes, in upper case; empty if there is no such address. */
    List<String> methods(String path) {
        return methods.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(path).matches())
                .map(entry -> List.copyOf(entry.getValue()))
                .findFirst()
                .orElse(List.of());
    }

    private static SequencedSet<String> of(JsonNode operations) {
        var methods = new LinkedHashSet<String>();
        operations.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+") + "/?");
    }
}
