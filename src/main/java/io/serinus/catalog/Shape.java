package io.serinus.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which fields a template has, as data: the parser refuses all others, and the resource definition must have the same. */
sealed interface Shape {
    /** A single value. */
    record Leaf() implements Shape {}

    /** An object with these fields and no others. */
    record Group(Map<String, Shape> fields) implements Shape {
        public Group {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        Group with(String field, Shape shape) {
            var more = new LinkedHashMap<>(fields);
            more.put(field, shape);
            return new Group(more);
        }
    }

    /** A list of such elements. */
    record Items(Shape element) implements Shape {}

    /** One of some words, or an object that says it in detail. */
    record Named(Group detail) implements Shape {}

    /** An object whose fields' names say something themselves, each with such a value. */
    record Entries(Shape value) implements Shape {}

    /** A whole AnalysisTemplate, its {@code spec} aside. */
    Group DOCUMENT = leaves("apiVersion", "kind", "metadata", "spec");

    /** The {@code spec} of an AnalysisTemplate. */
    Group SPEC = spec();

    /** What a block of a step's match can ask for. */
    List<String> MATCH_FIELDS = List.of("headers", "cookies", "query", "sourceLabels", "method", "uri");

    private static Group leaves(String... names) {
        var group = new Group(Map.of());
        for (String name : names) {
            group = group.with(name, new Leaf());
        }
        return group;
    }

    private static Group step() {
        Shape text = new Named(leaves("exact", "prefix", "regex"));
        Group block = leaves("method", "uri")
                .with("method", text)
                .with("uri", text)
                .with("headers", new Entries(text))
                .with("cookies", new Entries(text))
                .with("query", new Entries(text))
                .with("sourceLabels", new Entries(new Leaf()));
        return leaves("weight", "mirror", "minDuration", "minRequests", "maxDuration", "timeout")
                .with("pause", leaves("duration"))
                .with("approval", leaves("name"))
                .with("match", new Items(block))
                .with("retries", leaves("attempts", "perTryTimeout", "retryOn"));
    }

    private static Group spec() {
        Shape tolerance = new Named(leaves("relative", "absolute"));
        Shape leaves = new Items(new Leaf());
        Group common = new Group(Map.of()).with("tolerance", tolerance).with("margin", leaves("relative", "impact"));
        Group errorRate = common.with("outage", leaves("relative", "absolute"))
                .with("codes", leaves)
                .with("grpcCodes", leaves)
                .with("flags", leaves)
                .with("slo", new Leaf());
        Group latency = common.with("bounds", leaves)
                .with("range", leaves("from", "to"))
                .with("slo", new Entries(new Leaf()));
        Group custom = leaves("query", "baseline", "canary", "direction")
                .with("tolerance", leaves("relative", "absolute"))
                .with("margin", leaves("relative", "absolute"));
        Group metric = leaves("name", "importance", "role", "method")
                .with("errorRate", errorRate)
                .with("latency", latency)
                .with("custom", custom);
        Group policy = leaves("after", "then");
        Group secret = leaves("name", "key");
        Group hook = leaves("name", "stage", "gate", "url", "timeout", "retries", "onFailure")
                .with("secret", secret);
        Group notification = leaves("name", "type", "url", "severity")
                .with("urlFrom", secret)
                .with("reasons", leaves)
                .with("secret", secret);
        return new Group(Map.of())
                .with("args", new Items(leaves("name", "default", "description")))
                .with("tick", new Leaf())
                .with("interval", new Leaf())
                .with("warmup", new Leaf())
                .with("sensitivity", new Leaf())
                .with("calibration", new Leaf())
                .with("baselineCopy", new Leaf())
                .with("backend", new Leaf())
                .with("reporter", new Leaf())
                .with("risk", leaves("falseAbort", "falsePromotion"))
                .with("metrics", new Items(metric))
                .with("trafficShare", leaves("tolerance", "onMismatch"))
                .with("steps", new Items(step()))
                .with("stickiness", leaves("cookie", "maxAge"))
                .with("hooks", new Items(hook))
                .with("notifications", new Items(notification))
                .with("cleanUp", leaves("scaleDown", "after"))
                .with(
                        "policies",
                        new Group(Map.of())
                                .with("onNoData", policy)
                                .with("onSourceDown", policy)
                                .with("onDeadline", policy)
                                .with("onCanaryPods", policy)
                                .with("onNoBaseline", new Leaf()));
    }
}
