package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.serinus.routing.CopyHost;
import io.serinus.routing.Endpoint;
import io.serinus.routing.Layout;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever selects pods in the namespace, a copy's pods are its own, or there is no copy. */
class CopySpecPropertyTest {
    private static final String DNS_LABEL = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String LABEL_VALUE = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";

    @Property(tries = 3000)
    void nobodySelectsTheCopysPodsButTheCopy(@ForAll("sources") CopySpec.Source source) {
        CopySpec spec = CopySpec.of(source);
        Statistics.label("made")
                .collect(spec instanceof CopySpec.Made)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 70));
        if (!(spec instanceof CopySpec.Made made)) {
            assertThat(((CopySpec.Refused) spec).reasons()).allMatch(reason -> reason.endsWith("."));
            return;
        }
        Map<String, String> pods = podLabels(made.deployment());
        source.selectors()
                .forEach((name, selector) -> assertThat(isSelected(pods, selector))
                        .as("by Service %s %s: %s", name, selector, pods)
                        .isFalse());
        Map<String, Object> original = source.deployments().getFirst();
        assertThat(isSelected(pods, Json.textsAt(original, "spec", "selector", "matchLabels")))
                .as("by the original %s: %s", original, pods)
                .isFalse();
        Map<String, String> own = Json.textsAt(made.deployment(), "spec", "selector", "matchLabels");
        assertThat(isSelected(pods, own)).isTrue();
        assertThat(Json.textsAt(made.service(), "spec", "selector")).isEqualTo(own);
        assertThat(isSelected(podLabels(original), own)).isFalse();
        requireOnlyNeededChanges(source, pods);
        requireValidNames(made);
    }

    /** A label differs only if it names the version or the copy, or if something selected by it. */
    private static void requireOnlyNeededChanges(CopySpec.Source source, Map<String, String> pods) {
        Map<String, Object> original = source.deployments().getFirst();
        Map<String, String> before = podLabels(original);
        Set<String> free = new HashSet<>(Set.of(
                "version",
                "app.kubernetes.io/version",
                "service.istio.io/canonical-revision",
                "service.istio.io/canonical-name",
                "serinus.io/copy"));
        source.selectors().values().forEach(selector -> free.addAll(selector.keySet()));
        free.addAll(Json.textsAt(original, "spec", "selector", "matchLabels").keySet());
        before.forEach((key, value) -> {
            if (!free.contains(key)) {
                assertThat(pods).containsEntry(key, value);
            }
        });
        assertThat(pods.keySet()).containsAll(before.keySet());
    }

    private static void requireValidNames(CopySpec.Made made) {
        assertThat(made.deploymentName())
                .matches(DNS_LABEL)
                .hasSizeLessThanOrEqualTo(52)
                .endsWith(CopyHost.SUFFIX);
        assertThat(made.serviceName()).matches(DNS_LABEL).endsWith(CopyHost.SUFFIX);
        assertThat(CopyHost.isReserved(made.endpoint().host())).isTrue();
        assertThat(Layout.beside(made.endpoint(), 10).copy()).contains(made.endpoint());
        for (Map<String, Object> object : List.of(made.deployment(), made.service())) {
            assertThat(Json.textsAt(object, "metadata", "labels").values())
                    .allMatch(CopySpecPropertyTest::isLabelValue);
        }
        assertThat(podLabels(made.deployment()).values()).allMatch(CopySpecPropertyTest::isLabelValue);
    }

    private static boolean isLabelValue(String value) {
        return value.isEmpty() || value.matches(LABEL_VALUE);
    }

    private static Map<String, String> podLabels(Map<String, Object> deployment) {
        return Json.textsAt(deployment, "spec", "template", "metadata", "labels");
    }

    private static boolean isSelected(Map<String, String> labels, Map<String, String> selector) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    /** Two originals have two copies, however long and alike their names are. */
    @Property
    void differentNamesStayDifferent(@ForAll("names") String one, @ForAll("names") String other) {
        assertThat(CopyNames.deployment(one).equals(CopyNames.deployment(other)))
                .isEqualTo(one.equals(other));
        assertThat(CopyNames.service(one).equals(CopyNames.service(other))).isEqualTo(one.equals(other));
        assertThat(CopyNames.value(one).equals(CopyNames.value(other))).isEqualTo(one.equals(other));
    }

    /** Names of objects, from short ones to those as long as they may be, mostly alike. */
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> part =
                Arbitraries.of("a", "reviews", "reviews-v1", "b--c", "9", "x".repeat(40), "y".repeat(63));
        return Combinators.combine(part.list().ofMinSize(1).ofMaxSize(4), Arbitraries.of("-", ".", "--"))
                .as((parts, joint) -> "r" + String.join(joint, parts))
                .filter(name -> name.length() <= 253);
    }

    private static Arbitrary<String> values() {
        return Arbitraries.of(
                "reviews",
                "v1",
                "v1-copy",
                "reviews-serinus-copy",
                "",
                "a_b.c",
                "x".repeat(63),
                "x".repeat(50) + "." + "y".repeat(12));
    }

    private static Arbitrary<String> keys() {
        return Arbitraries.of(
                "app",
                "tier",
                "version",
                "app.kubernetes.io/name",
                "app.kubernetes.io/version",
                "service.istio.io/canonical-name",
                "service.istio.io/canonical-revision",
                "example.com/team",
                "istio.io/rev",
                "serinus.io/copy");
    }

    private static Arbitrary<Map<String, String>> podLabels() {
        return Arbitraries.maps(keys().filter(key -> !key.equals("serinus.io/copy")), values())
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    /** Mostly parts of the labels, so that many select the original. */
    private static Arbitrary<Map<String, String>> selector(Map<String, String> labels) {
        Arbitrary<Map<String, String>> part = Arbitraries.of(labels.keySet())
                .set()
                .ofMinSize(1)
                .map(keys -> {
                    var selector = new TreeMap<String, String>();
                    keys.forEach(key -> selector.put(key, labels.getOrDefault(key, "")));
                    return selector;
                });
        Arbitrary<Map<String, String>> other =
                Arbitraries.maps(keys(), values()).ofMaxSize(3).map(TreeMap::new);
        return Arbitraries.frequencyOf(Tuple.of(4, part), Tuple.of(1, other));
    }

    @Provide
    Arbitrary<CopySpec.Source> sources() {
        return podLabels()
                .flatMap(labels -> Combinators.combine(
                                names(),
                                names().filter(name -> name.length() <= 63 && !name.contains(".")),
                                names(),
                                selector(labels),
                                selector(labels).list().ofMaxSize(4))
                        .as((deployment, service, release, own, services) -> {
                            var selectors = new LinkedHashMap<String, Map<String, String>>();
                            services.forEach(selector -> selectors.put("s" + selectors.size(), selector));
                            return new CopySpec.Source(
                                    new ReleaseId("shop", release),
                                    Map.of("uid", "1"),
                                    new Endpoint(service + ".shop.svc.cluster.local", null),
                                    Map.of(
                                            "metadata",
                                            Map.of("name", service, "namespace", "shop"),
                                            "spec",
                                            Map.of("ports", List.of(Map.of("port", 80)))),
                                    List.of(Map.of(
                                            "metadata",
                                            Map.of("name", deployment, "namespace", "shop", "labels", labels),
                                            "spec",
                                            Map.of(
                                                    "selector",
                                                    Map.of("matchLabels", own),
                                                    "template",
                                                    Map.of("metadata", Map.of("labels", labels), "spec", Map.of())))),
                                    selectors,
                                    2);
                        }));
    }
}
