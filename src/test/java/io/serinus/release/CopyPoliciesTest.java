package io.serinus.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serinus.release.CopyPolicies.Policy;
import io.serinus.routing.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Service selects by app, so that the copy has another app and another version than the baseline, and the same tier. */
class CopyPoliciesTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static Map<String, Object> tree(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    private static List<String> unequal(String kind, String spec) {
        var source = new CopySpec.Source(
                new ReleaseId("shop", "checkout-1"),
                Map.of("uid", "1"),
                new Endpoint("checkout.shop.svc.cluster.local", "v1"),
                tree("{metadata: {name: checkout, namespace: shop}, spec: {ports: [{port: 80}]}}"),
                List.of(tree("""
                        metadata: {name: checkout-v1, namespace: shop}
                        spec:
                          selector: {matchLabels: {app: checkout, version: v1}}
                          template: {metadata: {labels: {app: checkout, version: v1, tier: web}}, spec: {}}
                        """)),
                Map.of("checkout", Map.of("app", "checkout")),
                2);
        return CopyPolicies.unequal(
                List.of(new Policy(kind, "shop/db", tree(spec))), source, (CopySpec.Made) CopySpec.of(source));
    }

    @Test
    void aPolicyThatLetsInTheBaselineAloneWouldLockTheCopyOut() {
        assertThat(unequal(
                        "NetworkPolicy",
                        "{podSelector: {matchLabels: {app: db}},"
                                + " ingress: [{from: [{podSelector: {matchLabels: {app: checkout}}}]}]}"))
                .containsExactly(
                        "NetworkPolicy shop/db lets in pods with app=checkout, and so those of the baseline and"
                                + " not those of its copy, expected both under spec.ingress: else requests would fail for one of them"
                                + " alone. Select by labels that no Service selects by and that name no version, or use a template"
                                + " without baselineCopy.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "egress: [{ports: [{port: 1}]}, {to: [{ipBlock: {cidr: 10.0.0.0/8}}, {podSelector: {matchLabels: {version: v1}}}]}]"
                        + "| lets pods send to those with version=v1, and so to those of the baseline and not to those of its copy",
                "ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: checkout}}}]}]"
                        + "| lets in pods with app=checkout, and so those of the baseline and not those of its copy",
                "ingress: [{from: [{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [checkout]}]}}]}]"
                        + "| lets in pods with app NotIn (checkout), and so those of the baseline's copy and not its own"
            })
    void peersCountInBothDirectionsAndWhateverTheirNamespace(String rules, String words) {
        assertThat(unequal("NetworkPolicy", "{podSelector: {}, " + rules + "}"))
                .singleElement()
                .asString()
                .startsWith("NetworkPolicy shop/db " + words);
    }

    @Test
    void onePeerInSeveralRulesIsSaidOnce() {
        String rule = "{from: [{podSelector: {matchLabels: {app: checkout}}}]}";
        assertThat(unequal("NetworkPolicy", "{ingress: [" + rule + ", " + rule + "]}"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{podSelector: {matchLabels: {tier: web}}, ingress: [{from: [{podSelector: {matchLabels: {tier: web}}}]}]}",
                "{podSelector: {matchLabels: {app: db}}, egress: [{to: [{podSelector: {matchLabels: {app: db}}}]}]}",
                "{podSelector: {}, ingress: [{from: [{podSelector: {}}, {namespaceSelector: {}}]}], egress: [{}]}"
            })
    void whatIsForBothOrForNeitherIsInNobodysWay(String spec) {
        assertThat(unequal("NetworkPolicy", spec)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AuthorizationPolicy | {targetRefs: [{kind: Gateway, name: x}, {kind: Service, group: '', name: checkout}]} | targetRefs",
                "RequestAuthentication | {targetRef: {kind: Service, name: checkout}} | targetRef"
            })
    void aPolicyThatNamesTheBaselinesServiceIsForItAlone(String kind, String spec, String field) {
        assertThat(unequal(kind, spec))
                .containsExactly(kind + " shop/db: spec." + field + " names Service checkout, and so the policy is for"
                        + " requests to the baseline and not for those to its copy, expected one for both: else they would"
                        + " not be protected alike. Select the pods by labels instead, or use a template without"
                        + " baselineCopy.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{targetRefs: [{kind: Service, name: other}, {kind: Gateway, name: checkout}]}",
                "{targetRef: {kind: Gateway, name: checkout}}",
                "{selector: {matchLabels: {tier: web}}}",
                "{}"
            })
    void otherTargetsAreInNobodysWay(String spec) {
        assertThat(unequal("AuthorizationPolicy", spec)).isEmpty();
    }

    @Test
    void aSelectorOfIstioCounts() {
        assertThat(unequal("PeerAuthentication", "{selector: {matchLabels: {app: checkout}}}"))
                .singleElement()
                .asString()
                .startsWith(
                        "PeerAuthentication shop/db is for pods with app=checkout, and so for those of the baseline and"
                                + " not for those of its copy");
    }
}
