package io.serinus.template;

import java.util.Map;
import java.util.Optional;

/** Port: AnalysisTemplate objects as somebody wrote them, unparsed; answers at once, from a cache. */
public interface TemplateDocuments {

    /** The whole document (apiVersion, kind, metadata, spec) as plain maps and lists; empty if there is none. */
    Optional<Map<String, Object>> find(String namespace, String name);
}
