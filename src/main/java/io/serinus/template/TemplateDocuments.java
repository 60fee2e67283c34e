package io.serinus.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Port: AnalysisTemplate objects as somebody wrote them, unparsed; answers at once, from a cache. */
public interface TemplateDocuments {

    /** The whole document (apiVersion, kind, metadata, spec) as plain maps and lists; empty if there is none. */
    Optional<Map<String, Object>> find(String namespace, String name);

    /** All of them, in no order. */
    default List<Map<String, Object>> all() {
        return List.of();
    }
}
