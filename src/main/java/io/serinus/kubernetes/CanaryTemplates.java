package io.serinus.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.serinus.template.TemplateDocuments;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The AnalysisTemplate objects of the cluster, from a watch. Safe for use by several threads. */
public final class CanaryTemplates implements TemplateDocuments, AutoCloseable {
    private final WatchedResources templates;

    /** @param wakeUp called after every change of a template, by threads of the client's; it must return at once */
    public CanaryTemplates(KubernetesClient client, Scope scope, Runnable wakeUp) {
        templates =
                new WatchedResources(client, CustomResources.ANALYSIS_TEMPLATES, scope, new Changes(_ -> true, wakeUp));
    }

    /** Begins to watch; returns at once. */
    public void start() {
        templates.start();
    }

    /** Whether the view is complete; false for as long as the cluster does not know the kind. */
    public boolean hasSynced() {
        return templates.hasSynced();
    }

    @Override
    public Optional<Map<String, Object>> find(String namespace, String name) {
        return templates.find(namespace, name).map(PlainTree::of);
    }

    @Override
    public List<Map<String, Object>> all() {
        return templates.list().stream().map(PlainTree::of).toList();
    }

    @Override
    public void close() {
        templates.close();
    }
}
