package io.serinus.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Templates for tests. */
final class Yaml {
    private Yaml() {}

    static Map<String, Object> tree(String yaml) {
        try {
            return Fields.cast(
                    (Map<?, ?>) Objects.requireNonNull(YamlDocuments.read(yaml).getFirst()));
        } catch (YamlDocuments.InvalidYamlException e) {
            throw new AssertionError(e);
        }
    }

    /** As a custom resource gives it back. */
    static Map<String, Object> throughJson(Map<String, Object> tree) {
        var json = new ObjectMapper();
        try {
            return json.readValue(json.writeValueAsString(tree), new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ParsedTemplate parsed(TemplateParser.Result result) {
        return switch (result) {
            case TemplateParser.Result.Parsed(ParsedTemplate template) -> template;
            case TemplateParser.Result.Invalid invalid -> throw new AssertionError(invalid.messages());
        };
    }

    static List<String> messages(TemplateParser.Result result) {
        return switch (result) {
            case TemplateParser.Result.Parsed(ParsedTemplate template) -> throw new AssertionError(template);
            case TemplateParser.Result.Invalid invalid -> invalid.messages();
        };
    }
}
