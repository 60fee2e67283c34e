package io.serinus.controller;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The whole controller but its threads, on a simulated mesh and cluster, in random company: good and bad canaries, people
 * with commands and edits, pods in trouble, servers that fail, deaths in the midst of writes and clocks that are set. What
 * must hold at every look and at every end, {@link Promises} says.
 */
class ReleasePromisesTest {

    @Property(tries = 300)
    void holdWhateverHappens(
            @ForAll("templates") NamedTemplate template, @ForAll("sequences") List<Happening> happenings) {
        var promises = new Promises(template.tree);
        for (Happening happening : happenings) {
            happening.does().accept(promises);
        }
        promises.end();
    }

    /** Its tree would drown the counterexample. */
    record NamedTemplate(String name, Map<String, Object> tree) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Provide
    Arbitrary<List<Happening>> sequences() {
        return Happening.sequences();
    }

    @Provide
    Arbitrary<NamedTemplate> templates() {
        return Arbitraries.of(
                template("weights", "", """
                          - {weight: 10, minDuration: 30s, minRequests: 20}
                          - {weight: 40, minDuration: 30s, minRequests: 50}
                        """),
                template("gates", "", """
                          - approval: {name: qa}
                          - match: [{headers: {x-canary: "true"}}]
                            pause: {}
                          - {weight: 20, minDuration: 30s, minRequests: 20}
                          - pause: {duration: 1m}
                          - {weight: 50, minDuration: 30s, minRequests: 20}
                          - approval: {name: qb}
                        """),
                template("layers", "  stickiness: {cookie: canary, maxAge: 1h}\n", """
                          - match: [{cookies: {group: b}}]
                            weight: 20
                            minDuration: 30s
                            minRequests: 20
                          - {weight: 60, minDuration: 30s, minRequests: 20, maxDuration: 5m}
                        """),
                template("copied", "  baselineCopy: true\n", """
                          - {weight: 10, minDuration: 30s, minRequests: 20}
                          - pause: {duration: 1m}
                          - {weight: 50, minDuration: 30s, minRequests: 50}
                        """),
                template("impatient", """
                          policies:
                            onNoData: {after: 1m, then: abort}
                            onSourceDown: {after: 1m, then: abort}
                            onDeadline: {after: 3m, then: abort}
                            onCanaryPods: {after: 1m, then: abort}
                            onNoBaseline: restore
                        """, """
                          - {weight: 30, minDuration: 30s, minRequests: 20}
                          - pause: {duration: 30s}
                        """));
    }

    private static NamedTemplate template(String name, String more, String steps) {
        return new NamedTemplate(
                name,
                WholeReleaseTest.template(
                        """
                apiVersion: serinus.io/v1alpha1
                kind: AnalysisTemplate
                metadata: {name: default}
                spec:
                  warmup: 15s
                  calibration: false
                  metrics:
                    - name: errors
                      errorRate:
                        tolerance: {relative: 50%, absolute: 2%}
                        margin: {relative: 100%, impact: 20%}
                    - name: latency
                      latency:
                        bounds: [500ms]
                        margin: {relative: 100%, impact: 20%}
                """ + more.indent(2).replaceFirst("^    ", "  ") + "  steps:\n" + steps.indent(4)));
    }
}
