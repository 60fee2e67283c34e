package io.serinus.catalog;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads the YAML documents of one file. The same key twice in one object is an error: one of the two would be lost. */
final class YamlTemplates {
    private static final ObjectReader READER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(Object.class);

    private YamlTemplates() {}

    /**
     * Every document in the text; empty ones are left out.
     *
     * @throws IOException if the text is no YAML, or a document is no object; the message says where
     */
    static List<Map<String, Object>> read(String yaml) throws IOException {
        var documents = new ArrayList<Map<String, Object>>();
        try (MappingIterator<@Nullable Object> iterator = READER.readValues(yaml)) {
            for (int number = 1; iterator.hasNextValue(); number++) {
                Object document = iterator.nextValue();
                if (document instanceof Map<?, ?> object) {
                    documents.add(Fields.cast(object));
                } else if (document != null && !document.equals("")) {
                    throw new IOException(
                            "document " + number + " is " + Problems.shown(document) + ", expected an object");
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException(located(e), e);
        }
        return documents;
    }

    private static String located(JsonProcessingException e) {
        String message = e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null
                ? marked.getProblem()
                : e.getOriginalMessage();
        JsonLocation location = e.getLocation();
        return location == null
                ? message
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": " + message;
    }
}
