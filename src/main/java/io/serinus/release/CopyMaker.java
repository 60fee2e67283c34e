package io.serinus.release;

import io.serinus.routing.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the objects of one copy. */
final class CopyMaker {
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String FOR_ISTIO = "networking.istio.io/";
    private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";
    private static final List<String> SPEC_FIELDS = List.of("strategy", "minReadySeconds", "progressDeadlineSeconds");
    private static final List<String> PORT_FIELDS = List.of("name", "port", "targetPort", "protocol", "appProtocol");

    private final CopySpec.Source source;
    private final Map<String, Object> original;
    private final String serviceName;
    private final CopyLabels labels;

    CopyMaker(CopySpec.Source source, Map<String, Object> original) {
        this.source = source;
        this.original = original;
        this.serviceName = CopyNames.service(name(source.service()));
        var selectors = new ArrayList<PodSelector>();
        new TreeMap<>(source.selectors()).forEach((name, selector) -> {
            if (!name.equals(serviceName)) {
                selectors.add(PodSelector.of("Service " + source.release().namespace() + "/" + name, selector));
            }
        });
        String deployment = source.release().namespace() + "/" + name(original);
        selectors.add(
                PodSelector.ofLabelSelector("Deployment " + deployment, Json.objectAt(original, "spec", "selector")));
        this.labels = new CopyLabels(
                name(original), originalLabels(), selectors, source.release().name());
    }

    private static String name(Map<String, Object> tree) {
        return Json.textAt(tree, "metadata", "name").orElse("");
    }

    private Map<String, String> originalLabels() {
        return Json.textsAt(original, "spec", "template", "metadata", "labels");
    }

    /** Gives the copy's pods labels of their own. The result are sentences on what selects them all the same. */
    List<String> part() {
        return labels.part();
    }

    /** The objects with the labels as they are, so behind {@link #part}. */
    CopySpec.Made made() {
        String host = source.baseline().host();
        int dot = host.indexOf('.');
        return new CopySpec.Made(
                new Endpoint(serviceName + (dot < 0 ? "" : host.substring(dot)), null),
                labels.version(),
                deployment(),
                service());
    }

    private Map<String, Object> deployment() {
        var template = new LinkedHashMap<String, Object>();
        template.put("metadata", podMetadata());
        template.put("spec", copied(Json.objectAt(original, "spec", "template", "spec")));
        var spec = new LinkedHashMap<String, Object>();
        spec.put("replicas", source.replicas());
        spec.put("revisionHistoryLimit", 0);
        spec.put("selector", Map.of("matchLabels", own()));
        spec.putAll(Json.fields(Json.objectAt(original, "spec"), SPEC_FIELDS));
        spec.put("template", template);
        var metadata = metadata(CopyNames.deployment(name(original)), deploymentLabels());
        return object("apps/v1", "Deployment", metadata, spec);
    }

    private Map<String, Object> podMetadata() {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("labels", new TreeMap<>(labels.all()));
        Map<String, String> annotations = Json.textsAt(original, "spec", "template", "metadata", "annotations");
        annotations.remove(RESTARTED);
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        return metadata;
    }

    /** The original's own, those that tools know their objects by aside; what the pods have otherwise, it has otherwise. */
    private Map<String, String> deploymentLabels() {
        Map<String, String> pods = originalLabels();
        var kept = new TreeMap<String, String>();
        Json.textsAt(original, "metadata", "labels").forEach((key, value) -> {
            if (!ToolLabels.isOwned(key)) {
                boolean isAsPods = value.equals(pods.get(key));
                kept.put(key, isAsPods ? labels.all().getOrDefault(key, value) : value);
            }
        });
        return kept;
    }

    private Map<String, Object> service() {
        List<Map<String, Object>> ports = Json.objectsAt(source.service(), "spec", "ports").stream()
                .map(port -> Json.fields(port, PORT_FIELDS))
                .toList();
        var spec = new LinkedHashMap<String, Object>();
        spec.put("type", "ClusterIP");
        spec.put("selector", own());
        spec.put("ports", ports);
        var metadata = metadata(serviceName, serviceLabels());
        Map<String, String> annotations = Json.textsAt(source.service(), "metadata", "annotations");
        annotations.keySet().removeIf(key -> !key.startsWith(FOR_ISTIO));
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        return object("v1", "Service", metadata, spec);
    }

    /** The original's own, as those that scrape metrics find Services by them. */
    private Map<String, String> serviceLabels() {
        Map<String, String> kept = Json.textsAt(source.service(), "metadata", "labels");
        kept.keySet().removeIf(ToolLabels::isOwned);
        return kept;
    }

    private Map<String, String> own() {
        return Map.of(CopySpec.LABEL, CopyNames.value(source.release().name()));
    }

    private Map<String, Object> metadata(String name, Map<String, String> more) {
        var all = new TreeMap<>(more);
        all.putAll(own());
        all.put(MANAGED_BY, "serinus");
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", name);
        metadata.put("namespace", source.release().namespace());
        metadata.put("labels", all);
        metadata.put("ownerReferences", List.of(copied(source.owner())));
        return metadata;
    }

    private static Map<String, Object> object(
            String version, String kind, Map<String, Object> metadata, Map<String, Object> spec) {
        var object = new LinkedHashMap<String, Object>();
        object.put("apiVersion", version);
        object.put("kind", kind);
        object.put("metadata", metadata);
        object.put("spec", spec);
        return object;
    }

    private static Map<String, Object> copied(Map<String, Object> tree) {
        return Json.object(Json.copy(tree));
    }
}
